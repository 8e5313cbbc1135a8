import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Effects } from '#src/approval/states/effects.ts';
import { connect, connectReader } from '#src/redis/connection/connection.ts';
import { readFacts } from '#src/redis/connection/server-info.ts';
import { fitnessOf } from '#src/redis/connection/server-requirements.ts';
import { keys } from '#src/redis/keys.ts';
import { createOutbox } from '#src/redis/work/outbox.ts';
import { type ClusterRedis, startClusterRedis } from '#sandbox/redis-cluster.ts';
import { requestWith } from '../../../unit/approval/sample-request.ts';
import { nowMs } from '../../../unit/relay/sample-task.ts';
import { eventually, setUpReplicas } from '../set-up-replicas.ts';

const nothing: Effects = { outbox: [], timers: [], dropTimers: [] };
let redis: ClusterRedis;

beforeAll(async () => {
  redis = await startClusterRedis(1, { appendonly: false, nodeTimeoutMs: 1_500 });
});
afterAll(() => redis.stop());
const { opened, storeThatWaitsFor } = setUpReplicas(() => redis.url);

test('every master is looked at', async () => {
  const facts = await eventually(() => readFacts(opened(connect)));

  expect(facts.map(({ node }) => node).toSorted()).toEqual(
    redis.masters.map(({ port }) => `127.0.0.1:${port}`).toSorted(),
  );
  expect(fitnessOf(facts, { isCluster: true, waitReplicas: 1 })).toMatchObject([
    { text: /the AOF is off/ },
    { text: /the AOF is off/ },
    { text: /the AOF is off/ },
  ]);
});

test('a node of a Cluster that is named like a single server is refused', async () => {
  const single = opened((_address, onError) => connect(redis.masters[0]?.url ?? '', onError));

  const findings = fitnessOf(await readFacts(single), { isCluster: false, waitReplicas: 0 });

  expect(findings).toContainEqual(
    expect.objectContaining({ level: 'fail', text: expect.stringContaining('redis+cluster://') }),
  );
});

test('everything is on one node, and survives when that node is killed', async () => {
  const store = storeThatWaitsFor(1);
  const outbox = createOutbox({
    redis: opened(connect),
    reader: opened(connectReader),
    replica: 'one',
    now: () => nowMs,
    onUnknown: () => undefined,
  });
  await eventually(() => outbox.prepare());
  await store.commit(requestWith({ id: 'R-1' }), nothing);
  const holder = await redis.holderOf(keys.outbox);

  await holder.kill();
  // The only replica is the master now, so nobody is left to wait for.
  const after = storeThatWaitsFor(0);

  expect(await eventually(() => after.load('R-1'))).toEqual(requestWith({ id: 'R-1' }));
  await eventually(() =>
    after.commit(requestWith({ id: 'R-2' }), {
      ...nothing,
      outbox: [{ kind: 'show', request: 'R-2' }],
    }),
  );
  expect(await eventually(() => outbox.take())).toMatchObject([{ entry: { request: 'R-2' } }]);
  expect((await redis.holderOf(keys.outbox)).port).not.toBe(holder.port);
});
