import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '#sandbox/redis.ts';
import { startClusterRedis } from '#sandbox/redis-cluster.ts';
import { connect } from '#src/redis/connection/connection.ts';
import type { Connection } from '#src/redis/script.ts';

let server: RedisServer | undefined;
let redis: Connection | undefined;
let admin: Redis | undefined;
afterEach(async () => {
  redis?.disconnect();
  admin?.disconnect();
  await server?.stop();
});

/** A server with a password, somebody who may change it, and a connection that reads it again. */
const begin = async () => {
  const started = await startRedis({ config: { requirepass: 'old' } });
  server = started;
  let password = 'old';
  const owner = new Redis(started.url.replace('//', '//:old@'));
  admin = owner;
  const errors: string[] = [];
  const connection = connect(
    () => started.url.replace('//', `//:${password}@`),
    (error) => void errors.push(error.message),
  );
  redis = connection;
  await connection.ping();
  return {
    connection,
    errors,
    tell: (next: string): void => void (password = next),
    /** The server asks for another password from now on, and clients that are connected have to come again. */
    rotate: async (next: string): Promise<void> => {
      await owner.config('SET', 'requirepass', next);
      await owner.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    },
  };
};

test('a new connection signs in with the current password', async () => {
  const { connection, errors, tell, rotate } = await begin();

  tell('new');
  await rotate('new');

  await expect.poll(() => connection.ping().catch(String), { timeout: 20_000 }).toBe('PONG');
  expect(errors.filter((error) => error.includes('WRONGPASS'))).toEqual([]);
});

test('it retries until the new password is known, then continues', async () => {
  const { connection, errors, tell, rotate } = await begin();

  await rotate('new');
  await expect
    .poll(() => errors.some((error) => error.includes('WRONGPASS')), { timeout: 20_000 })
    .toBe(true);
  tell('new');

  await expect.poll(() => connection.ping().catch(String), { timeout: 20_000 }).toBe('PONG');
});

test('nodes of a Cluster are also signed in to with the current password', async () => {
  const cluster = await startClusterRedis();
  let password = '';
  const connection = connect(
    () => cluster.url.replace('//', password === '' ? '//' : `//:${password}@`),
    () => undefined,
  );
  redis = connection;
  await connection.set('key', 'value');

  password = 'new';
  for (const { port } of cluster.masters) {
    const owner = new Redis(port, '127.0.0.1');
    await owner.config('SET', 'requirepass', 'new');
    await owner.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    owner.disconnect();
  }

  await expect.poll(() => connection.get('key').catch(String), { timeout: 30_000 }).toBe('value');
  connection.disconnect();
  await cluster.stop();
});
