import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { launch, type RedisOptions, type RedisServer, type Running } from './redis.ts';
import { followersOf, startReplicatedRedis, untilAnswers } from './redis-replicas.ts';

/** A master with two replicas, and three Sentinels that promote a replica when the master is gone. */
export interface SentinelRedis {
  /** The bot's REDIS_URL. */
  readonly url: string;
  /** The current master, according to the Sentinels. */
  readonly master: () => Promise<RedisServer>;
  /** Waits until the Sentinels name another master and it has taken over. */
  readonly untilReplaced: (server: RedisServer) => Promise<void>;
  /**
   * Until every other server follows the master. The Sentinels tell one that came back so after ten
   * seconds; `isHurried` tells it at once.
   */
  readonly untilWhole: (isHurried?: boolean) => Promise<void>;
  readonly servers: readonly RedisServer[];
  /** A connection to whatever server is the master. */
  readonly client: () => Redis;
  readonly stop: () => Promise<void>;
}

const name = 'approvals';
const password = 'kept-by-redis';
const sentinelPassword = 'kept-by-sentinels';
const replicaCount = 2;
const sentinelCount = 3;
/** A connection that is silent for this long belongs to a dead master. */
const silenceMs = 2_000;

export const startSentinelRedis = async (
  options: Omit<RedisOptions, 'dir' | 'port'> & {
    /** How long a master may be silent before the Sentinels replace it. */
    readonly downAfterMs?: number;
  } = {},
): Promise<SentinelRedis> => {
  const { downAfterMs = 1_500, ...rest } = options;
  const folder = mkdtempSync(join(tmpdir(), 'relaydesk-sentinels-'));
  const redis = await startReplicatedRedis(replicaCount, { ...rest, password });
  const servers = [redis.master, ...redis.replicas];
  const ports = await Promise.all(Array.from({ length: sentinelCount }, () => freePort()));
  const sentinels = await Promise.all(
    ports.map((port) => startSentinel(join(folder, String(port)), port, redis.master, downAfterMs)),
  );
  await Promise.all(ports.map(untilItKnowsAll));

  const [first = 0] = ports;
  const master = async (): Promise<RedisServer> => {
    const port = await masterPort(first);
    const found = servers.find((server) => server.port === port);
    if (!found)
      throw new Error(`the Sentinels name a master that this test did not start: ${port}`);
    return found;
  };
  return {
    url: `redis+sentinel://:${password}@${ports.map((port) => `127.0.0.1:${port}`).join()}/${name}?sentinel_password=${sentinelPassword}`,
    servers,
    master,
    client: () => clientOf(ports),
    async untilReplaced(server) {
      await untilAnswers(
        { port: first, password: sentinelPassword },
        'another master',
        async () => (await masterPort(first)) !== server.port,
      );
      const { port } = await master();
      await untilAnswers({ port, password }, 'it is the master', async (client) =>
        (await client.info('replication')).includes('role:master'),
      );
    },
    async untilWhole(isHurried = false) {
      let told = 0;
      // On a busy machine there may be another failover meanwhile, so the master is looked up
      // again.
      await untilAnswers({ port: first, password: sentinelPassword }, 'all follow', async () => {
        const { port } = await master();
        const others = servers.filter((server) => server.port !== port);
        if (isHurried && told !== port) await Promise.all(others.map((one) => follow(one, port)));
        told = port;
        return (await followersOf(port, password)) === others.length;
      });
    },
    async stop() {
      for (const { child } of sentinels) child.kill('SIGKILL');
      await Promise.all(sentinels.map(({ exited }) => exited));
      await redis.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const clientOf = (ports: readonly number[]): Redis => {
  const client = new Redis({
    name,
    password,
    sentinels: ports.map((port) => ({ host: '127.0.0.1', port })),
    sentinelPassword,
    maxRetriesPerRequest: null,
    socketTimeout: silenceMs,
  });
  client.on('error', () => undefined);
  return client;
};

/** A Sentinel rewrites its configuration file, so each has its own. */
const startSentinel = (
  dir: string,
  port: number,
  master: RedisServer,
  downAfterMs: number,
): Promise<Running> => {
  const quorum = Math.floor(sentinelCount / 2) + 1;
  mkdirSync(dir);
  const file = join(dir, 'sentinel.conf');
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir ${dir}`,
    `requirepass ${sentinelPassword}`,
    `sentinel sentinel-pass ${sentinelPassword}`,
    `sentinel monitor ${name} 127.0.0.1 ${master.port} ${quorum}`,
    `sentinel auth-pass ${name} ${password}`,
    `sentinel down-after-milliseconds ${name} ${downAfterMs}`,
    // Twice this long passes before a server that came back is told whom to follow.
    `sentinel failover-timeout ${name} ${3 * downAfterMs}`,
    `sentinel parallel-syncs ${name} ${replicaCount}`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return launch([file, '--sentinel'], port);
};

const untilItKnowsAll = (port: number): Promise<void> =>
  untilAnswers({ port, password: sentinelPassword }, 'all others are known', async (client) => {
    const info = await client.info('sentinel');
    return info.includes(`slaves=${replicaCount},sentinels=${sentinelCount}`);
  });

const follow = async ({ port }: RedisServer, masterPort: number): Promise<void> => {
  const client = new Redis({ port, host: '127.0.0.1', password });
  client.on('error', () => undefined);
  await client.replicaof('127.0.0.1', masterPort).catch(() => undefined);
  client.disconnect();
};

const masterPort = async (sentinelPort: number): Promise<number> => {
  const client = new Redis({ port: sentinelPort, host: '127.0.0.1', password: sentinelPassword });
  try {
    const reply = await client.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name);
    return Array.isArray(reply) ? Number(reply[1]) : 0;
  } finally {
    client.disconnect();
  }
};
