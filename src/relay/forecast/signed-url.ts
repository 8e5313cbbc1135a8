import { instantOf } from '../time.ts';

/**
 * When the signature of a URL expires, in milliseconds. `ends`: the URL gives its expiry. `may_end`: it gives a time
 * that is the creation or the expiry, depending on a setting of the CDN, so it expires then or later.
 */
export interface SignatureEnd {
  readonly kind: 'ends' | 'may_end';
  readonly atMs: number;
}

/** One way of signing URLs; undefined for a URL that is signed differently. */
type Scheme = (query: Query) => SignatureEnd | undefined;

/** The value of a parameter, whatever the case of its name. */
type Query = (name: string) => string | undefined;

/**
 * When a signed URL expires, by the earliest of several schemes; undefined for one that is not signed, or in a way we
 * do not know.
 */
export function signatureEnd(address: string): SignatureEnd | undefined {
  const query = queryOf(address);
  return SCHEMES.flatMap((scheme) => scheme(query) ?? []).toSorted((a, b) => a.atMs - b.atMs)[0];
}

const SCHEMES: readonly Scheme[] = [
  // AWS Signature V4, also used by OBS and MinIO, and the versions of Google, OSS and TOS: creation
  // date and seconds of validity.
  (query) => madeAndGoodFor(query('x-amz-date'), query('x-amz-expires')),
  (query) => madeAndGoodFor(query('x-goog-date'), query('x-goog-expires')),
  (query) => madeAndGoodFor(query('x-oss-date'), query('x-oss-expires')),
  (query) => madeAndGoodFor(query('x-tos-date'), query('x-tos-expires')),
  // OBS, OSS, S3 V2 and CloudFront: seconds since 1970, with a signature.
  (query) => (query('signature') ? ends(decimal(query('expires'))) : undefined),
  // Azure: an ISO time, with a signature.
  (query) => (query('sig') ? ends(isoTime(query('se'))) : undefined),
  // COS: the seconds of the beginning and the end.
  (query) => ends(decimal(/^\d+;(\d+)$/.exec(query('q-sign-time') ?? '')?.[1])),
  // Qiniu: the end, with a token.
  (query) => (query('token') ? ends(decimal(query('e'))) : undefined),
  // Akamai: `exp=` within the token.
  (query) => {
    const token = query('hdnts') ?? query('hdnea') ?? query('__token__') ?? '';
    return ends(decimal(/(?:^|~)exp=(\d+)(?:~|$)/.exec(token)?.[1]));
  },
  // Tencent: the expiry in hexadecimal seconds.
  (query) => (query('txsecret') ? ends(hexadecimal(query('txtime'))) : undefined),
  // Huawei, Wangsu and CDN type A: the creation or the expiry.
  (query) => (query('hwsecret') ? mayEnd(hexadecimal(query('hwtime'))) : undefined),
  (query) => (query('wssecret') ? mayEnd(hexadecimal(query('wstime'))) : undefined),
  (query) => mayEnd(decimal(/^(\d{10})-/.exec(query('auth_key') ?? '')?.[1])),
];

/** `push_args` is a query as well, with or without a question mark. */
function queryOf(address: string): Query {
  const text = address.includes('?') ? address.slice(address.indexOf('?') + 1) : address;
  const parameters = new Map(
    [...new URLSearchParams(text)].map(([name, value]) => [name.toLowerCase(), value]),
  );
  return (name) => parameters.get(name);
}

function madeAndGoodFor(made: string | undefined, seconds: string | undefined) {
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(made ?? '') ?? [];
  const goodForMs = decimal(seconds, /^\d{1,7}$/);
  if (!date || !time || goodForMs === undefined) return undefined;
  const day = date.replace(/(....)(..)(..)/, '$1-$2-$3');
  const madeMs = isoTime(`${day}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`);
  return madeMs === undefined ? undefined : ends(madeMs + goodForMs);
}

function ends(atMs: number | undefined): SignatureEnd | undefined {
  return atMs === undefined ? undefined : { kind: 'ends', atMs };
}

function mayEnd(atMs: number | undefined): SignatureEnd | undefined {
  return atMs === undefined ? undefined : { kind: 'may_end', atMs };
}

function decimal(text: string | undefined, shape = /^\d{9,11}$/): number | undefined {
  return text !== undefined && shape.test(text) ? Number(text) * 1000 : undefined;
}

function hexadecimal(text: string | undefined): number | undefined {
  return text !== undefined && /^[0-9a-f]{8}$/i.test(text)
    ? Number.parseInt(text, 16) * 1000
    : undefined;
}

function isoTime(text: string | undefined): number | undefined {
  return text === undefined ? undefined : instantOf(text)?.epochMilliseconds;
}
