import type { Socket } from 'node:net';
import { createGarbageCount } from './garbage.ts';
import type { Limits } from './limits.ts';

/** What the first read of a connection may allocate. */
const FIRST_READ_BYTES = 64 * 1024;
/** What a request allocates without its body. */
const HEAD_BYTES = 16 * 1024;

/**
 * Limits what is not trusted: connections that have shown no secret, and incomplete bodies. If there is one too many,
 * the oldest is closed, because honest clients are done within milliseconds.
 */
export function createStrangers(limits: Pick<Limits, 'strangers' | 'unfinishedBytes'>) {
  // Both in order of arrival.
  const strangers = new Set<Socket>();
  const bodies = new Map<object, { readonly socket: Socket; bytes: number }>();
  let bytesHeld = 0;
  const allocated = createGarbageCount();

  return {
    arrived(socket: Socket): void {
      allocated(FIRST_READ_BYTES);
      strangers.add(socket);
      socket.once('close', () => strangers.delete(socket));
      const [oldest] = strangers;
      if (strangers.size > limits.strangers) oldest?.destroy();
    },

    /** A request has shown a secret: this connection is no longer closed to make room. */
    trust(socket: Socket): void {
      strangers.delete(socket);
    },

    /** A head, or `bytes` of a body, have been read. */
    read(socket: Socket, bytes = HEAD_BYTES): void {
      if (strangers.has(socket)) allocated(bytes);
    },

    /** The body of a request takes `bytes` more. */
    hold(request: object, socket: Socket, bytes: number): void {
      const body = bodies.get(request) ?? { socket, bytes: 0 };
      body.bytes += bytes;
      bytesHeld += bytes;
      bodies.set(request, body);
      for (const [other, { socket: oldest }] of bodies) {
        if (bytesHeld <= limits.unfinishedBytes) break;
        this.letGo(other);
        oldest.destroy();
      }
    },

    /** A body is complete or abandoned. */
    letGo(request: object): void {
      bytesHeld -= bodies.get(request)?.bytes ?? 0;
      bodies.delete(request);
    },
  };
}

export type Strangers = ReturnType<typeof createStrangers>;
