import type { Log } from '#src/log.ts';

/**
 * What becomes of an error that no handler has taken.
 *
 * - A promise that was rejected: only the work that it stood for is lost, and what that work had begun is in Redis,
 *   where it is taken up again. It is told, and the process goes on.
 * - An error of the operating system (a connection that was reset, a reader that went away): it is about that one
 *   connection. It is told, and the process goes on.
 * - Anything else that is thrown out of a callback: whatever ran there is half done, in the memory that everything
 *   shares. The process is in doubt: `end` stops it in good order, and other replicas go on.
 */
export function surviveFailures(log: Log, end: () => void): void {
  process.on('unhandledRejection', (error) => {
    log.error('a failure that nothing handles; the process goes on', { error });
  });
  process.on('uncaughtException', (error) => {
    if (isOfSystem(error)) {
      log.error('a connection fails and nothing handles it; the process goes on', { error });
      return;
    }
    log.error('a bug ends the process', { error });
    end();
  });
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && typeof error.syscall === 'string';
}
