import { Cluster, type Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { connect, connectReader } from '#src/redis/connection/connection.ts';
import type { Connection } from '#src/redis/script.ts';
import { type RedisOptions, type RedisServer, startRedis } from '#sandbox/redis.ts';
import { startClusterRedis } from '#sandbox/redis-cluster.ts';

type Server = Pick<RedisServer, 'url' | 'stop'>;

/**
 * Where a test file keeps its data: in a server of its own, in a Cluster (the project `cluster`), or on the server whose
 * address is given. What needs settings of its own gets a server of its own all the same.
 */
export const startAt = async (
  place: string | undefined,
  options: RedisOptions,
): Promise<Server> => {
  if (place === 'cluster') return startClusterRedis(0, options);
  if (place === undefined || Object.keys(options).length > 0) return startRedis(options);
  const client = connect(place, () => undefined);
  const isEmpty = (await client.keys('*')).length === 0;
  client.disconnect();
  if (!isEmpty)
    throw new Error('TEST_REDIS is not empty, and the tests throw away everything on it');
  return { url: place, stop: () => emptyAt(place) };
};

/** The next file finds it empty. */
const emptyAt = async (place: string): Promise<void> => {
  const client = connect(place, () => undefined);
  await empty(client);
  client.disconnect();
};

/** One Redis for a test file, empty before each test. */
export function setUpRedis(options: RedisOptions = {}) {
  let server: Server;
  const open: Connection[] = [];
  const opened = (connection: Connection): Connection => {
    open.push(connection);
    return connection;
  };

  beforeAll(async () => {
    server = await startAt(process.env['TEST_REDIS'], options);
  });
  beforeEach(async () => {
    await empty(redis.connection());
  });
  afterEach(() => {
    for (const connection of open.splice(0)) connection.disconnect();
  });
  afterAll(() => server.stop());

  const redis = {
    server: () => server,
    /** A connection of its own, as every replica has one. */
    connection: () => opened(connect(server.url, () => undefined)),
    reader: () => opened(connectReader(server.url, () => undefined)),
  };
  return redis;
}

/** Throws everything away. */
export async function empty(redis: Connection): Promise<void> {
  await Promise.all((await serversOf(redis)).map((server) => server.flushall()));
}

async function serversOf(redis: Connection): Promise<Redis[]> {
  if (!(redis instanceof Cluster)) return [redis];
  // A Cluster hands out its nodes only when it knows them.
  await redis.ping();
  return redis.nodes('master');
}

/** Everything that Redis holds, key by key, so that two moments can be compared. */
export async function everything(redis: Connection): Promise<Record<string, unknown>> {
  const found = await Promise.all((await serversOf(redis)).map((server) => server.keys('*')));
  const names = found.flat().toSorted();
  const dumps = await Promise.all(names.map(async (name) => [name, await contentOf(redis, name)]));
  return Object.fromEntries(dumps);
}

async function contentOf(redis: Connection, name: string): Promise<unknown> {
  switch (await redis.type(name)) {
    case 'hash':
      return redis.hgetall(name);
    case 'zset':
      return ranked(redis, name);
    case 'stream':
      return redis.xrange(name, '-', '+');
    default:
      return redis.get(name);
  }
}

/** The `entry` of everything in a stream, in order. */
export async function entriesIn(redis: Connection, stream: string): Promise<string[]> {
  const items = await redis.xrange(stream, '-', '+');
  return items.map(([, fields]) => fields[fields.indexOf('entry') + 1] ?? '');
}

/** The members of a sorted set, each with its score. */
export function ranked(redis: Connection, name: string): Promise<unknown> {
  return redis.call('ZRANGE', name, 0, -1, 'WITHSCORES');
}
