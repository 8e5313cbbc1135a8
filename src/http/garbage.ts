import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** After so many bytes the young garbage is collected: a millisecond or two. */
const COLLECT_EVERY_BYTES = 2 * 1024 * 1024;

/**
 * Counts what strangers make the process allocate, and collects the garbage of it in time. V8 by itself lets some
 * fifty megabytes of buffers pile up first, and the memory of the process stays as large as that.
 */
export function createGarbageCount(): (bytes: number) => void {
  setFlagsFromString('--expose-gc');
  // The flag gives `gc` to contexts that are made from now on.
  const collect: unknown = runInNewContext('gc');
  let bytesSince = 0;
  return (bytes) => {
    bytesSince += bytes;
    if (bytesSince < COLLECT_EVERY_BYTES || typeof collect !== 'function') return;
    bytesSince = 0;
    collect({ type: 'minor' });
  };
}
