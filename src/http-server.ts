import { createServer, type IncomingMessage, type RequestListener } from 'node:http';

/** Slack signs with a time; one in the future would outlive the five minutes it is good for. */
const FUTURE_MAX_MS = 5 * 60_000;

/** The process's one server: Slack in HTTP mode, and what an orchestrator asks. */
export function createHttpServer(dependencies: {
  readonly slack: RequestListener | undefined;
  /** What is missing before work can be taken; empty when all is there. */
  readonly notReady: () => Promise<readonly string[]>;
  readonly now: () => number;
}) {
  const { slack, notReady, now } = dependencies;

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (pathname === '/slack/events' && slack) {
      if (isFromFuture(request, now())) answer(401, { error: 'timestamp is in the future' });
      else slack(request, response);
    } else if (pathname === '/healthz') {
      answer(200, { ok: true });
    } else if (pathname === '/readyz') {
      notReady().then(
        (missing) =>
          answer(missing.length === 0 ? 200 : 503, { ok: missing.length === 0, missing }),
        () => answer(503, { ok: false }),
      );
    } else {
      answer(404, { error: 'not found' });
    }
  });

  return {
    listen: (port: number): Promise<void> =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, resolve);
      }),
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

function isFromFuture(request: IncomingMessage, nowMs: number): boolean {
  const seconds = Number(request.headers['x-slack-request-timestamp']);
  return seconds * 1000 > nowMs + FUTURE_MAX_MS;
}
