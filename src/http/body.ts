import type { IncomingMessage } from 'node:http';
import type { Strangers } from './strangers.ts';

/** The memory that a body starts with. */
const FIRST_BYTES = 4 * 1024;

/**
 * The whole body of a request as text; undefined when it is longer than `maxBytes`. Rejects when the connection ends
 * before it is complete.
 *
 * The pieces are copied into one buffer, since a million one-byte pieces would take hundreds of bytes each.
 * `transfer` frees the memory as soon as it is not needed: garbage waiting for the collector would be many times what
 * is held.
 */
export function bodyOf(
  request: IncomingMessage,
  maxBytes: number,
  strangers: Strangers,
): Promise<string | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  let memory = new ArrayBuffer(0);
  let length = 0;
  const grow = (bytes: number): void => {
    strangers.hold(request, request.socket, bytes - memory.byteLength);
    memory = memory.transfer(bytes);
  };
  const take = (piece: Buffer): void => {
    strangers.read(request.socket, piece.length);
    const needed = length + piece.length;
    if (needed > maxBytes) return resolve(undefined);
    if (needed > memory.byteLength) {
      grow(Math.min(maxBytes, Math.max(needed, 2 * memory.byteLength, FIRST_BYTES)));
    }
    piece.copy(new Uint8Array(memory), length);
    length = needed;
  };
  request.on('data', take);
  request.once('end', () => resolve(Buffer.from(memory, 0, length).toString('utf8')));
  request.once('error', reject);
  request.once('close', () => reject(new Error('the connection ended before the body did')));
  return promise.finally(() => {
    request.off('data', take).pause();
    memory.transfer(0);
    strangers.letGo(request);
  });
}
