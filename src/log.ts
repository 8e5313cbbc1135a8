import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import winston from 'winston';

/** What the rooms need of a logger: one line an event, with fields. */
export interface Log {
  readonly debug: (message: string, fields?: object) => void;
  readonly info: (message: string, fields?: object) => void;
  readonly warn: (message: string, fields?: object) => void;
  readonly error: (message: string, fields?: object) => void;
}

/** For tools whose output is their own. */
export const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * `secrets`: every value that must not be written down, whatever it stands in. `always` goes into
 * every line.
 */
export function createLog(
  level: string,
  secrets: () => readonly string[] = () => [],
  always: object = {},
): Log {
  const { combine, timestamp, json, errors } = winston.format;
  const redact = winston.format((info) => {
    const hide = createHide(secrets());
    for (const [key, value] of Object.entries(info)) info[key] = redacted(value, key, hide);
    return info;
  });
  const logger = winston.createLogger({
    level,
    defaultMeta: always,
    format: combine(errors({ stack: true }), timestamp(), redact(), json()),
    // Everything goes to standard error, so that what a command prints stays its own.
    transports: [
      new winston.transports.Console({ stderrLevels: ['error', 'warn', 'info', 'debug'] }),
    ],
  });
  // winston shapes a line, and we look through it for secrets, before it sees that nobody wants it.
  const write =
    (of: keyof Log) =>
    (message: string, fields: object = {}): void => {
      if (logger.isLevelEnabled(of)) logger.log(of, message, fields);
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}

const SECRET_NAME = /token|secret|password|authorization|access_?key|cookie|signature/i;

/**
 * Slack tokens; the path of an address that Slack gave out for one answer, with which anybody may answer (JSON of
 * Slack writes a slash as \\/); and the query of an address, where signing keys travel.
 */
const SECRETS_IN_TEXT: readonly (readonly [RegExp, string])[] = [
  [/(:\\?\/\\?\/hooks\.[^\s"'/\\]+\\?\/)[^\s"'?#]+/gi, '$1[path]'],
  [
    /(\/(?:commands|actions|app|services|workflows|triggers)\\?\/)[TE][A-Z0-9]+\\?\/[^\s"'?#]+/g,
    '$1[path]',
  ],
  [/\bx(ox[a-z]|app)-[\w-]+/g, '[token]'],
  [/([a-z][a-z0-9+.-]*:\/\/[^\s"'?#]*)[?#][^\s"']*/gi, '$1?[query]'],
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s"'/]+@/gi, '$1[user]@'],
];

type Hide = (text: string) => string;

/** Shorter ones would hide ordinary words. */
const SHORTEST_SECRET = 4;

/** Takes the very values out of a text: as they are, as JSON writes them, as an address does. */
export function createHide(secrets: readonly string[]): Hide {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret.toWellFormed()),
    ])
    // One may be part of another.
    .toSorted((a, b) => b.length - a.length);
  return (text) => forms.reduce((rest, form) => rest.replaceAll(form, '[secret]'), text);
}

/** A value as it may be written down. */
export function redacted(
  value: unknown,
  name = '',
  hide: Hide = (text) => text,
  depth = 0,
): unknown {
  const isScalar = value === null || typeof value !== 'object';
  if (SECRET_NAME.test(name) && !(isScalar && typeof value !== 'string')) {
    return Array.isArray(value) ? value.map(() => '[secret]') : '[secret]';
  }
  if (typeof value === 'string') {
    return SECRETS_IN_TEXT.reduce(
      (text, [pattern, by]) => text.replaceAll(pattern, by),
      hide(value),
    );
  }
  if (value instanceof Error) {
    const { message, stack } = value;
    return redacted({ name: value.name, message, stack }, name, hide, depth);
  }
  if (isScalar) return value;
  try {
    return redactedObject(value, name, hide, depth);
  } catch {
    // A getter that throws: no line is lost for it.
    return '[unreadable]';
  }
}

function redactedObject(value: object, name: string, hide: Hide, depth: number): unknown {
  // Too deep, or it holds itself: what is not looked through is not written down.
  if (depth > 6) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => redacted(item, name, hide, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, redacted(inner, key, hide, depth + 1)]),
  );
}

/**
 * Our logger as Bolt wants one. Bolt's debug lines hold whole payloads with what people typed, so
 * they are never written, whatever the level.
 */
export function createSlackLogger(log: Log): SlackLogger {
  return {
    debug: () => {},
    info: (...parts) => log.debug(sentenceOf(parts), { from: 'slack' }),
    warn: (...parts) => log.warn(sentenceOf(parts), { from: 'slack' }),
    error: (...parts) => log.error(sentenceOf(parts), { from: 'slack' }),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

function sentenceOf(parts: readonly unknown[]): string {
  return parts.map(toText).join(' ');
}

function toText(part: unknown): string {
  if (part instanceof Error) return part.message;
  return typeof part === 'string' ? part : JSON.stringify(part);
}
