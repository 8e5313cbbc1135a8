import { expect, test } from 'vitest';
import { keys } from '#src/redis/keys.ts';
import { script } from '#src/redis/script.ts';
import { keptArguments } from '#src/redis/stores/kept-events.ts';
import { createWatchStore } from '#src/redis/stores/watch-store.ts';
import type { TaskEvent } from '#src/watch/event.ts';
import { setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const DAY_MS = 86_400_000;
const KEEP_MS = 14 * DAY_MS;
const nowMs = Date.parse('2026-11-26T12:00:00Z');

const setUp = () => createWatchStore(redis.connection(), KEEP_MS);

const starts = (taskId: string, file: string, atMs = nowMs): TaskEvent => ({
  event: 'VodSourceFileStart',
  taskId,
  eventAtMs: atMs,
  said: [['url', `https://media.example.com/${file}?sig=hush`]],
});
const alarm = (taskId: string, type: string): TaskEvent => ({
  event: 'TaskAlarm',
  taskId,
  said: [['type', type]],
});

let taken = 0;
const take = (event: TaskEvent, receivedAtMs = nowMs, id = `event-${(taken += 1)}`) =>
  setUp().take({ id, event, receivedAtMs });

const filesOf = async (taskId: string): Promise<(string | undefined)[]> =>
  (await setUp().keptOf(taskId)).events.map(({ file }) => file?.split('/').at(-1));

/** Keeps an event as `take` does, with smaller bounds. */
const keepWithin =
  (bounds: { readonly ofTask: number; readonly inAll: number; readonly tasks: number }) =>
  async (event: TaskEvent, receivedAtMs = nowMs): Promise<void> => {
    const id = `event-${(taken += 1)}`;
    const kept = keptArguments({ id, event, receivedAtMs }, KEEP_MS, bounds);
    await script('keep-event', 'take-event')(
      redis.connection(),
      [keys.eventSeen(id), keys.event(id), keys.outbox, ...kept.keys, keys.eventRate],
      ['{}', 1_000, 1_000, `event ${id}`, ...kept.values, 1_000_000],
    );
  };
const ROOMY = { ofTask: 100, inAll: 100, tasks: 100 };

test('an event is kept for its task and no other, with its times, and without what is signed', async () => {
  await take(starts('task-1', 'a.mp4', nowMs - 60_000));

  const kept = await setUp().keptOf('task-1');

  expect(kept.events).toEqual([
    {
      event: 'VodSourceFileStart',
      file: 'media.example.com/a.mp4',
      eventAtMs: nowMs - 60_000,
      receivedAtMs: nowMs,
    },
  ]);
  expect(await setUp().keptOf('task-2')).toMatchObject({ events: [], isFull: false });
  const connection = redis.connection();
  expect(JSON.stringify(await connection.xrange(keys.eventsOf('task-1'), '-', '+'))).not.toContain(
    'hush',
  );
});

test('an event from a replica with an earlier clock is kept after the existing ones', async () => {
  await take(starts('task-1', 'a.mp4'));
  await take(starts('task-1', 'b.mp4'), nowMs - 60_000);

  const { events } = await setUp().keptOf('task-1');

  expect(events.map(({ receivedAtMs }) => receivedAtMs)).toEqual([nowMs, nowMs]);
});

test('of one task what is too old goes, and the rest stays', async () => {
  await take(starts('task-1', 'a.mp4'));
  await take(starts('task-1', 'b.mp4'), nowMs + KEEP_MS);
  await take(starts('task-1', 'c.mp4'), nowMs + KEEP_MS + 1);

  const kept = await setUp().keptOf('task-1');

  expect(kept.events.map(({ file }) => file)).toEqual([
    'media.example.com/b.mp4',
    'media.example.com/c.mp4',
  ]);
  expect(kept.droppedUntilMs).toBe(nowMs + KEEP_MS);
});

test('the same body is kept once', async () => {
  const answers = [
    await take(starts('task-1', 'a.mp4'), nowMs, 'same'),
    await take(starts('task-1', 'a.mp4'), nowMs, 'same'),
  ];

  expect(answers).toEqual([true, false]);
  expect(await filesOf('task-1')).toEqual(['a.mp4']);
});

test('one alarm of a kind is kept in five minutes, and two kinds are both kept', async () => {
  for (let index = 0; index < 5; index += 1) {
    await take(alarm('task-1', 'PullFileUnstable'));
    await take(alarm('task-1', 'PushStreamFailed'));
  }

  const { events } = await setUp().keptOf('task-1');

  expect(events.map(({ said }) => said)).toEqual(['PullFileUnstable', 'PushStreamFailed']);
});

test('a task keeps its newest events, and what it dropped is said', async () => {
  const keep = keepWithin({ ...ROOMY, ofTask: 3 });
  for (const file of ['a', 'b', 'c']) await keep(starts('task-1', file));
  expect((await setUp().keptOf('task-1')).droppedUntilMs).toBeUndefined();

  for (const file of ['d', 'e']) await keep(starts('task-1', file));

  const { events, droppedUntilMs } = await setUp().keptOf('task-1');
  expect(events.map(({ file }) => file)).toEqual([
    'media.example.com/c',
    'media.example.com/d',
    'media.example.com/e',
  ]);
  expect(droppedUntilMs).toBe(events[0]?.receivedAtMs);
});

test('a flood of made-up tasks removes no kept events, and known tasks still get theirs', async () => {
  const keep = keepWithin({ ...ROOMY, inAll: 4 });
  for (const file of ['a', 'b']) await keep(starts('task-1', file));

  for (let index = 0; index < 10; index += 1) await keep(starts(`forged-${index}`, 'x'));
  await keep(starts('task-1', 'c'));

  expect(await filesOf('task-1')).toEqual(['b', 'c']);
  expect(await filesOf('forged-1')).toEqual(['x']);
  expect(await filesOf('forged-2')).toEqual([]);
  const connection = redis.connection();
  expect(await connection.hget(keys.eventCounts, '')).toBe('4');
  expect(await connection.zcard(keys.eventTasks)).toBe(3);
});

test('there is a bound on how many tasks are kept as well', async () => {
  const keep = keepWithin({ ...ROOMY, tasks: 2 });

  for (const task of ['task-1', 'task-2', 'task-3', 'task-1']) await keep(starts(task, task));

  expect(await filesOf('task-1')).toHaveLength(2);
  expect(await filesOf('task-3')).toEqual([]);
});

test('expired events are removed with the next event, and make room for others', async () => {
  const keep = keepWithin({ ...ROOMY, inAll: 2 });
  await keep(starts('task-1', 'a'));
  await keep(starts('task-2', 'b'));
  const laterMs = nowMs + KEEP_MS + DAY_MS;

  await keep(starts('task-3', 'c'), laterMs);

  const connection = redis.connection();
  expect(await filesOf('task-3')).toEqual(['c']);
  expect(await connection.hgetall(keys.eventCounts)).toEqual({ '': '1', 'task-3': '1' });
  expect(await connection.zrange(keys.eventTasks, '0', '-1')).toEqual(['task-3']);
  const ttlMs = await connection.pttl(keys.eventsOf('task-1'));
  expect(ttlMs).toBeGreaterThan(KEEP_MS - 300_000);
  expect(ttlMs).toBeLessThanOrEqual(KEEP_MS);
});

test('a time without a replica is recorded once, and a restart is too short to count', async () => {
  const store = setUp();
  expect((await store.keptOf('task-1')).listeningSinceMs).toBeUndefined();
  for (const seconds of [0, 10, 5, 40, 100, 110]) await store.listen(nowMs + seconds * 1_000);

  const { listeningSinceMs, silences } = await store.keptOf('task-1');

  expect(listeningSinceMs).toBe(nowMs);
  expect(silences).toEqual([{ fromMs: nowMs + 40_000, untilMs: nowMs + 100_000 }]);
});
