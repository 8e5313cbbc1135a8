import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Effects } from '#src/approval/effects.ts';
import { connect, connectReader, connectWriter } from '#src/redis/connection.ts';
import { readFacts } from '#src/redis/facts.ts';
import { fitnessOf } from '#src/redis/fitness.ts';
import { keys } from '#src/redis/keys.ts';
import { createOutbox } from '#src/redis/outbox.ts';
import { createReplicatedWrites } from '#src/redis/replicated.ts';
import { createRequestStore } from '#src/redis/request-store.ts';
import type { Connection } from '#src/redis/script.ts';
import { type ClusterRedis, startClusterRedis } from '#sandbox/redis-cluster.ts';
import { requestWith } from '../../unit/approval/sample-request.ts';
import { nowMs } from '../../unit/relay/sample-task.ts';

const nothing: Effects = { outbox: [], timers: [], dropTimers: [] };
const connections: Connection[] = [];
let redis: ClusterRedis;

beforeAll(async () => {
  redis = await startClusterRedis(1, { appendonly: false, nodeTimeoutMs: 1_500 });
});
afterEach(() => {
  for (const connection of connections.splice(0)) connection.disconnect();
});
afterAll(() => redis.stop());

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
  const single = connect(redis.masters[0]?.url ?? '', () => undefined);
  connections.push(single);

  const findings = fitnessOf(await readFacts(single), { isCluster: false, waitReplicas: 0 });

  expect(findings).toContainEqual(
    expect.objectContaining({ level: 'fail', text: expect.stringContaining('redis+cluster://') }),
  );
});

test('everything is on one node, and is there after that node was killed', async () => {
  const store = storeThatWaitsFor(1);
  const outbox = createOutbox({
    redis: opened(connect),
    reader: opened(connectReader),
    replica: 'one',
    now: () => nowMs,
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

function opened(open: (address: string, onError: () => void) => Connection): Connection {
  const connection = open(redis.url, () => undefined);
  connections.push(connection);
  return connection;
}

function storeThatWaitsFor(replicas: number) {
  const timeoutMs = 1_000;
  const writer = connectWriter(redis.url, timeoutMs, () => undefined);
  connections.push(writer);
  return createRequestStore(
    opened(connect),
    createReplicatedWrites(writer, { replicas, timeoutMs }),
  );
}

/** People press again when they are told that something did not work; so does this. */
async function eventually<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let left = 20; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}
