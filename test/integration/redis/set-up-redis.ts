import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { connect, connectReader } from '#src/redis/connection.ts';
import type { Connection } from '#src/redis/script.ts';
import { type RedisServer, startRedis } from '#sandbox/redis.ts';

/** One redis-server for a test file, empty before each test. */
export function setUpRedis(options: Parameters<typeof startRedis>[0] = {}) {
  let server: RedisServer;
  const open: Connection[] = [];
  const opened = (connection: Connection): Connection => {
    open.push(connection);
    return connection;
  };

  beforeAll(async () => {
    server = await startRedis(options);
  });
  beforeEach(async () => {
    await redis.connection().flushall();
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

/** Everything that Redis holds, key by key, so that two moments can be compared. */
export async function everything(redis: Connection): Promise<Record<string, unknown>> {
  const names = (await redis.keys('*')).toSorted();
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
