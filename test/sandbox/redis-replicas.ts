import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type RedisOptions, type RedisServer, startRedis } from './redis.ts';

/** A master with replicas that have all that it has. */
export interface ReplicatedRedis {
  readonly master: RedisServer;
  readonly replicas: readonly RedisServer[];
  readonly stop: () => Promise<void>;
}

const pollMs = 20;
const linkTimeoutMs = 20_000;

/** Each is a redis-server of its own. */
export const startReplicatedRedis = async (
  count: number,
  options: Omit<RedisOptions, 'dir' | 'port'> = {},
): Promise<ReplicatedRedis> => {
  const config = { 'repl-diskless-sync-delay': '0', 'repl-ping-replica-period': '1' };
  const master = await startRedis({ ...options, config: { ...config, ...options.config } });
  const replicas = await Promise.all(
    Array.from({ length: count }, () =>
      startRedis({
        ...options,
        config: { ...config, ...options.config, replicaof: ['127.0.0.1', String(master.port)] },
      }),
    ),
  );
  await Promise.all(replicas.map(untilLinked));
  return {
    master,
    replicas,
    stop: async () => {
      await Promise.all([master, ...replicas].map((server) => server.stop()));
    },
  };
};

/** Until a replica has taken over everything and follows its master. */
export const untilLinked = async ({ port }: RedisServer): Promise<void> => {
  const client = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  const deadlineMs = Date.now() + linkTimeoutMs;
  try {
    while (!(await client.info('replication')).includes('master_link_status:up')) {
      if (Date.now() > deadlineMs) throw new Error(`the replica on port ${port} has no master`);
      await sleep(pollMs);
    }
  } finally {
    client.disconnect();
  }
};
