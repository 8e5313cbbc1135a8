import { expect, test } from 'vitest';
import { verifyAudit } from '#src/approval/audit/audit.ts';
import { FREEZES_MAX } from '#src/approval/decide/chat-freezes.ts';
import type { ChatFreeze, FreezeStep } from '#src/approval/policy/freeze-store.ts';
import { keys } from '#src/redis/keys.ts';
import type { Writes } from '#src/redis/script.ts';
import { createAuditTrail } from '#src/redis/stores/audit-trail.ts';
import { createFreezeStore } from '#src/redis/stores/freeze-store.ts';
import { hourMs } from '../../../unit/relay/sample-task.ts';
import { setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const CLOUD = 'live.example.com:443/0123';
const by = { userId: 'U1' };
// Keys expire by the clock of Redis.
const nowMs = Date.now();

const freezeOf = (id: string, taskId?: string, toMs = nowMs + hourMs): ChatFreeze => ({
  fromMs: nowMs,
  toMs,
  reason: 'Show <!channel>',
  chat: { id, by, task: taskId === undefined ? undefined : { id: taskId, name: 'live/a' } },
});

const making = (next: ChatFreeze, before?: ChatFreeze): FreezeStep => ({
  before,
  next,
  nowMs,
  line: JSON.stringify({ event: 'freeze', freeze: next.chat.id }),
  news: { id: next.chat.id, kind: 'freeze', cloud: CLOUD, freeze: next, by, atMs: nowMs },
});

const lifting = (before: ChatFreeze): FreezeStep => {
  const news = { id: `${before.chat.id}:lifted`, cloud: CLOUD, freeze: before, by, atMs: nowMs };
  const line = JSON.stringify({ event: 'unfreeze', freeze: before.chat.id });
  return { before, next: undefined, nowMs, line, news: { ...news, kind: 'unfreeze' } };
};

const storeOf = () => createFreezeStore(redis.connection());

test('a freeze is seen by every replica: that of a project for each task, that of a task for no other', async () => {
  const [one, other] = [storeOf(), storeOf()];
  expect(await one.save(making(freezeOf('p')))).toBe('written');
  expect(await one.save(making(freezeOf('a', 'task a')))).toBe('written');

  const ids = async (taskId?: string) =>
    (await other.load(CLOUD, taskId)).map(({ chat }) => chat.id).toSorted();
  expect(await ids()).toEqual(['a', 'p']);
  expect(await ids('task a')).toEqual(['a', 'p']);
  expect(await ids('task b')).toEqual(['p']);
  expect(await other.load('elsewhere')).toEqual([]);
});

test('of two replicas that freeze or lift the same at once, one is faster', async () => {
  const [one, other] = [storeOf(), storeOf()];
  const tries = await Promise.all([
    one.save(making(freezeOf('x'))),
    other.save(making(freezeOf('y'))),
  ]);
  expect(tries.toSorted()).toEqual(['stale', 'written']);

  const [held] = await one.load(CLOUD, 'any');
  if (!held) throw new Error('nothing is frozen');
  const lifts = await Promise.all([one.save(lifting(held)), other.save(lifting(held))]);
  expect(lifts.toSorted()).toEqual(['stale', 'written']);
  expect(await one.load(CLOUD)).toEqual([]);
});

test('a step that is sent again because its answer was lost is done once, and is no other step', async () => {
  const connection = redis.connection();
  const store = createFreezeStore(connection, sentTwice(connection));
  const freeze = freezeOf('p');

  expect(await store.save(making(freeze))).toBe('written');
  expect(await store.save(lifting(freeze))).toBe('written');

  expect(await store.load(CLOUD)).toEqual([]);
  expect(await connection.xlen(keys.audit)).toBe(2);
  expect(await store.save(lifting(freeze))).toBe('stale');
});

test('each step is in the audit once, chained, and in the outbox; its end is among the timers', async () => {
  const connection = redis.connection();
  const store = createFreezeStore(connection);
  const freeze = freezeOf('p');
  await store.save(making(freeze));
  await store.save(making(freezeOf('late')));
  await store.save(lifting(freeze));

  const trail = createAuditTrail(connection);
  expect(await verifyAudit(trail)).toMatchObject({ ok: true, count: 2 });
  expect((await connection.xrange(keys.outbox, '-', '+')).map(([, fields]) => fields)).toEqual([
    ['entry', 'freeze p'],
    ['entry', 'freeze p:lifted'],
  ]);
  expect(await connection.zscore(keys.timers, 'freeze p')).toBe(String(freeze.toMs));
});

test('what is over gives way, and the key goes with the last freeze', async () => {
  const connection = redis.connection();
  const store = createFreezeStore(connection);
  await store.save(making(freezeOf('old', 'task a', nowMs + 1)));

  const later = { ...making(freezeOf('new', 'task a')), nowMs: nowMs + 1 };
  expect(await store.save(later)).toBe('written');

  expect((await store.load(CLOUD)).map(({ chat }) => chat.id)).toEqual(['new']);
  expect(await connection.pexpiretime(keys.freezes(CLOUD))).toBe(nowMs + hourMs);
});

test('no more than so many tasks are frozen at a time; the whole project still can be, and one that holds can still be made longer', async () => {
  const store = storeOf();
  const first = freezeOf('f0', 't0');
  for (let index = 0; index < FREEZES_MAX; index += 1) {
    await store.save(making(index === 0 ? first : freezeOf(`f${index}`, `t${index}`)));
  }

  expect(await store.save(making(freezeOf('more', 'more')))).toBe('many');
  expect(await store.save(making(freezeOf('all')))).toBe('written');
  const longer = freezeOf('longer', 't0', nowMs + 2 * hourMs);
  expect(await store.save(making(longer, first))).toBe('written');
});

test('what is to be told is kept with whether it was', async () => {
  const store = storeOf();
  const step = making(freezeOf('p'));
  await store.save(step);
  expect(await store.loadNews('p')).toEqual(JSON.parse(JSON.stringify(step.news)));

  await store.markTold(step.news);
  expect(await store.loadNews('p')).toMatchObject({ isTold: true });
  expect(await store.loadNews('q')).toBeUndefined();
});

/** Every script is sent again, as after an answer that was lost with its connection. */
function sentTwice(writes: Writes): Writes {
  return {
    call: (command, ...values) => writes.call(command, ...values),
    async evalsha(sha1, ...values) {
      await writes.evalsha(sha1, ...values);
      return writes.evalsha(sha1, ...values);
    },
    async eval(text, ...values) {
      await writes.eval(text, ...values);
      return writes.eval(text, ...values);
    },
  };
}
