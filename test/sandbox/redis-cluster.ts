import { Cluster, Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { type RedisOptions, type RedisServer, startRedis } from './redis.ts';
import { untilAnswers } from './redis-replicas.ts';

/** Three masters that share the keys, each with this many replicas. */
export interface ClusterRedis {
  /** The bot's REDIS_URL. */
  readonly url: string;
  readonly masters: readonly RedisServer[];
  readonly servers: readonly RedisServer[];
  /** The server that holds a key at this moment. */
  readonly holderOf: (key: string) => Promise<RedisServer>;
  readonly stop: () => Promise<void>;
}

const masterCount = 3;
const slotCount = 16_384;

export const startClusterRedis = async (
  replicasEach = 0,
  options: Omit<RedisOptions, 'dir' | 'port'> & {
    /** How long a master may be silent before the others replace it. */
    readonly nodeTimeoutMs?: number;
  } = {},
): Promise<ClusterRedis> => {
  const { nodeTimeoutMs = 1_000, ...rest } = options;
  const config = {
    'cluster-enabled': 'yes',
    'cluster-node-timeout': String(nodeTimeoutMs),
    'repl-diskless-sync-delay': '0',
    ...options.config,
  };
  // By default servers talk to each other on port + 10,000, which an outgoing connection may use.
  const count = masterCount * (1 + replicasEach);
  const busPorts = await Promise.all(Array.from({ length: count }, () => freePort()));
  const servers = await Promise.all(
    busPorts.map((busPort) =>
      startRedis({ ...rest, config: { ...config, 'cluster-port': String(busPort) } }),
    ),
  );
  const masters = servers.slice(0, masterCount);
  const clients = servers.map(({ port }) => new Redis(port, '127.0.0.1'));
  const ids: string[] = [];
  for (const [index, client] of clients.entries()) {
    ids.push(String(await client.call('CLUSTER', 'MYID')));
    await client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
    if (index > 0) {
      const [first, busPort = 0] = [servers[0]?.port ?? 0, busPorts[0]];
      await client.call('CLUSTER', 'MEET', '127.0.0.1', first, busPort);
    }
    const [from, to] = [index, index + 1].map((nth) => Math.floor((nth * slotCount) / masterCount));
    if (index < masterCount) {
      await client.call('CLUSTER', 'ADDSLOTSRANGE', from ?? 0, (to ?? 0) - 1);
    }
  }
  await Promise.all(servers.map(({ port }) => untilItKnows(port, servers.length)));
  for (const [index, client] of clients.entries()) {
    if (index >= masterCount) {
      await client.call('CLUSTER', 'REPLICATE', ids[index % masterCount] ?? '');
    }
  }
  await Promise.all(servers.map(({ port }, index) => untilReady(port, index >= masterCount)));
  for (const client of clients) client.disconnect();

  const hosts = servers.map(({ port }) => `127.0.0.1:${port}`).join();
  return {
    url: `redis+cluster://${hosts}`,
    masters,
    servers,
    async holderOf(key) {
      const cluster = new Cluster(servers.map(({ port }) => ({ port, host: '127.0.0.1' })));
      try {
        await cluster.exists(key);
        const slot = await cluster.cluster('KEYSLOT', key);
        const [holder] = cluster.slots[slot] ?? [];
        const found = servers.find(({ port }) => holder === `127.0.0.1:${port}`);
        if (!found) throw new Error(`nobody holds ${key}`);
        return found;
      } finally {
        cluster.disconnect();
      }
    },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
};

const untilItKnows = (port: number, count: number): Promise<void> =>
  untilAnswers({ port }, 'all others are known', async (client) =>
    String(await client.call('CLUSTER', 'INFO')).includes(`cluster_known_nodes:${count}`),
  );

const untilReady = (port: number, isReplica: boolean): Promise<void> =>
  untilAnswers({ port }, 'the Cluster is whole', async (client) => {
    const isWhole = String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok');
    const info = await client.info('replication');
    return isWhole && (!isReplica || info.includes('master_link_status:up'));
  });
