import { format } from 'node:util';
import type { Log } from '#src/log.ts';

const CONSOLE = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/** Warnings of one kind that are written in full; a library that leaks listeners gives one for each. */
const TOLD_MAX = 1;

/**
 * Makes everything that this process writes a line of the log: what Node warns of (a Redis that hands out and takes
 * nothing brings dozens of these), and what libraries print. The reader of the log may go away: the process goes on.
 */
export function writeOnlyLog(log: Log): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  // Node's own listener prints them.
  process.removeAllListeners('warning');
  process.on('warning', createWarningLog(log));
  const print = (...parts: unknown[]): void =>
    log.warn('a library prints', { text: format(...parts) });
  Object.assign(console, Object.fromEntries(CONSOLE.map((method) => [method, print])));
}

/** Of each kind the first is a warning of ours, too, and the others are there for who looks closely. */
function createWarningLog(log: Log): (warning: Error) => void {
  const counts = new Map<string, number>();
  return (warning) => {
    const count = (counts.get(warning.name) ?? 0) + 1;
    counts.set(warning.name, count);
    const write = count > TOLD_MAX ? log.debug : log.warn;
    write('Node warns', { count, error: warning });
  };
}
