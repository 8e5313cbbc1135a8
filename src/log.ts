import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import winston from 'winston';
import { createRedaction, redacted } from './text/redaction.ts';
import { visible } from './text/visible.ts';

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
  const redact = createRedaction(secrets);
  // Someone who reads the log in a terminal sees every character, in its true order.
  const shown = (text: string): string => visible(redact(text));
  const safe = winston.format((info) => {
    for (const [key, value] of Object.entries(info)) info[key] = redacted(value, shown, key);
    return info;
  });
  const logger = winston.createLogger({
    level,
    defaultMeta: always,
    format: combine(errors({ stack: true }), timestamp(), safe(), json()),
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
