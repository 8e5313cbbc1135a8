import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type RedisOptions, type RedisServer, startRedis } from './redis.ts';

/** A master with synchronised replicas. */
export interface ReplicatedRedis {
  readonly master: RedisServer;
  readonly replicas: readonly RedisServer[];
  readonly stop: () => Promise<void>;
}

const pollMs = 20;
const timeoutMs = 30_000;

/** Each is a redis-server of its own. */
export const startReplicatedRedis = async (
  count: number,
  options: Omit<RedisOptions, 'dir' | 'port'> & { readonly password?: string } = {},
): Promise<ReplicatedRedis> => {
  const { password, ...rest } = options;
  const config = {
    'repl-diskless-sync-delay': '0',
    'repl-ping-replica-period': '1',
    ...(password === undefined ? {} : { requirepass: password, masterauth: password }),
    ...options.config,
  };
  const master = await startRedis({ ...rest, config });
  const replicaof = ['127.0.0.1', String(master.port)];
  const replicas = await Promise.all(
    Array.from({ length: count }, () => startRedis({ ...rest, config: { ...config, replicaof } })),
  );
  await untilFollowed(master, count, password);
  return {
    master,
    replicas,
    stop: async () => {
      await Promise.all([master, ...replicas].map((server) => server.stop()));
    },
  };
};

/** Waits until this many replicas are in sync with a master. */
export const untilFollowed = (
  { port }: { readonly port: number },
  count: number,
  password?: string,
): Promise<void> =>
  untilAnswers(
    { port, password },
    `${count} replicas follow`,
    async (client) => onlineIn(await client.info('replication')) >= count,
  );

/** How many replicas are in sync with a server. */
export const followersOf = async (port: number, password: string): Promise<number> => {
  const client = new Redis({ port, host: '127.0.0.1', password, retryStrategy: null });
  client.on('error', () => undefined);
  try {
    return onlineIn(await client.info('replication'));
  } catch {
    return 0;
  } finally {
    client.disconnect();
  }
};

const onlineIn = (info: string): number => (info.match(/state=online/g) ?? []).length;

/** Polls a server until it gives the expected answer. */
export const untilAnswers = async (
  { port, password }: { readonly port: number; readonly password?: string | undefined },
  what: string,
  isSo: (client: Redis) => Promise<boolean>,
): Promise<void> => {
  const auth = password === undefined ? {} : { password };
  const client = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: null, ...auth });
  client.on('error', () => undefined);
  const deadlineMs = Date.now() + timeoutMs;
  try {
    while (!(await isSo(client))) {
      if (Date.now() > deadlineMs) throw new Error(`not so on port ${port}: ${what}`);
      await sleep(pollMs);
    }
  } finally {
    client.disconnect();
  }
};
