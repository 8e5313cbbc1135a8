import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { StartError } from '#src/basics/start-error.ts';
import { bodyOf } from './body.ts';
import { STARTING_PAGES } from './health.ts';
import { type Limits, LIMITS } from './limits.ts';
import { oneRequestAtATime } from './one-at-a-time.ts';
import { type Answer, createRoutes, createStartingRoutes, type Doors, TOO_LONG } from './routes.ts';
import { createStrangers } from './strangers.ts';

/**
 * How long a connection may idle, in milliseconds: longer than proxies and load balancers allow (mostly a minute).
 * They must close first, or a click is sent into a closing connection.
 */
const REST_MS = 75_000;

/** How long requests may still be answered after a stop, in milliseconds. */
const CLOSE_WITHIN_MS = 5_000;
const CLOSE_IDLE_MS = 50;

/**
 * The only server of the process: Slack in HTTP mode, callbacks, and pages for orchestrators. Until it is opened, it
 * says that the process is starting.
 */
export function createHttpServer(limits: Limits = LIMITS) {
  const strangers = createStrangers(limits);
  const unanswered = new WeakSet<Socket>();
  let routeOf = createStartingRoutes(STARTING_PAGES);

  async function answerTo(request: IncomingMessage, response: ServerResponse): Promise<Answer> {
    const { socket, headers } = request;
    const { maxBytes, answer } = routeOf(request);
    const trust = (): void => strangers.trust(socket);
    if (maxBytes === 0) {
      // A body is not needed here and is dropped as it comes.
      request.resume();
      return answer('', trust);
    }
    if (Number(headers['content-length']) > maxBytes) return TOO_LONG;
    if (headers.expect !== undefined) response.writeContinue();
    const body = await bodyOf(request, maxBytes, strangers);
    return body === undefined ? TOO_LONG : answer(body, trust);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = request;
    strangers.read(socket);
    if (unanswered.has(socket)) return void socket.destroy();
    unanswered.add(socket);
    const answer = await answerTo(request, response);
    unanswered.delete(socket);
    send(response, answer, request.complete);
  }

  const begin = (request: IncomingMessage, response: ServerResponse): void => {
    // The connection is gone or answering failed: nothing can be said.
    handle(request, response).catch(() => request.socket.destroy());
  };
  const server = createServer(
    {
      keepAliveTimeout: REST_MS,
      headersTimeout: limits.headMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.lookMs,
    },
    begin,
  );
  server.on('connection', (socket: Socket) => {
    strangers.arrived(socket);
    oneRequestAtATime(socket, () => unanswered.has(socket));
  });
  server.on('clientError', refuseNoise);
  // Otherwise Node tells the client to continue before we have checked what it wants to send.
  server.on('checkContinue', begin);

  return {
    /**
     * Listens on one interface, or on all if `host` is undefined. Rejects with a `StartError` if the address cannot
     * be used.
     */
    listen: (port: number, host: string | undefined): Promise<void> =>
      new Promise((resolve, reject) => {
        server.once('error', (error) => reject(whyNotListening(error, port, host)));
        server.listen({ port, host }, resolve);
      }),
    /** From now on requests are answered by these. */
    open(doors: Doors): void {
      routeOf = createRoutes(doors, limits);
    },
    /** Accepts no new connections, and answers the requests on those that are open. */
    close: () => closeInOrder(server),
  };
}

function whyNotListening(
  error: NodeJS.ErrnoException,
  port: number,
  host: string | undefined,
): Error {
  const noSuchHost = `HOST: ${host} is no address of this machine; correct it, or leave HOST out to listen on all`;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `PORT: another process listens on ${port} already; stop it, or set PORT to a free one`,
    EACCES: `PORT: this user may not listen on ${port}; set PORT to one from 1024 on`,
    EADDRNOTAVAIL: noSuchHost,
    ENOTFOUND: noSuchHost,
  };
  const why = reasons[error.code ?? ''];
  return why === undefined ? error : new StartError(why);
}

async function closeInOrder(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  // A kept-alive connection becomes idle only after its answer.
  const idle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_MS);
  const late = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}

const NOISE: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Answers what is not HTTP or comes too slowly. Node's own answer would keep a copy of the bytes for a while. */
function refuseNoise(error: Error & { code?: string; rawPacket?: Buffer }, socket: Duplex): void {
  delete error.rawPacket;
  const status = NOISE[error.code ?? ''] ?? '400 Bad Request';
  if (socket.writable) socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  socket.destroy();
}

/**
 * The connection is closed if the request was not read to the end. Node sends head and body together, with their
 * length.
 */
function send(response: ServerResponse, answer: Answer, isWhole: boolean): void {
  const { status, contentType, text = '' } = answer;
  response.setHeader('cache-control', 'no-store');
  if (contentType !== undefined) response.setHeader('content-type', contentType);
  if (!isWhole) response.setHeader('connection', 'close');
  response.statusCode = status;
  response.end(text);
}
