import { expect, test } from 'vitest';
import type { EndingState, EndNotice } from '#src/ending/ports.ts';
import { keys } from '#src/redis/keys.ts';
import { createEndingStore } from '#src/redis/stores/ending-store.ts';
import { createLeases, endingLease } from '#src/redis/work/leases.ts';
import { nowMs } from '../../../unit/relay/sample-task.ts';
import { ranked, setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const CLOUD = 'live.example.com:443/0123';
const state: EndingState = { readMs: nowMs, told: { a: { endMs: nowMs + 1, notice: 'n' } } };

const replica = (name: string) => {
  const connection = redis.connection();
  return {
    connection,
    store: createEndingStore(connection, name),
    leases: createLeases(connection, name),
  };
};

test('only the replica with the lease of a project writes the state of its loop', async () => {
  const [one, other] = [replica('one'), replica('other')];
  await one.leases.take(endingLease(CLOUD));
  expect(await one.store.save(CLOUD, state)).toBe(true);

  expect(await other.store.save(CLOUD, { readMs: 0, told: {} })).toBe(false);

  expect(await other.store.load(CLOUD)).toEqual(state);
  expect(await other.store.load('elsewhere')).toEqual({ readMs: 0, told: {} });
});

test('a message is kept as long as somebody may press in it', async () => {
  const { connection, store } = replica('one');
  const notice: EndNotice = { id: 'n', cloud: CLOUD, atMs: nowMs, ends: [], more: 0 };
  await store.saveNotice(notice);

  expect(await store.loadNotice('n')).toEqual(notice);
  expect(await store.loadNotice('m')).toBeUndefined();
  expect(await connection.pttl(keys.endNotice('n'))).toBeGreaterThan(7 * 86_400_000);
});

test('who lets a task end is kept by task until it is forgotten', async () => {
  const { store } = replica('one');
  const mark = { taskId: 'a b', endMs: nowMs, by: { userId: 'U1' }, atMs: nowMs };
  await store.letEnd(CLOUD, mark);
  await store.letEnd(CLOUD, { ...mark, taskId: 'c' });
  await store.forgetLetEnds(CLOUD, ['c']);
  await store.forgetLetEnds(CLOUD, []);

  expect(await store.letEnds(CLOUD)).toEqual(new Map([['a b', mark]]));
});

test('a start brings the first step forward and puts none off', async () => {
  const { connection, store } = replica('one');
  for (const atMs of [nowMs + 5, nowMs + 1, nowMs + 9]) await store.arm(CLOUD, atMs);

  expect(await ranked(connection, keys.timers)).toEqual([[`ending ${CLOUD}`, String(nowMs + 1)]]);
});
