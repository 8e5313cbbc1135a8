import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';

/** Tokens may have 64 kB, and other headers come with them. Node's own limit is 16 KiB. */
const MAX_HEADER_BYTES = 80 * 1024;

/** Statuses whose answer has no body by definition (Fetch standard, "null body status"). */
const WITHOUT_BODY = new Set([204, 205, 304]);

/** The part of `fetch` that is needed here, so that any other `fetch` can stand in for it. */
export type Fetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
    readonly signal: AbortSignal;
    readonly redirect: 'manual';
  },
) => Promise<FetchAnswer>;

export interface FetchAnswer {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** There was no connection, or no secure one, so no byte of the request can have left. */
export class NeverConnectedError extends Error {
  override readonly name = 'NeverConnectedError';
}

/**
 * A `fetch` that sends each request exactly once. Node's own repeats some requests: after a 421, as the Fetch
 * standard asks, and when HTTP/2 refuses a stream. Redirects are returned like any answer. Node's global agents
 * choose the proxy. Rejects with `NeverConnectedError` if nothing can have been sent, otherwise with the error that
 * ended the connection.
 */
export const fetchOnce: Fetch = (url, { method, headers, body = '', signal }) =>
  new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? requestHttps : requestHttp;
    const outgoing = send(url, {
      method,
      headers: {
        'user-agent': 'relaydesk',
        // The body is not decompressed.
        'accept-encoding': 'identity',
        ...headers,
        ...(body !== '' && { 'content-length': String(Buffer.byteLength(body)) }),
      },
      maxHeaderSize: MAX_HEADER_BYTES,
      signal,
    });
    let isConnected = false;
    outgoing.once('socket', (socket) => {
      whenConnected(socket, () => {
        isConnected = true;
      });
    });
    outgoing.once('response', (incoming) => {
      try {
        resolve(answerOf(incoming));
      } catch (error) {
        incoming.destroy();
        reject(error);
      }
    });
    // If the connection breaks later, reading the body fails, and this rejection has no effect.
    outgoing.on('error', (cause) => {
      reject(
        isConnected ? cause : new NeverConnectedError('No connection could be made.', { cause }),
      );
    });
    // An unrequested protocol switch ends with neither an answer nor an error.
    outgoing.once('close', () => reject(new Error('The connection ended without an answer.')));
    outgoing.end(body);
  });

/** Calls back once the socket can send requests; at once for one that is being reused. */
function whenConnected(socket: Socket, then: () => void): void {
  if ('secureConnecting' in socket && socket.secureConnecting === true) {
    socket.once('secureConnect', then);
  } else if (socket.connecting) socket.once('connect', then);
  else then();
}

/** Throws for a status that no answer can have. */
function answerOf(incoming: IncomingMessage): FetchAnswer {
  const { statusCode: status = 0 } = incoming;
  if (status < 200 || status > 599) {
    throw Object.assign(new Error('No such status.'), { code: `HTTP status ${status}` });
  }
  const headers = {
    get: (name: string) => incoming.headersDistinct[name]?.join(', ') ?? null,
  };
  // What breaks while nobody reads is nobody's failure.
  incoming.on('error', () => undefined);
  if (!WITHOUT_BODY.has(status)) return { status, headers, body: incoming };
  incoming.resume();
  return { status, headers, body: null };
}
