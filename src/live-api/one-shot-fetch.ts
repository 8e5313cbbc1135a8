import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';

/** Tokens may have 64 kB, and other headers come with them. Node's own limit is 16 KiB. */
const MAX_HEADER_BYTES = 80 * 1024;

/** Statuses whose answer has no body by definition (Fetch standard, "null body status"). */
const WITHOUT_BODY = new Set([204, 205, 304]);

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
export const fetchOnce: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const body = Buffer.from(await request.arrayBuffer());
  return await new Promise<Response>((resolve, reject) => {
    const outgoing = open(request, body.length);
    let isConnected = false;
    outgoing.once('socket', (socket) => {
      whenConnected(socket, () => {
        isConnected = true;
      });
    });
    outgoing.once('response', (incoming) => {
      try {
        resolve(toResponse(incoming));
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
};

function open({ url, method, headers, signal }: Request, bodyBytes: number): ClientRequest {
  const send = url.startsWith('https:') ? requestHttps : requestHttp;
  return send(url, {
    method,
    headers: {
      'user-agent': 'relaydesk',
      // The body is not decompressed.
      'accept-encoding': 'identity',
      ...Object.fromEntries(headers),
      ...(bodyBytes > 0 && { 'content-length': String(bodyBytes) }),
    },
    maxHeaderSize: MAX_HEADER_BYTES,
    signal,
  });
}

/** Calls back once the socket can send requests; at once for one that is being reused. */
function whenConnected(socket: Socket, then: () => void): void {
  if ('secureConnecting' in socket && socket.secureConnecting === true) {
    socket.once('secureConnect', then);
  } else if (socket.connecting) socket.once('connect', then);
  else then();
}

/** Throws for a status that no `Response` can have. */
function toResponse(incoming: IncomingMessage): Response {
  const { statusCode: status = 0, headersDistinct } = incoming;
  if (status < 200 || status > 599) {
    throw Object.assign(new Error('No such status.'), { code: `HTTP status ${status}` });
  }
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  if (WITHOUT_BODY.has(status)) {
    incoming.on('error', () => undefined).resume();
    return new Response(null, { status, headers });
  }
  return new Response(Readable.toWeb(incoming), { status, headers });
}
