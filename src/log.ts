import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import winston from 'winston';
import { createRedaction, redacted } from './text/redaction.ts';
import { visible } from './text/visible.ts';

/** A logger: one line per event, with fields. */
export interface Log {
  readonly debug: (message: string, fields?: object) => void;
  readonly info: (message: string, fields?: object) => void;
  readonly warn: (message: string, fields?: object) => void;
  readonly error: (message: string, fields?: object) => void;
}

const nothing = (): void => undefined;
/** Logs nothing; for tools with their own output. */
export const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** `secrets`: values that must not be written anywhere. `always`: fields of every line. */
export function createLog(
  level: string,
  secrets: () => readonly string[] = () => [],
  always: object = {},
): Log {
  const { combine, timestamp, json, errors } = winston.format;
  const redact = createRedaction(secrets);
  // In a terminal, every character is visible and in its true order.
  const shown = (text: string): string => visible(redact(text));
  const safe = winston.format((info) => {
    for (const [key, value] of Object.entries(info)) info[key] = redacted(value, shown, key);
    return info;
  });
  const logger = winston.createLogger({
    level,
    defaultMeta: always,
    format: combine(errors({ stack: true }), timestamp(), safe(), json()),
    // Everything goes to standard error; standard output belongs to commands.
    transports: [
      new winston.transports.Console({ stderrLevels: ['error', 'warn', 'info', 'debug'] }),
    ],
  });
  // Checked first, because winston formats a line, and we search it for secrets, before it checks
  // the level.
  const write =
    (of: keyof Log) =>
    (message: string, fields: object = {}): void => {
      if (logger.isLevelEnabled(of)) logger.log(of, message, fields);
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/**
 * Our logger in Bolt's interface. Bolt's debug lines hold whole payloads with typed text, so they are never written.
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
