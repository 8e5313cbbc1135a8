/**
 * Whatever the other side wrote can hold what we sent it: signed source URLs, a token, a key. This
 * is the only door through which such text reaches a failure or a log.
 */
export type Mask = (text: string) => string;

/** A mask that knows the exact secrets in use beside the patterns below. */
export function createMask(secrets: () => readonly string[]): Mask {
  return (text) => maskPatterns(maskExact(text, secrets()));
}

/** Long enough for an error page's first sentence, short enough for a Slack message. */
const EXCERPT_CHARACTERS = 200;
/** Huawei's messages are a sentence; one that is longer is a dump. */
const MESSAGE_CHARACTERS = 1000;

/**
 * As much as is looked at. The patterns below take time that grows with the square of a text made to
 * hurt them, and a body may have two million characters.
 */
const LOOKED_AT_CHARACTERS = 4000;

/** The first characters of a body that could not be understood. Masked before it is cut. */
export function excerptOf(body: string, mask: Mask): string {
  return shorten(printable(mask(body.slice(0, LOOKED_AT_CHARACTERS))), EXCERPT_CHARACTERS);
}

/** An `error_msg` as it came, but for secrets, control characters and excess length. */
export function messageOf(message: string, mask: Mask): string {
  return shorten(printable(mask(message.slice(0, LOOKED_AT_CHARACTERS))), MESSAGE_CHARACTERS);
}

/** Replaces control characters, and the ones that reverse or hide text. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]+/gu, ' ');
}

function shorten(text: string, characters: number): string {
  const trimmed = text.trim();
  return trimmed.length <= characters
    ? trimmed
    : `${trimmed
        .slice(0, characters - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}

const MASKED = '***';
/** IAM asks for six characters or more; shorter text would mask ordinary words. */
const SHORTEST_SECRET = 4;

function maskExact(text: string, secrets: readonly string[]): string {
  // As it is, as JSON writes it, as a query writes it. Longest first: one may contain another.
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((s) => [s, JSON.stringify(s).slice(1, -1), encodeURIComponent(s.toWellFormed())])
    .toSorted((a, b) => b.length - a.length);
  const masked = forms.reduce((rest, form) => rest.replaceAll(form, MASKED), text);
  return forms.reduce(maskCutEnd, masked);
}

/** A body that broke off in the middle of a secret ends with the beginning of it. */
function maskCutEnd(text: string, secret: string): string {
  const longest = Math.min(secret.length - 1, text.length);
  for (let length = longest; length >= SHORTEST_SECRET; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + MASKED;
  }
  return text;
}

const SECRET_NAME = String.raw`[\w.-]{0,40}(?:secret|token|sign|passw|pwd|auth|key|access|credential)[\w.-]{0,40}`;

/** From special to general. A query ends at white space or a quotation mark, nothing else. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [
    /(authorization|x-(?:auth|subject|security)-token)\b([\s"'\\]*[:=])[^\r\n"]+/gi,
    `$1$2 ${MASKED}`,
  ],
  [/SDK-HMAC-SHA256[^\r\n"]*/gi, `SDK-HMAC-SHA256 ${MASKED}`],
  // "http:\/\/" is how some JSON encoders write a URL.
  [/([a-z][a-z0-9+.-]{0,15}:(?:\\?\/){2})[^\s"/@]*@/gi, `$1${MASKED}@`],
  [/([a-z][a-z0-9+.-]{0,15}:(?:\\?\/){2}[^\s"?#]*)[?#][^\s"]*/gi, `$1?${MASKED}`],
  [/\?[^\s"?]*=[^\s"]*/g, `?${MASKED}`],
  [new RegExp(String.raw`("${SECRET_NAME}\\?"\s*:\s*\\?")(?:[^"\\]|\\.)*`, 'gi'), `$1${MASKED}`],
  [new RegExp(String.raw`\b(${SECRET_NAME}=)[^\s"]+`, 'gi'), `$1${MASKED}`],
  // Tokens, signatures, keys: nothing that people read is forty letters without a break.
  [/[A-Za-z0-9+_=-]{40,}/g, MASKED],
];

function maskPatterns(text: string): string {
  return PATTERNS.reduce(
    (rest, [pattern, replacement]) => rest.replaceAll(pattern, replacement),
    text,
  );
}
