import type { Socket } from 'node:net';
import { createGarbageCount } from './garbage.ts';

/** What the first reading of a connection may leave behind, whatever is wrong with it. */
const FIRST_READ_BYTES = 64 * 1024;
/** What a request leaves behind without its body. */
const HEAD_BYTES = 16 * 1024;

/**
 * Keeps what is not trusted small: connections on which nobody has shown a secret, and bodies that are not
 * complete. Where there is one too many, the oldest gives way, because who means well is done within milliseconds.
 */
export function createStrangers(limits: {
  readonly strangers: number;
  readonly unfinishedBytes: number;
}) {
  // Both are in the order of their beginning.
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

    /** A request on it carried a secret: it makes way for nobody any more. */
    trust(socket: Socket): void {
      strangers.delete(socket);
    },

    /** A head was read, or a piece of a body of so many bytes. */
    read(socket: Socket, bytes = HEAD_BYTES): void {
      if (strangers.has(socket)) allocated(bytes);
    },

    /** A body, told apart by its request, takes so many bytes more. */
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

    /** A body is complete, or was given up. */
    letGo(request: object): void {
      bytesHeld -= bodies.get(request)?.bytes ?? 0;
      bodies.delete(request);
    },
  };
}

export type Strangers = ReturnType<typeof createStrangers>;
