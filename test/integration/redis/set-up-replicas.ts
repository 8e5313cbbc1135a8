import { setImmediate as aMomentLater } from 'node:timers/promises';
import { afterEach } from 'vitest';
import { connect, connectWriter } from '#src/redis/connection/connection.ts';
import { createReplicatedWrites } from '#src/redis/connection/replicated-writes.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import type { Connection } from '#src/redis/script.ts';

/** Connections to a Redis that has replicas, closed after each test. */
export function setUpReplicas(url: () => string) {
  const connections: Connection[] = [];
  afterEach(() => {
    for (const connection of connections.splice(0)) connection.disconnect();
  });

  function opened(open: (address: string, onError: () => void) => Connection): Connection {
    const connection = open(url(), () => undefined);
    connections.push(connection);
    return connection;
  }

  return {
    opened,
    storeThatWaitsFor(replicas: number) {
      const timeoutMs = 1_000;
      const writer = opened((address, onError) => connectWriter(address, timeoutMs, onError));
      return createRequestStore(
        opened(connect),
        createReplicatedWrites(writer, { replicas, timeoutMs }),
      );
    },
  };
}

/** People press again when they are told that something did not work; so does this, a moment later. */
export async function eventually<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let left = 20; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
      await aMomentLater();
    }
  }
}
