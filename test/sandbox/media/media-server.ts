import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Body } from './bodies.ts';
import { type Answer, PREPARED } from './prepared.ts';

/** One request that came in. */
export interface MediaRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** Changes with each change of the file. */
const LAST_MODIFIED = 'Sat, 28 Nov 2026 08:40:00 GMT';

/**
 * A web server with films on loopback; `prepared.ts` says what is at each path. Some paths behave like slow, broken
 * or hostile servers.
 */
export async function startMediaServer() {
  const requests: MediaRequest[] = [];
  const replaced = new Map<string, Answer>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://media');
    requests.push({ path: pathname, headers: request.headers });
    const answer = replaced.get(pathname) ?? PREPARED.find(({ path }) => path === pathname)?.answer;
    reply(answer ?? { kind: 'status', status: 404 }, request.headers.range, response, origin());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = (server.address() as AddressInfo).port;
  const origin = () => `http://127.0.0.1:${port}`;

  return {
    url: origin(),
    port,
    requests: (): readonly MediaRequest[] => requests,
    /** From now on this path answers differently. */
    replace: (path: string, answer: Answer): void => void replaced.set(path, answer),
    async stop(): Promise<void> {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export type MediaServer = Awaited<ReturnType<typeof startMediaServer>>;

function reply(
  answer: Answer,
  range: string | undefined,
  response: ServerResponse,
  origin: string,
): void {
  switch (answer.kind) {
    case 'body':
      return sendBody(answer, range, response);
    case 'status':
      return void response.writeHead(answer.status, { 'content-type': 'text/html' }).end('<p>No.');
    case 'redirect': {
      const location = answer.to.replace(/^origin/, origin);
      return void response.writeHead(302, { location, ...answer.headers }).end();
    }
    case 'never':
      return;
    case 'drip':
      return drip(answer.body, response);
    case 'endless':
      response.writeHead(200, { 'content-type': 'video/mp2t' });
      return sendForever(answer.content, response);
    case 'cut_short':
      response.writeHead(200, { 'content-length': answer.body.size });
      return void response.write(answer.body.read(0, 1000), () => response.destroy());
    case 'other_range': {
      const content = answer.body.read(500, 1500);
      const headers = { 'content-range': `bytes 500-1499/${answer.body.size}` };
      return void response.writeHead(206, headers).end(content);
    }
    case 'reset':
      return void response.destroy();
    default:
      return answer satisfies never;
  }
}

function sendBody(
  answer: Extract<Answer, { kind: 'body' }>,
  range: string | undefined,
  response: ServerResponse,
): void {
  const { body, type, headers, noRanges } = answer;
  const all = {
    ...(type === undefined ? {} : { 'content-type': type }),
    etag: `"${body.size}"`,
    'last-modified': LAST_MODIFIED,
    ...headers,
  };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  if (first === undefined || last === undefined || noRanges) {
    response.writeHead(200, { ...all, 'content-length': body.size });
    return sendFrom(body, 0, response);
  }
  const from = Number(first);
  const to = Math.min(Number(last) + 1, body.size);
  if (from >= body.size) {
    return void response.writeHead(416, { 'content-range': `bytes */${body.size}` }).end();
  }
  response.writeHead(206, {
    ...all,
    'accept-ranges': 'bytes',
    'content-length': to - from,
    'content-range': `bytes ${from}-${to - 1}/${body.size}`,
  });
  response.end(body.read(from, to));
}

const PIECE = 64 * 1024;

/** No faster than the other end reads, since a body may be huge. */
function sendFrom(body: Body, from: number, response: ServerResponse): void {
  for (let at = from; ; at += PIECE) {
    if (response.destroyed) return;
    if (at >= body.size) return void response.end();
    const isTaken = response.write(body.read(at, Math.min(at + PIECE, body.size)));
    if (!isTaken) {
      return void response.once('drain', () => sendFrom(body, at + PIECE, response));
    }
  }
}

function sendForever(content: Buffer, response: ServerResponse): void {
  while (!response.destroyed) {
    if (!response.write(content)) {
      return void response.once('drain', () => sendForever(content, response));
    }
  }
}

function drip(body: Body, response: ServerResponse): void {
  response.writeHead(200, { 'content-length': body.size });
  let at = 0;
  const timer = setInterval(() => {
    response.write(body.read(at, at + 1));
    at += 1;
  }, 1000);
  response.once('close', () => clearInterval(timer));
}
