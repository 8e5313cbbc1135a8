import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  type ReplicatedRedis,
  startReplicatedRedis,
  untilFollowed,
} from '#sandbox/redis-replicas.ts';
import { connect, connectWriter } from '#src/redis/connection/connection.ts';
import { createDrafts } from '#src/redis/stores/drafts.ts';
import { keys } from '#src/redis/keys.ts';
import {
  createReplicatedWrites,
  NotReplicatedError,
} from '#src/redis/connection/replicated-writes.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import { type Connection, script } from '#src/redis/script.ts';
import type { Effects } from '#src/approval/states/effects.ts';
import { requestWith } from '../../../unit/approval/sample-request.ts';

const nothing: Effects = { outbox: [], timers: [], dropTimers: [] };
/** Long enough to be noticed where no replica answers. */
const SHORT_MS = 150;
const connections: Connection[] = [];
let redis: ReplicatedRedis;

beforeAll(async () => {
  redis = await startReplicatedRedis(1, { appendonly: false });
});
afterEach(async () => {
  redis.replicas[0]?.thaw();
  await connected(redis.master.url).flushall();
  for (const connection of connections.splice(0)) connection.disconnect();
});
afterAll(() => redis.stop());

test('a commit is answered when a replica has it', async () => {
  const store = storeThatWaitsFor(1);

  expect(await store.commit(requestWith(), nothing)).toEqual({ kind: 'written' });

  const replica = connected(redis.replicas[0]?.url ?? '');
  expect(await createRequestStore(replica).load('R-142')).toEqual(requestWith());
});

test('a form opens only if its draft survives a failover', async () => {
  const person = { userId: 'U0OPERATOR' };
  const draftsThatWait = (timeoutMs?: number) =>
    createDrafts(connected(redis.master.url), writesThatWaitFor(1, timeoutMs));
  await draftsThatWait().save('D1', { person, urlBoxes: 1 });

  const replica = connected(redis.replicas[0]?.url ?? '');
  expect(await createDrafts(replica).load('D1')).toEqual({ person, urlBoxes: 1 });
  redis.replicas[0]?.freeze();
  await expect(draftsThatWait(SHORT_MS).save('D2', { person, urlBoxes: 1 })).rejects.toThrow(
    NotReplicatedError,
  );
});

test('concurrent commits share one wait, and each gets its own answer', async () => {
  const store = storeThatWaitsFor(1);
  const ids = Array.from({ length: 30 }, (_item, nth) => `R-${nth}`);
  await store.commit(requestWith({ id: 'R-7', reason: 'Was there before.' }), nothing);
  const waitsBefore = await waits();

  const commits = await Promise.all(ids.map((id) => store.commit(requestWith({ id }), nothing)));

  const written = commits.filter(({ kind }) => kind === 'written');
  expect(written).toHaveLength(29);
  expect(commits[7]).toMatchObject({ kind: 'stale', current: { reason: 'Was there before.' } });
  expect((await waits()) - waitsBefore).toBeLessThanOrEqual(3);
});

test('a commit that no replica has in time fails, although the master has it', async () => {
  const store = storeThatWaitsFor(1, SHORT_MS);
  redis.replicas[0]?.freeze();

  await expect(store.commit(requestWith(), nothing)).rejects.toThrow(NotReplicatedError);

  expect(await store.load('R-142')).toEqual(requestWith());
});

test('submitting the same form again waits for replicas again', async () => {
  const store = storeThatWaitsFor(1, SHORT_MS);
  redis.replicas[0]?.freeze();
  await expect(store.commit(requestWith(), nothing)).rejects.toThrow('0 of 1 replicas');
  await expect(store.commit(requestWith(), nothing)).rejects.toThrow('0 of 1 replicas');

  redis.replicas[0]?.thaw();

  const patient = storeThatWaitsFor(1);
  expect(await patient.commit(requestWith(), nothing)).toMatchObject({ kind: 'stale' });
  const replica = connected(redis.replicas[0]?.url ?? '');
  expect(await createRequestStore(replica).load('R-142')).toEqual(requestWith());
});

test('more replicas than there are is never enough', async () => {
  const store = storeThatWaitsFor(2);

  await expect(store.commit(requestWith(), nothing)).rejects.toThrow('1 of 2 replicas');
});

test('reads and unimportant writes do not wait for replicas', async () => {
  const store = storeThatWaitsFor(1, SHORT_MS);
  redis.replicas[0]?.freeze();
  const order: string[] = [];

  const commit = store.commit(requestWith(), nothing).catch(() => order.push('commit'));
  await store.load('R-142').then(() => order.push('read'));
  await commit;

  expect(order).toEqual(['read', 'commit']);
});

test('an error of one write is its own', async () => {
  const writes = writesThatWaitFor(1);
  await connected(redis.master.url).set(keys.lastId, 'not a number');

  const [wrong, right] = await Promise.allSettled([
    writes.call('INCR', keys.lastId),
    writes.call('SET', keys.lease('one'), 'replica'),
  ]);

  expect(wrong).toMatchObject({ status: 'rejected', reason: { message: /not an integer/ } });
  expect(right).toEqual({ status: 'fulfilled', value: 'OK' });
});

test('writes go on after the master was restarted', async () => {
  const writes = writesThatWaitFor(0);
  await writes.call('SET', keys.lease('one'), 'before');

  await redis.master.restart();
  await untilFollowed(redis.master, 1);

  expect(await writes.call('SET', keys.lease('one'), 'after')).toBe('OK');
});

test('a caller behind a write that hangs gets an answer in time for a click', async () => {
  const writes = writesThatWaitFor(1);
  await writes.call('SET', keys.lease('one'), 'before');
  redis.master.freeze();

  const fromMs = performance.now();
  const given = await Promise.allSettled(
    ['first', 'behind it'].map((text) => writes.call('SET', keys.lease('one'), text)),
  );
  const tookMs = performance.now() - fromMs;
  redis.master.thaw();

  expect(given.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  // One after the other they would take twice the time that a command may.
  expect(tookMs).toBeLessThan(4_000);
});

test('a script that the server does not know yet is sent to it', async () => {
  await connected(redis.master.url).script('FLUSH');

  const reply = await script('release-lease')(writesThatWaitFor(1), [keys.lease('one')], ['me']);

  expect(reply).toBe(0);
});

function connected(address: string): Connection {
  const connection = connect(address, () => undefined);
  connections.push(connection);
  return connection;
}

function writesThatWaitFor(replicas: number, timeoutMs = 2_000) {
  const writer = connectWriter(redis.master.url, timeoutMs, () => undefined);
  connections.push(writer);
  return createReplicatedWrites(writer, { replicas, timeoutMs });
}

function storeThatWaitsFor(replicas: number, timeoutMs?: number) {
  const writes = writesThatWaitFor(replicas, timeoutMs);
  return createRequestStore(connected(redis.master.url), writes);
}

async function waits(): Promise<number> {
  const stats = await connected(redis.master.url).info('commandstats');
  return Number(/cmdstat_wait:calls=(\d+)/.exec(stats)?.[1] ?? 0);
}
