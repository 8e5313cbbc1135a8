import { gunzipSync, gzipSync } from 'node:zlib';
import { type ChangeRequest, isClosed } from '#src/approval/record/change-request.ts';

/**
 * A request as stored in Redis: JSON while it is open. Closed requests are many and rarely read, so they are
 * compressed: gzip in base64, readable with `base64 -d | gunzip`.
 */
export function toDocument(request: ChangeRequest): string {
  const json = JSON.stringify(request);
  return isClosed(request.state) ? gzipSync(json).toString('base64') : json;
}

/** Only `toDocument` writes documents, so their shape is known. */
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
