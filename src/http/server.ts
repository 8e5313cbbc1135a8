import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { WholeResponse } from './whole-response.ts';

/** Slack signs with a time; one in the future would outlive the five minutes it is good for. */
const FUTURE_MAX_MS = 5 * 60_000;

/** Bytes of a callback of the Live API; the longest of its relatives are a few thousand. */
const EVENT_MAX_BYTES = 64 * 1024;
/** What is longer is let go by, so that it can be answered; past this the line is cut. */
const EVENT_DRAIN_BYTES = 1024 * 1024;

/** Callbacks of the Live API. Their address ends in a token, for nothing in them is signed. */
export interface EventsDoor {
  readonly token: () => string;
  /** Resolves when the body is kept; work on it comes later. */
  readonly take: (body: string) => Promise<void>;
}

/** A page that whoever runs the process looks at; it answers in bounded time, whatever is away. */
export type StatusPage = () => Promise<{
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}>;

/**
 * How long a connection may rest, in milliseconds: longer than proxies and load balancers let theirs (a
 * minute, mostly). Whoever lets go first must be they, or a click is sent into a connection that closes.
 */
const REST_MS = 75_000;

/** After a stop, the longest that a request may still be answered, in milliseconds. */
const CLOSE_WITHIN_MS = 5_000;
const CLOSE_IDLE_MS = 50;

/** The process's one server: Slack in HTTP mode, callbacks, and what an orchestrator asks. */
export function createHttpServer(dependencies: {
  readonly slack: RequestListener | undefined;
  readonly events: EventsDoor | undefined;
  /** By path: `/readyz` and the like. */
  readonly status: Readonly<Record<string, StatusPage>>;
  readonly now: () => number;
}) {
  const { slack, events, status: pages, now } = dependencies;

  const options = { keepAliveTimeout: REST_MS, ServerResponse: WholeResponse };
  const server = createServer(options, (request, response) => {
    // Anybody may send anything: what is no address, and what Bolt has no answer for, must not throw.
    const pathname = URL.parse(request.url ?? '/', 'http://localhost')?.pathname;
    const send = (status: number, type: string, text: string): void => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
      response.end(text);
    };
    const answer = (status: number, body: object): void =>
      send(status, 'application/json', JSON.stringify(body));
    if (pathname === '/slack/events' && request.method === 'POST' && slack) {
      if (isFromFuture(request, now())) answer(401, { error: 'timestamp is in the future' });
      else slack(request, response);
    } else if (events && isEvent(request, pathname ?? '', events.token())) {
      bodyOf(request)
        .then(events.take)
        .then(
          () => answer(200, { ok: true }),
          // Not kept, so whoever sent it is welcome to try again.
          () => answer(503, { ok: false }),
        );
    } else if (pathname && pages[pathname] && request.method === 'GET') {
      pages[pathname]().then(
        ({ status, contentType, text }) => send(status, contentType, text),
        () => answer(500, { ok: false }),
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
    /** Takes no new connection, and answers what came over those that are there. */
    close: async (): Promise<void> => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      // A connection that is kept for the next request is idle only after the answer to this one.
      const idle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_MS);
      const late = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
      await closed;
      clearInterval(idle);
      clearTimeout(late);
    },
  };
}

function isFromFuture(request: IncomingMessage, nowMs: number): boolean {
  const seconds = Number(request.headers['x-slack-request-timestamp']);
  return seconds * 1000 > nowMs + FUTURE_MAX_MS;
}

const EVENTS_PATH = '/live/events/';

function isEvent(request: IncomingMessage, pathname: string, token: string): boolean {
  if (request.method !== 'POST' || !pathname.startsWith(EVENTS_PATH)) return false;
  // Digests are of one length, and comparing them takes the same time wherever they differ.
  return timingSafeEqual(digestOf(pathname.slice(EVENTS_PATH.length)), digestOf(token));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The body as text; empty when it is too long, since no event is. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += Buffer.byteLength(chunk);
    if (bytes > EVENT_DRAIN_BYTES) throw new Error('the body of an event never ends');
    if (bytes <= EVENT_MAX_BYTES) chunks.push(Buffer.from(chunk));
  }
  return bytes <= EVENT_MAX_BYTES ? Buffer.concat(chunks).toString('utf8') : '';
}
