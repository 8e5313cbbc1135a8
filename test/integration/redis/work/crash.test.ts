import { afterEach, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '#sandbox/redis.ts';
import { connect, connectReader } from '#src/redis/connection/connection.ts';
import { keys } from '#src/redis/keys.ts';
import { createOutbox } from '#src/redis/work/outbox.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import type { Connection } from '#src/redis/script.ts';
import { requestWith } from '../../../unit/approval/sample-request.ts';
import { nowMs } from '../../../unit/relay/sample-task.ts';
import { everything } from '../set-up-redis.ts';

const servers: RedisServer[] = [];
const connections: Connection[] = [];

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.disconnect();
  for (const server of servers.splice(0)) await server.stop();
});

test('every acknowledged commit survives kill -9, with everything that belongs to it', async () => {
  const { server, connection } = await started();
  const store = createRequestStore(connection);
  for (let number = 1; number <= 50; number += 1) {
    await store.commit(requestWith({ id: `R-${number}` }), {
      outbox: [{ kind: 'show', request: `R-${number}` }],
      timers: [{ entry: { kind: 'expire', request: `R-${number}` }, dueMs: nowMs }],
      dropTimers: [],
      lock: 'release',
    });
  }
  const before = await everything(connection);

  await server.kill();
  await server.restart();

  expect(await everything(connection)).toEqual(before);
  expect(await connection.xlen(keys.outbox)).toBe(50);
});

test('a commit during which Redis dies is written completely or not at all, and counts once', async () => {
  const { server, connection } = await started();
  const store = createRequestStore(connection);
  await store.commit(requestWith(), { outbox: [], timers: [], dropTimers: [] });

  const dying = Promise.allSettled(
    Array.from({ length: 200 }, (_item, nth) =>
      store.commit(requestWith({ id: `R-${nth}` }), {
        outbox: [{ kind: 'show', request: `R-${nth}` }],
        timers: [],
        dropTimers: [],
      }),
    ),
  );
  await server.kill();
  await server.restart();
  const commits = await dying;

  const kept = await connection.keys(keys.request('*'));
  const written = commits.filter((end) => end.status === 'fulfilled');
  expect(await connection.xlen(keys.audit)).toBe(kept.length);
  expect(await connection.zcard(keys.open)).toBe(kept.length);
  expect(await connection.xlen(keys.outbox)).toBe(
    kept.filter((key) => !key.endsWith('R-142')).length,
  );
  expect(kept.length).toBeGreaterThanOrEqual(written.length);
});

test('what a replica had taken is still its own after Redis died', async () => {
  const { server, connection } = await started();
  const reader = connectReader(server.url, () => undefined);
  connections.push(reader);
  const outbox = createOutbox({
    redis: connection,
    reader,
    replica: 'one',
    now: () => nowMs,
    onUnknown: () => undefined,
  });
  await outbox.prepare();
  await connection.xadd(keys.outbox, '*', 'entry', 'execute R-1');
  const [taken] = await outbox.take();

  await server.kill();
  await server.restart();

  await outbox.prepare();
  await outbox.done(taken?.id ?? '');
  expect(await connection.xlen(keys.outbox)).toBe(0);
});

async function started() {
  const server = await startRedis({ appendfsync: 'always' });
  servers.push(server);
  const connection = connect(server.url, () => undefined);
  connections.push(connection);
  return { server, connection };
}
