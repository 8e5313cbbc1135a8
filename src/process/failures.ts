import type { Log } from '#src/log.ts';

/**
 * Handles errors that nothing else has caught.
 *
 * - A rejected promise: only that piece of work is lost, and what it began is in Redis and will be resumed. It is
 * logged, and the process continues.
 * - An error of the operating system (a connection was reset, a reader went away): only that connection is affected.
 * It is logged, and the process continues.
 * - Anything else that is thrown in a callback: some work is half done in shared memory, so the process cannot be
 * trusted. `end` shuts it down cleanly, and other replicas continue.
 */
export function surviveFailures(log: Log, end: () => void): void {
  process.on('unhandledRejection', (error) => {
    log.error('unhandled failure; the process continues', { error });
  });
  process.on('uncaughtException', (error) => {
    if (isOfSystem(error)) {
      log.error('unhandled connection failure; the process continues', { error });
      return;
    }
    log.error('a bug ends the process', { error });
    end();
  });
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && typeof error.syscall === 'string';
}
