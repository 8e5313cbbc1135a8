import { sha256 } from '#src/basics/sha256.ts';
import { createHmac } from 'node:crypto';

/** A request as it will be sent, in the parts that are signed. */
export interface SignableRequest {
  readonly method: string;
  /** Decoded path, for example `/v1/{project_id}/pull/stream/task`. */
  readonly path: string;
  /** Decoded names and values; a name may come several times. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Every header to sign; `X-Sdk-Date` must be among them, `YYYYMMDDThhmmssZ`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact body, or nothing. */
  readonly body?: string | undefined;
}

const ALGORITHM = 'SDK-HMAC-SHA256';

/**
 * The `Authorization` header of SDK-HMAC-SHA256 (Huawei Cloud, "API Request Signing Guide"): no
 * derived key and no scope, unlike the AWS scheme it resembles.
 */
export function signRequest(
  request: SignableRequest,
  key: { readonly accessKey: string; readonly secretKey: string },
): string {
  const headers = Object.entries(request.headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .toSorted(([a], [b]) => byCodePoint(a, b));
  const signedHeaders = headers.map(([name]) => name).join(';');
  const canonicalRequest = [
    request.method.toUpperCase(),
    canonicalPath(request.path),
    canonicalQuery(request.query),
    headers.map(([name, value]) => `${name}:${value}\n`).join(''),
    signedHeaders,
    sha256(request.body ?? ''),
  ].join('\n');
  const date = headers.find(([name]) => name === 'x-sdk-date')?.[1] ?? '';
  const stringToSign = [ALGORITHM, date, sha256(canonicalRequest)].join('\n');
  const signature = createHmac('sha256', key.secretKey).update(stringToSign).digest('hex');
  return `${ALGORITHM} Access=${key.accessKey}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}

/** Sorted and encoded as it is signed. It is sent in the same form, so that both sides agree. */
export function canonicalQuery(query: SignableRequest['query']): string {
  return query
    .toSorted(([a, x], [b, y]) => byCodePoint(a, b) || byCodePoint(x, y))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

/** Ends with a slash in the calculation, though not in the URL that is sent. */
function canonicalPath(path: string): string {
  const encoded = path.split('/').map(encode).join('/');
  return encoded.endsWith('/') ? encoded : `${encoded}/`;
}

/** RFC 3986: only letters, digits and `-_.~` stay. `encodeURIComponent` leaves `!'()*` as well. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** UTF-8 sorts like code points; JavaScript's own order is by UTF-16 units. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** `YYYYMMDDThhmmssZ`; the gateway accepts 15 minutes of difference from its own clock. */
export function sdkDate(nowMs: number): string {
  return new Date(nowMs).toISOString().replaceAll(/[:-]|\.\d{3}/g, '');
}
