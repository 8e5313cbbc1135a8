import { type AddressSource, connect, connectReader, connectWriter } from './connection.ts';
import { createReplicatedWrites } from './replicated-writes.ts';
import type { Connection, Writes } from '#src/redis/script.ts';

/** The connections of one replica to Redis. */
export interface Connections {
  readonly redis: Connection;
  /** For reads that block. */
  readonly reader: Connection;
  /** For writes that somebody is told are saved. */
  readonly writes: Writes;
  readonly disconnect: () => void;
}

/** `waitFor`: how many replicas of Redis must acknowledge a write, and how long that may take. */
export function openConnections(
  address: AddressSource,
  waitFor: { readonly replicas: number; readonly timeoutMs: number },
  onError: (error: Error) => void,
): Connections {
  const redis = connect(address, onError);
  const reader = connectReader(address, onError);
  const writer =
    waitFor.replicas > 0 ? connectWriter(address, waitFor.timeoutMs, onError) : undefined;
  return {
    redis,
    reader,
    writes: writer ? createReplicatedWrites(writer, waitFor) : redis,
    disconnect() {
      for (const connection of [redis, reader, writer]) connection?.disconnect();
    },
  };
}
