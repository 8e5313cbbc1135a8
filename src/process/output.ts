import { format } from 'node:util';
import type { Log } from '#src/log.ts';

const CONSOLE = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/** Warnings of one kind that are logged as warnings; a library that leaks listeners causes one for each. */
const TOLD_MAX = 1;

/**
 * Turns everything that this process writes into log lines: Node's warnings (an unresponsive Redis causes dozens) and
 * what libraries print. If the reader of the log goes away, the process continues.
 */
export function writeOnlyLog(log: Log): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  // Removes Node's own listener, which prints warnings.
  process.removeAllListeners('warning');
  process.on('warning', createWarningLog(log));
  const print = (...parts: unknown[]): void =>
    log.warn('a library prints', { text: format(...parts) });
  Object.assign(console, Object.fromEntries(CONSOLE.map((method) => [method, print])));
}

/** The first warning of each kind is logged as a warning, the rest at debug level. */
function createWarningLog(log: Log): (warning: Error) => void {
  const counts = new Map<string, number>();
  return (warning) => {
    const count = (counts.get(warning.name) ?? 0) + 1;
    counts.set(warning.name, count);
    const write = count > TOLD_MAX ? log.debug : log.warn;
    write('Node warns', { count, error: warning });
  };
}
