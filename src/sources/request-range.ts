import { type IncomingHttpHeaders, type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { isIP } from 'node:net';
import { VisitError } from './visit-error.ts';

export interface Target {
  readonly url: URL;
  readonly address: string;
  readonly port: number;
}

/** Counts down over all requests of a visit. */
export interface Spending {
  bytesLeft: number;
}

/** Bytes from one position up to but not including another. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Empty unless the request succeeded. Compressed bodies stay compressed. */
  readonly body: Buffer;
  /** The body was read to its end. */
  readonly isWhole: boolean;
}

/**
 * One GET to one address over its own connection, without cookies or credentials. A server without ranges sends the
 * whole file; as much of it is read as there are bytes left, since nothing can be requested later.
 */
export async function requestRange(
  { url, address, port }: Target,
  options: { readonly range: Range; readonly spent: Spending; readonly signal: AbortSignal },
): Promise<Answer> {
  const { range, spent, signal } = options;
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const request = (url.protocol === 'https:' ? overHttps : overHttp)({
    host: address,
    port,
    path: url.pathname + url.search,
    // The certificate has to match the name, or the address if there is no name.
    servername: isIP(name) ? undefined : name,
    agent: false,
    signal,
    maxHeaderSize: 16 * 1024,
    headers: {
      host: url.host,
      'user-agent': 'relaydesk',
      accept: '*/*',
      'accept-encoding': 'identity',
      range: `bytes=${range.from}-${range.to - 1}`,
    },
  });
  try {
    const response = await headOf(request);
    const status = response.statusCode ?? 0;
    const isSuccess = status === 200 || status === 206;
    const most = status === 206 ? range.to - range.from : Infinity;
    const { body, isWhole } = isSuccess
      ? await readBody(response, most, spent)
      : { body: Buffer.alloc(0), isWhole: false };
    return { status, headers: response.headers, body, isWhole };
  } catch (error) {
    throw signal.aborted ? new VisitError('timeout') : visitError(error);
  } finally {
    request.destroy();
  }
}

function headOf(request: ReturnType<typeof overHttp>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', reject);
    // An unrequested protocol switch ends with neither a response nor an error.
    request.on('close', () => reject(new VisitError('odd_answer')));
    request.end();
  });
}

async function readBody(response: IncomingMessage, most: number, spent: Spending) {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    const room = Math.min(most - length, spent.bytesLeft);
    const taken = piece.subarray(0, room);
    pieces.push(taken);
    length += taken.length;
    spent.bytesLeft -= taken.length;
    if (length >= most || spent.bytesLeft <= 0) {
      return { body: Buffer.concat(pieces), isWhole: false };
    }
  }
  return { body: Buffer.concat(pieces), isWhole: true };
}

function visitError(error: unknown): VisitError {
  if (error instanceof VisitError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new VisitError(code.startsWith('HPE_') ? 'odd_answer' : 'connection');
}
