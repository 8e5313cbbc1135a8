import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Effects } from '#src/approval/states/effects.ts';
import { connect, connectReader } from '#src/redis/connection/connection.ts';
import { readFacts } from '#src/redis/connection/server-info.ts';
import { createOutbox } from '#src/redis/work/outbox.ts';
import { type SentinelRedis, startSentinelRedis } from '#sandbox/redis-sentinels.ts';
import { requestWith } from '../../../unit/approval/sample-request.ts';
import { nowMs } from '../../../unit/relay/sample-task.ts';
import { eventually, setUpReplicas } from '../set-up-replicas.ts';

const nothing: Effects = { outbox: [], timers: [], dropTimers: [] };
let redis: SentinelRedis;

beforeAll(async () => {
  redis = await startSentinelRedis({ appendonly: false });
});
afterEach(async () => {
  for (const server of redis.servers) server.thaw();
  await redis.untilWhole(true);
});
afterAll(() => redis.stop());
const { opened, storeThatWaitsFor } = setUpReplicas(() => redis.url);

test('the master that the Sentinels name is the one we talk to, with both passwords', async () => {
  const master = await redis.master();

  expect(await readFacts(opened(connect))).toMatchObject([
    { node: `127.0.0.1:${master.port}`, role: 'master', replicas: 2 },
  ]);
});

test('what two replicas acknowledged survives the loss of the master, and work continues', async () => {
  const store = storeThatWaitsFor(2);
  const outbox = createOutbox({
    redis: opened(connect),
    reader: opened(connectReader),
    replica: 'one',
    now: () => nowMs,
    onUnknown: () => undefined,
  });
  await outbox.prepare();
  await store.commit(requestWith({ id: 'R-1' }), nothing);
  const killed = await redis.master();

  await killed.kill();
  await redis.untilReplaced(killed);

  expect(await eventually(() => store.load('R-1'))).toEqual(requestWith({ id: 'R-1' }));
  const after = storeThatWaitsFor(1);
  await eventually(() =>
    after.commit(requestWith({ id: 'R-2' }), {
      ...nothing,
      outbox: [{ kind: 'show', request: 'R-2' }],
    }),
  );
  expect(await eventually(() => outbox.take())).toMatchObject([{ entry: { request: 'R-2' } }]);
  await killed.restart();
});

test('a master that hangs is left for the new one, and writes to it fail', async () => {
  const store = storeThatWaitsFor(1);
  await eventually(() => store.commit(requestWith({ id: 'R-3' }), nothing));
  const frozen = await redis.master();

  frozen.freeze();
  await expect(store.commit(requestWith({ id: 'R-4' }), nothing)).rejects.toThrow(
    /timed out|replicas|aborted|closed/,
  );
  await redis.untilReplaced(frozen);
  await eventually(() => store.commit(requestWith({ id: 'R-4' }), nothing));
  frozen.thaw();
  await redis.untilWhole(true);

  expect(await store.load('R-4')).toEqual(requestWith({ id: 'R-4' }));
});
