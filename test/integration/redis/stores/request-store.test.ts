import { expect, test } from 'vitest';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import { keys } from '#src/redis/keys.ts';
import { transition } from '#src/approval/states/transition.ts';
import { effectsOfSubmit, type Effects } from '#src/approval/states/effects.ts';
import { type Event } from '#src/approval/record/event.ts';
import {
  CLOUD,
  decisionBy,
  eventNamed,
  lead,
  requestWith,
} from '../../../unit/approval/sample-request.ts';
import { nowMs, taskWith } from '../../../unit/relay/sample-task.ts';
import { entriesIn, everything, ranked, setUpRedis } from '../set-up-redis.ts';
import { storeOn } from '../set-up-store.ts';

const redis = setUpRedis();
const nothing: Effects = { outbox: [], timers: [], dropTimers: [] };
const approve: Event = { name: 'approve', decision: decisionBy(lead), needed: { quorum: 1 } };

test('a submitted request is stored with its card entry, its deadline and its place in the list', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  const request = requestWith();

  expect(await store.commit(request, effectsOfSubmit(request, {}))).toEqual({ kind: 'written' });

  expect(await store.load('R-142')).toEqual(request);
  expect(await connection.hget(keys.request('R-142'), 'version')).toBe('1');
  expect(await entriesIn(connection, keys.outbox)).toEqual(['show R-142']);
  expect(await ranked(connection, keys.timers)).toEqual([
    ['expire R-142', String(request.expiresAtMs)],
  ]);
  expect(await ranked(connection, keys.open)).toEqual([['R-142', String(nowMs)]]);
  expect(await connection.exists(keys.closed)).toBe(0);
});

test('an unknown request is not there', async () => {
  expect(await createRequestStore(redis.connection()).load('R-1')).toBeUndefined();
});

test('an approval runs at once, drops the deadline, and is shown if it takes long', async () => {
  const { connection, commit } = await submitted();

  expect(await commit(approve)).toEqual({ kind: 'written' });

  expect(await entriesIn(connection, keys.outbox)).toEqual(['show R-142', 'execute R-142']);
  expect(await connection.zrange(keys.timers, '0', '-1')).toEqual(['show R-142']);
});

test.each([
  ['of the version that stands', 1],
  ['of an earlier version', 0],
  ['of a version far ahead', 7],
])('a write %s writes nothing at all, and hands back the one that won', async (_what, version) => {
  const { connection, store, request } = await submitted();
  const before = await everything(connection);
  const effects: Effects = {
    outbox: [{ kind: 'execute', request: 'R-142' }],
    timers: [{ entry: { kind: 'settle', request: 'R-142' }, dueMs: nowMs }],
    dropTimers: [{ kind: 'expire', request: 'R-142' }],
    lock: 'take',
  };

  const commit = await store.commit({ ...request, version, state: 'applied' }, effects);

  expect(commit).toEqual({ kind: 'stale', current: request });
  expect(await everything(connection)).toEqual(before);
});

test('a later version of a request that is not there writes nothing', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);

  expect(await store.commit(requestWith({ version: 2 }), nothing)).toEqual({
    kind: 'stale',
    current: undefined,
  });
  expect(await everything(connection)).toEqual({});
});

test('two different first versions: the second gets the first', async () => {
  const { store, request } = await submitted();

  expect(await store.commit({ ...request, reason: 'Another.' }, nothing)).toEqual({
    kind: 'stale',
    current: request,
  });
});

test('one request at a time takes a relay task, and gives it back', async () => {
  const { connection, store } = await submitted();
  const other = requestWith({ id: 'R-143' });
  const elsewhere = requestWith({ id: 'R-144', base: taskWith({ task_id: 'another' }) });
  const take: Effects = { ...nothing, lock: 'take' };
  await store.commit(requestWith({ version: 2 }), take);
  const before = await everything(connection);

  expect(await store.commit(other, take)).toEqual({ kind: 'locked', by: 'R-142' });
  expect(await everything(connection)).toEqual(before);
  expect(await store.commit(elsewhere, take)).toEqual({ kind: 'written' });
  expect(await store.commit(requestWith({ version: 3 }), take)).toEqual({ kind: 'written' });

  await store.commit(requestWith({ version: 4 }), { ...nothing, lock: 'release' });

  expect(await store.commit(other, take)).toEqual({ kind: 'written' });
});

test('nobody gives back a relay task that another request holds', async () => {
  const { connection, store, request } = await submitted();
  await connection.set(keys.taskLock(CLOUD, request.base.task_id), 'R-7');

  await store.commit({ ...request, version: 2 }, { ...nothing, lock: 'release' });

  expect(await connection.get(keys.taskLock(CLOUD, request.base.task_id))).toBe('R-7');
});

test('a closed request moves to the list of closed ones, at the time it was closed', async () => {
  const { connection, commit } = await submitted();

  await commit(eventNamed('withdraw'), nowMs + 5);

  expect(await ranked(connection, keys.open)).toEqual([]);
  expect(await ranked(connection, keys.closed)).toEqual([['R-142', String(nowMs + 5)]]);
  expect(await connection.zcard(keys.timers)).toBe(0);
});

test('the open requests for a relay task are known, the oldest first', async () => {
  const { store, commit } = await submitted();
  const { task_id: taskId } = taskWith();
  await store.commit(requestWith({ id: 'R-143', createdAtMs: nowMs - 1 }), nothing);
  await store.commit(requestWith({ id: 'R-144', project: 'another' }), nothing);
  await store.commit(requestWith({ id: 'R-145', base: taskWith({ task_id: 'another' }) }), nothing);

  expect(await store.openOn('live-prod', taskId)).toEqual(['R-143', 'R-142']);
  await commit(eventNamed('reject'));
  expect(await store.openOn('live-prod', taskId)).toEqual(['R-143']);
  expect(await store.openOn('live-prod', 'unknown')).toEqual([]);
});

test('typed text is kept exactly: line breaks, quotes, every script', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  const reason = 'a "b" \\ c\n\r\u2028 \u0000 新聞 😀 <!channel> %d (%s) KEYS[1]';

  await store.commit(requestWith({ reason }), nothing);

  expect((await store.load('R-142'))?.reason).toBe(reason);
});

test('a document of a later shape is refused, not misread', async () => {
  const { connection, store } = await submitted();
  await connection.hset(keys.request('R-142'), 'document', '{"schema":2,"id":"R-142"}');

  await expect(store.load('R-142')).rejects.toThrow('newer relaydesk (schema 2)');
});

async function submitted() {
  const connection = redis.connection();
  const store = storeOn(connection);
  const request = requestWith();
  await store.commit(request, effectsOfSubmit(request, {}));
  const commit = (event: Event, atMs = nowMs) => {
    const step = transition(request, event, atMs);
    if (!step.ok) throw new Error(`refused: ${step.refusal.reason}`);
    return store.commit(step.next, step.effects);
  };
  return { connection, store, request, commit };
}
