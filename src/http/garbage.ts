import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How often young garbage is collected, which takes a millisecond or two. */
const COLLECT_EVERY_BYTES = 2 * 1024 * 1024;

/**
 * Counts what strangers make the process allocate and collects the garbage in time. V8 by itself lets some fifty
 * megabytes of buffers pile up first, and the process keeps that memory.
 */
export function createGarbageCount(): (bytes: number) => void {
  setFlagsFromString('--expose-gc');
  // With the flag set, new contexts have `gc`.
  const collect: unknown = runInNewContext('gc');
  let bytesSince = 0;
  return (bytes) => {
    bytesSince += bytes;
    if (bytesSince < COLLECT_EVERY_BYTES || typeof collect !== 'function') return;
    bytesSince = 0;
    collect({ type: 'minor' });
  };
}
