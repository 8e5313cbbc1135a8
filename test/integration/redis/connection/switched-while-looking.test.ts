import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '#sandbox/redis.ts';
import { connect } from '#src/redis/connection/connection.ts';
import { createSimulatedSentinel } from './simulated-sentinel.ts';

let redis: RedisServer;
let sentinel: Awaited<ReturnType<typeof createSimulatedSentinel>>;
beforeAll(async () => {
  redis = await startRedis({ appendonly: false });
  sentinel = await createSimulatedSentinel(redis.port);
});
afterAll(async () => {
  await sentinel.stop();
  await redis.stop();
});

test('a client that is told of a new master while it looks for one finds it', async () => {
  const connection = connect(sentinel.url, () => undefined);
  expect(await connection.ping()).toBe('PONG');
  const looks = sentinel.holds();
  await redis.restart();
  await looks;

  sentinel.switches();
  // The word has arrived when the client drops the server that told it.
  await expect.poll(() => connection.status).toBe('connecting');
  sentinel.release();

  await expect.poll(() => connection.ping().catch(() => 'no')).toBe('PONG');
  connection.disconnect();
});

test('a connection that we close stays closed', async () => {
  const connection = connect(sentinel.url, () => undefined);
  await connection.ping();
  const ended = new Promise((resolve) => void connection.once('end', resolve));

  connection.disconnect();
  await ended;

  await expect(connection.ping()).rejects.toThrow('Connection is closed.');
  await new Promise((resolve) => setImmediate(resolve));
  expect(connection.status).toBe('end');
});
