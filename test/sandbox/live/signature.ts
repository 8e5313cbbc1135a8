import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { refusal, type Answer } from './answer.ts';

export interface SignedRequest {
  readonly method: string;
  /** Path and query as on the request line. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

const algorithm = 'SDK-HMAC-SHA256';
const clockSkewMs = 15 * 60 * 1000;
const failuresAllowed = 5;
const lockMs = 5 * 60 * 1000;

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** RFC 3986; encodeURIComponent alone leaves five characters that have to be encoded. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const byCodePoint = (left: string, right: string): number =>
  Buffer.from(left).compare(Buffer.from(right));

export const canonicalQuery = (query: string): string =>
  [...new URLSearchParams(query.replaceAll('+', '%2B'))]
    .toSorted(
      ([nameA, valueA], [nameB, valueB]) =>
        byCodePoint(nameA, nameB) || byCodePoint(valueA, valueB),
    )
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');

const canonicalPath = (path: string): string => {
  const encoded = path
    .split('/')
    .map((segment) => encode(decodeURIComponent(segment)))
    .join('/');
  return encoded.endsWith('/') ? encoded : `${encoded}/`;
};

const canonicalRequest = (request: SignedRequest, signedHeaders: readonly string[]): string => {
  const [path = '/', query = ''] = request.target.split('?', 2);
  const headers = signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim()}\n`);
  return [
    request.method.toUpperCase(),
    canonicalPath(path),
    canonicalQuery(query),
    headers.join(''),
    signedHeaders.join(';'),
    request.headers['x-sdk-content-sha256'] ?? sha256(request.body),
  ].join('\n');
};

/** `headers` have lower-case names; `signedHeaders` are in the order of the calculation. */
export const sign = (input: {
  readonly request: SignedRequest;
  readonly signedHeaders: readonly string[];
  readonly secretKey: string;
}): { readonly canonicalHash: string; readonly signature: string } => {
  const canonicalHash = sha256(canonicalRequest(input.request, input.signedHeaders));
  const toSign = [algorithm, input.request.headers['x-sdk-date'] ?? '', canonicalHash].join('\n');
  const signature = createHmac('sha256', input.secretKey).update(toSign).digest('hex');
  return { canonicalHash, signature };
};

const fromSdkDate = (text: string): number | undefined => {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? undefined : ms;
};

const parseAuthorization = (
  text: string,
): { accessKey: string; signedHeaders: string[]; signature: string } | undefined => {
  const parts =
    /^SDK-HMAC-SHA256 Access=([^,\s]+), SignedHeaders=([^,\s]+), Signature=([0-9a-f]{64})$/.exec(
      text,
    );
  if (parts === null) return undefined;
  const [, accessKey = '', names = '', signature = ''] = parts;
  return { accessKey, signedHeaders: names.split(';'), signature };
};

export interface KeyPair {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Checks signatures of a key pair; too many failures in a row lock it for a while. */
export const createSignatureCheck = (
  /** The current pair, if any. */
  currentKeys: () => KeyPair | undefined,
) => {
  let failures = 0;
  let lockedUntilMs = 0;

  const wrong = (request: SignedRequest, nowMs: number): string | undefined => {
    const given = parseAuthorization(request.headers['authorization'] ?? '');
    if (given === undefined) return 'Authorization header is malformed';
    const keys = currentKeys();
    if (keys === undefined || given.accessKey !== keys.accessKey) {
      return `AK ${given.accessKey} not exist`;
    }
    const { signedHeaders } = given;
    const isSorted =
      signedHeaders.join() ===
      signedHeaders
        .map((name) => name.toLowerCase())
        .toSorted()
        .join();
    if (!isSorted || new Set(signedHeaders).size !== signedHeaders.length) {
      return 'SignedHeaders must be lower case, sorted and distinct';
    }
    if (!signedHeaders.includes('x-sdk-date')) return 'X-Sdk-Date must be signed';
    if (signedHeaders.some((name) => request.headers[name] === undefined))
      return 'a signed header is absent';
    const dateMs = fromSdkDate(request.headers['x-sdk-date'] ?? '');
    if (dateMs === undefined || Math.abs(dateMs - nowMs) > clockSkewMs) {
      return 'X-Sdk-Date is not within 15 minutes';
    }
    const { signature } = sign({ request, signedHeaders, secretKey: keys.secretKey });
    const isSame = timingSafeEqual(Buffer.from(signature), Buffer.from(given.signature));
    return isSame ? undefined : 'verify aksk signature fail';
  };

  const check = (request: SignedRequest, nowMs: number): Answer | undefined => {
    if (nowMs < lockedUntilMs) return unauthorized('AK failure limit reached, forbidden');
    const reason = wrong(request, nowMs);
    if (reason === undefined) {
      failures = 0;
      return undefined;
    }
    failures += 1;
    if (failures > failuresAllowed) {
      lockedUntilMs = nowMs + lockMs;
      failures = 0;
    }
    return unauthorized(reason);
  };

  return { check, isLocked: (nowMs: number): boolean => nowMs < lockedUntilMs };
};

const unauthorized = (reason: string): Answer =>
  refusal(401, 'APIG.0301', `Incorrect IAM authentication information: ${reason}`);
