import { expect, test } from 'vitest';
import { digestTimes } from '#src/ending/digest.ts';
import { endingNumbers } from '#src/ending/due.ts';
import { dayMs, hourMs, nowMs, taskWith } from '../relay/sample-task.ts';
import { kept, minuteMs, setUpEndings } from './set-up-endings.ts';

const ms = (text: string): number => Date.parse(text);

test.each([
  ['a day like any', '09:00', 'UTC', '2026-11-26T12:00:00Z', '26T09:00', '27T09:00'],
  ['before it', '09:00', 'UTC', '2026-11-26T08:59:59Z', '25T09:00', '26T09:00'],
  ['right then', '09:00', 'UTC', '2026-11-26T09:00:00Z', '26T09:00', '27T09:00'],
  ['another zone', '09:00', 'Asia/Shanghai', '2026-11-26T00:30:00Z', '25T01:00', '26T01:00'],
])('a digest comes at its time: %s', (_what, at, zone, now, last, next) => {
  expect(digestTimes(at, zone, ms(now))).toEqual({
    lastMs: ms(`2026-11-${last}:00Z`),
    nextMs: ms(`2026-11-${next}:00Z`),
  });
});

test('a night without that time has a digest an hour later, one with two of them only one', () => {
  expect(digestTimes('02:30', 'Europe/Berlin', ms('2027-03-28T00:00:00Z')).nextMs).toBe(
    ms('2027-03-28T01:30:00Z'),
  );
  const first = ms('2027-10-31T00:30:00Z');
  expect(digestTimes('02:30', 'Europe/Berlin', first)).toEqual({
    lastMs: first,
    nextMs: ms('2027-11-01T01:30:00Z'),
  });
});

/** A project whose digest is due in an hour, and whose first step was made. */
async function withDigest() {
  const found = setUpEndings({ keepOnAir: [], digestAt: '13:00' });
  await found.step();
  return found;
}

test('a digest is told once, at its time, with what ends within a day and what could', async () => {
  const { world, step } = await withDigest();
  world.tasks = [
    kept('b', 5 * 60),
    kept('a', 3 * 60),
    kept('next-week', 6 * 24 * 60),
    kept('rounds', 6 * 24 * 60, { vod_loop_time: '3' }),
  ];
  expect(await step()).toBeLessThanOrEqual(nowMs + hourMs);
  expect(world.posted).toEqual([]);
  world.nowMs += hourMs;

  await step();
  await step();

  expect(world.posted).toHaveLength(1);
  const [digest] = world.posted;
  expect(digest?.ends.map(({ taskId }) => taskId)).toEqual(['a', 'b']);
  expect(digest?.digest).toEqual({ unknown: ['keep/rounds'], moreUnknown: 0 });
  world.nowMs += dayMs;
  await step();
  expect(world.posted).toHaveLength(2);
});

test('with nothing to tell there is no message', async () => {
  const { world, step } = await withDigest();
  world.tasks = [taskWith({ status: 'pause' }), kept('next-week', 6 * 24 * 60)];
  world.nowMs += hourMs;

  await step();

  expect(world.posted).toEqual([]);
});

test.each([
  ['five hours', 5, 1],
  ['seven hours', 7, 0],
])('a desk that was away at its time for %s', async (_what, hours, posts) => {
  const { world, step } = await withDigest();
  world.tasks = [kept('a', 20 * 60)];
  world.nowMs += (hours + 1) * hourMs;

  await step();

  expect(world.posted).toHaveLength(posts);
});

test('a desk that is new at noon tells nothing of the morning', async () => {
  const { world, step } = setUpEndings({ keepOnAir: [], digestAt: '11:00' });
  world.tasks = [kept('a', 20 * 60)];

  await step();
  await step();

  expect(world.posted).toEqual([]);
});

test('a sender that dies after it posted the digest has told it', async () => {
  const { world, step } = await withDigest();
  world.tasks = [kept('a', 20 * 60)];
  world.nowMs += hourMs;
  world.diesAfterPost = true;
  await expect(step()).rejects.toThrow('killed');

  await step();

  expect(world.posted).toHaveLength(1);
  expect(world.state.digestedMs).toBe(nowMs + hourMs);
});

test('a digest names twenty and counts the rest', async () => {
  const { world, step } = await withDigest();
  const many = Array.from({ length: 50 }, (_, n) => kept(`t${n}`, 300 + n));
  const counted = Array.from({ length: 9 }, (_, n) =>
    kept(`r${n}`, 6 * 24 * 60, { vod_loop_time: '3' }),
  );
  world.tasks = [...many, ...counted];
  world.nowMs += hourMs;

  await step();

  const [digest] = world.posted;
  expect([digest?.ends.length, digest?.more]).toEqual([20, 30]);
  expect([digest?.digest?.unknown.length, digest?.digest?.moreUnknown]).toEqual([5, 4]);
});

test('what is measured is what the last reading found, and what nobody has let end since', async () => {
  const { world, step, keepOnAir } = setUpEndings();
  const soonAs = { project: 'live-prod', readMs: nowMs, count: 3 };
  expect(await keepOnAir.soon(['live-prod'])).toEqual([]);
  expect(await keepOnAir.stats()).toMatchObject([{ soon: undefined, readAgeMs: undefined }]);
  world.tasks = [kept('a', 40), kept('b', 50), kept('c', 90), kept('later', 48 * 60)];
  await step();
  const mark = { taskId: 'a', endMs: nowMs + 40 * minuteMs, by: { userId: 'U1' }, atMs: nowMs };

  expect(await keepOnAir.stats()).toMatchObject([{ soon: 3, keptEnding: 2, readAgeMs: 0 }]);
  expect(await keepOnAir.soon(['live-prod', 'x'])).toMatchObject([soonAs]);
  expect(await keepOnAir.soon(['x'])).toEqual([]);
  expect(endingNumbers(world.state, new Map([['a', mark]]), nowMs)).toMatchObject({
    keptEnding: 1,
  });
  expect(endingNumbers(world.state, new Map(), nowMs + 45 * minuteMs)).toMatchObject({
    keptEnding: 2,
    readAgeMs: 45 * minuteMs,
  });
});
