import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { startRedis } from '#sandbox/redis.ts';
import { startAt } from './set-up-redis.ts';

test('tests run on a given server, leave it empty, and refuse one that is not empty', async () => {
  const given = await startRedis();
  onTestFinished(() => given.stop());
  const client = new Redis(given.url);
  onTestFinished(() => client.disconnect());

  const server = await startAt(given.url, {});
  await client.set('a test', 'was here');
  await server.stop();

  expect(server.url).toBe(given.url);
  expect(await client.keys('*')).toEqual([]);
  await client.set('somebody else', 'keeps this');
  await expect(startAt(given.url, {})).rejects.toThrow('TEST_REDIS is not empty');
  expect(await client.keys('*')).toEqual(['somebody else']);
});
