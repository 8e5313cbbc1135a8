import { gunzipSync, gzipSync } from 'node:zlib';
import { type ChangeRequest, isClosed } from '#src/approval/change-request.ts';

/**
 * A request as it lies in Redis: JSON while it is open. A closed one is read now and then and there
 * are many of them, so it is packed: gzip in base64, for `base64 -d | gunzip`.
 */
export function toDocument(request: ChangeRequest): string {
  const json = JSON.stringify(request);
  return isClosed(request.state) ? gzipSync(json).toString('base64') : json;
}

/** Documents are written by `toDocument` alone, so their shape is known. */
export function fromDocument(document: string): ChangeRequest {
  const json = document.startsWith('{')
    ? document
    : gunzipSync(Buffer.from(document, 'base64')).toString();
  const request: ChangeRequest = JSON.parse(json);
  if (request.schema !== 1) {
    throw new Error(
      `${request.id} was written by a newer relaydesk (schema ${String(request.schema)})`,
    );
  }
  return request;
}
