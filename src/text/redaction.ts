/** Takes secrets out of a text. `isCut`: the text was cut off, so it may end with part of a secret. */
export type Redact = (text: string, isCut?: boolean) => string;

/**
 * The one redaction of text that goes to a log, a failure or a report: the values of `secrets`, and whatever stands
 * where secrets are known to stand. Everything else stays word for word, since people search for it and quote it.
 * Values of relay tasks that people compare are shown with a fingerprint instead (`relay/secret.ts`).
 */
export function createRedaction(secrets: () => readonly string[]): Redact {
  return (text, isCut = false) => {
    const hidden = withoutValues(text, secrets(), isCut);
    return PLACES.reduce((rest, [pattern, by]) => rest.replaceAll(pattern, by), hidden);
  };
}

/** Names of fields whose value is a secret, in ours and in others' data. */
export const SECRET_NAME =
  /secret|token|sign(?!al)|passw|pwd|auth(?!orization_message)|key|cookie|credential|args/i;

/** IAM asks for six characters or more; shorter ones would hide ordinary words. */
const SHORTEST_SECRET = 4;

function withoutValues(text: string, secrets: readonly string[], isCut: boolean): string {
  // As it is, in JSON and in a URL. Longest first, since one may be part of another.
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((s) => [s, JSON.stringify(s).slice(1, -1), encodeURIComponent(s.toWellFormed())])
    .toSorted((a, b) => b.length - a.length);
  const hidden = forms.reduce((rest, form) => rest.replaceAll(form, '[secret]'), text);
  return isCut ? forms.reduce(withoutBeginning, hidden) : hidden;
}

function withoutBeginning(text: string, secret: string): string {
  const longest = Math.min(secret.length - 1, text.length);
  for (let length = longest; length >= SHORTEST_SECRET; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}[secret]`;
  }
  return text;
}

const NAME_IN_TEXT = String.raw`[\w.-]{0,40}(?:secret|token|sign(?!al)|passw|pwd|auth(?!orization_message)|key|credential)[\w.-]{0,40}`;

/**
 * Where secrets stand, from special to general. Some JSON encoders write a URL as "http:\/\/"; a query ends only at
 * white space or a quotation mark.
 */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [
    /(authorization|cookie|x-(?:auth|subject|security)-token)\b([\s"'\\]*[:=])[^\r\n"]+/gi,
    '$1$2 [secret]',
  ],
  [/SDK-HMAC-SHA256[^\r\n"]*/gi, 'SDK-HMAC-SHA256 [secret]'],
  // Anybody who has the path of a response URL can post there.
  [/(:\\?\/\\?\/hooks\.[^\s"'/\\]+\\?\/)[^\s"'?#]+/gi, '$1[path]'],
  [
    /(\/(?:commands|actions|app|services|workflows|triggers)\\?\/)[TE][A-Z0-9]+\\?\/[^\s"'?#]+/g,
    '$1[path]',
  ],
  [/\bx(ox[a-z]|app)-[\w-]+/g, '[token]'],
  // A query is where signing keys travel.
  [/([a-z][a-z0-9+.-]{0,15}:(?:\\?\/){2}[^\s"?#]*)[?#][^\s"]*/gi, '$1?[query]'],
  [/([a-z][a-z0-9+.-]{0,15}:(?:\\?\/){2})[^\s"/]+@/gi, '$1[user]@'],
  [/\?[^\s"?]*=[^\s"]*/g, '?[query]'],
  [new RegExp(String.raw`("${NAME_IN_TEXT}\\?"\s*:\s*\\?")(?:[^"\\]|\\.)*`, 'gi'), '$1[secret]'],
  [new RegExp(String.raw`\b(${NAME_IN_TEXT}=)[^\s"]+`, 'gi'), '$1[secret]'],
];

/** A value without secrets, at any depth. */
export function redacted(value: unknown, redact: Redact, name = '', depth = 0): unknown {
  const isScalar = value === null || typeof value !== 'object';
  if (SECRET_NAME.test(name) && !(isScalar && typeof value !== 'string')) {
    return Array.isArray(value) ? value.map(() => '[secret]') : '[secret]';
  }
  if (typeof value === 'string') return redact(value);
  if (value instanceof Error) {
    const { message, stack } = value;
    return redacted({ name: value.name, message, stack }, redact, name, depth);
  }
  if (isScalar) return value;
  try {
    return redactedObject(value, redact, name, depth);
  } catch {
    // A getter that throws must not cost the whole line.
    return '[unreadable]';
  }
}

function redactedObject(value: object, redact: Redact, name: string, depth: number): unknown {
  // Too deep or circular: what is not searched is not written.
  if (depth > 6) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => redacted(item, redact, name, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, redacted(inner, redact, key, depth + 1)]),
  );
}
