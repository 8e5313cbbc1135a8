import { existsSync } from 'node:fs';
import { Redis } from 'ioredis';
import { afterEach, expect, test, vi } from 'vitest';
import { startRedis, type RedisServer } from './redis.ts';

const running: RedisServer[] = [];
const clients: Redis[] = [];
const start = async (options: Parameters<typeof startRedis>[0] = {}) => {
  const redis = await startRedis(options);
  running.push(redis);
  return redis;
};
const connectTo = (redis: RedisServer) => {
  const client = new Redis(redis.url, { maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  clients.push(client);
  return client;
};
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const client of clients.splice(0)) client.disconnect();
  await Promise.all(running.splice(0).map((redis) => redis.stop()));
});

test('keeps every write and evicts no key', async () => {
  const client = connectTo(await start({ config: { maxclients: '123' } }));

  const settings = await client.config(
    'GET',
    'appendonly',
    'appendfsync',
    'save',
    'maxmemory-policy',
    'maxclients',
  );

  expect(settings).toMatchObject(
    expect.arrayContaining(['appendonly', 'yes', 'everysec', 'noeviction', '123']),
  );
});

test('comes back from -9 with its data', async () => {
  const redis = await start({ appendfsync: 'always' });
  const client = connectTo(redis);
  await client.set('kept', 'yes');
  const pidBefore = redis.pid;

  await redis.kill();
  await redis.restart();

  expect(await client.get('kept')).toBe('yes');
  expect(redis.pid).not.toBe(pidBefore);
});

test('restarts cleanly without losing anything', async () => {
  const redis = await start();
  const client = connectTo(redis);
  await client.set('kept', 'yes');

  await redis.restart();

  expect(await client.get('kept')).toBe('yes');
});

test('comes back without the writes since a copy of its disk', async () => {
  const redis = await start({ appendfsync: 'always' });
  const client = connectTo(redis);
  await client.set('kept', 'yes');
  const copy = redis.copy();
  await client.set('lost', 'yes');

  await redis.loseSince(copy);

  expect(await client.mget('kept', 'lost')).toEqual(['yes', null]);
  await redis.stop();
  expect(existsSync(copy)).toBe(false);
});

test('answers nothing while frozen', async () => {
  const redis = await start();
  const client = connectTo(redis);
  redis.freeze();
  let isAnswered = false;
  const asked = client.ping().then(() => (isAnswered = true));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(isAnswered).toBe(false);

  redis.thaw();

  expect(await asked).toBe(true);
});

test('leaves nothing behind', async () => {
  const redis = await startRedis();

  await redis.stop();

  expect(existsSync(redis.dir)).toBe(false);
  expect(() => process.kill(redis.pid, 0)).toThrow('ESRCH');
});

test('reports a bad setting', async () => {
  await expect(startRedis({ config: { 'no-such-setting': '1' } })).rejects.toThrow(
    /exited \(1\)[^]*no-such-setting/,
  );
});

test('reports a port in use', async () => {
  const { port } = await start();

  await expect(startRedis({ port })).rejects.toThrow('Address already in use');
});

test('says in one line what to install when there is none', async () => {
  vi.stubEnv('PATH', '/nowhere');

  await expect(startRedis()).rejects.toThrow(/^redis-server is not on the PATH; install .*$/);
});
