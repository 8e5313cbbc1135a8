import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { fieldsOf, type Fields } from './json.ts';

export type ReadRequest = {
  readonly args: Fields;
  readonly raw: Buffer;
  readonly isReadable: boolean;
};

const parseArgs = (raw: Buffer, contentType: string): Fields | undefined => {
  if (contentType.startsWith('application/json')) {
    try {
      return fieldsOf(JSON.parse(raw.toString('utf8') || '{}'));
    } catch {
      return undefined;
    }
  }
  if (contentType.startsWith('multipart/form-data')) return {};
  return Object.fromEntries(new URLSearchParams(raw.toString('utf8')));
};

/** Arguments from the query, a form or a JSON body: Slack takes all three. */
export const readRequest = async (request: IncomingMessage, url: URL): Promise<ReadRequest> => {
  const raw = await buffer(request);
  const args = parseArgs(raw, request.headers['content-type'] ?? '');
  return {
    args: { ...Object.fromEntries(url.searchParams), ...args },
    raw,
    isReadable: args !== undefined,
  };
};

/** The file inside an upload: multipart from web-api, the bare bytes from curl. */
export const uploadedBytes = async (request: IncomingMessage, raw: Buffer): Promise<Buffer> => {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return raw;
  const form = await new Response(new Uint8Array(raw), {
    headers: { 'content-type': type },
  }).formData();
  const file = Array.from(form.values()).find((entry) => typeof entry !== 'string');
  return file === undefined ? Buffer.alloc(0) : Buffer.from(await file.arrayBuffer());
};

export const sendJson = (
  response: ServerResponse,
  status: number,
  body: Fields,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
};

export const sendText = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'content-type': 'text/plain' });
  response.end(text);
};
