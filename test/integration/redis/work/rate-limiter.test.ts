import { expect, test } from 'vitest';
import { createRateLimiter } from '#src/redis/work/rate-limiter.ts';
import { nowMs } from '../../../unit/relay/sample-task.ts';
import { setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const EVERY_MS = 1_000;

/** Two replicas that take turns at the same channel, by one clock. */
function setUp() {
  const clock = { nowMs };
  const replicas = [redis.connection(), redis.connection()].map((connection) =>
    createRateLimiter(connection, 60_000 / EVERY_MS, () => clock.nowMs),
  );
  const take = (who: string, nth = 0, notBeforeMs?: number): Promise<number | undefined> =>
    (replicas[nth] as (typeof replicas)[number]).take('C0LEADS', who, notBeforeMs);
  return { clock, take };
}

async function inARow(
  take: (who: string, nth: number) => Promise<unknown>,
  from: number,
  to: number,
) {
  const turns: unknown[] = [];
  for (let nth = from; nth <= to; nth += 1) turns.push(await take(`R-${nth} card`, nth % 2));
  return turns;
}

test('four messages go at once, and the rest one after another, across replicas', async () => {
  const { take } = setUp();

  expect(await inARow(take, 1, 6)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    nowMs + 1_000,
    nowMs + 2_000,
  ]);
});

test('a waiting caller keeps its slot until its time', async () => {
  const { clock, take } = setUp();
  await inARow(take, 1, 6);

  expect(await take('R-5 card')).toBe(nowMs + 1_000);
  clock.nowMs += 1_000;
  expect(await take('R-7 card')).toBe(nowMs + 3_000);
  expect(await take('R-5 card', 1)).toBeUndefined();
  expect(await take('R-6 card')).toBe(nowMs + 2_000);
});

test('turns that were missed do not come all at once', async () => {
  const { clock, take } = setUp();
  await inARow(take, 1, 20);

  clock.nowMs += 60_000;

  const turns = await inARow(take, 5, 20);
  expect(turns.filter((turn) => turn === undefined)).toHaveLength(4);
  expect(turns.at(-1)).toBe(clock.nowMs + 12_000);
});

test('all replicas wait as long as Slack asks for a channel', async () => {
  const { clock, take } = setUp();
  await inARow(take, 1, 5);
  const openMs = nowMs + 30_000;

  expect(await take('R-4 card', 0, openMs)).toBe(openMs);

  clock.nowMs += 1_000;
  expect(await take('R-5 card')).toBe(openMs + 1_000);
  expect(await take('R-9 card', 1)).toBe(openMs + 2_000);
  clock.nowMs = openMs;
  expect(await take('R-4 card')).toBeUndefined();
});

test('channels have their turns apart', async () => {
  const turns = createRateLimiter(redis.connection(), 60_000 / EVERY_MS, () => nowMs);
  const take = (who: string) => turns.take('C0LEADS', who);
  await inARow(take, 1, 6);

  expect(await turns.take('C0OPS', 'R-1 result')).toBeUndefined();
});

test.each([
  ['an hour', 3_600_000],
  ['a day', 86_400_000],
])('a clock that was %s ahead for a moment silences no channel', async (_what, aheadMs) => {
  const { clock, take } = setUp();
  await take('R-1 card');
  clock.nowMs += aheadMs;
  await inARow(take, 2, 8);
  await take('R-8 card', 0, clock.nowMs + 30_000);

  clock.nowMs -= aheadMs;

  // What was planned by the wrong clock is as far away as it was then.
  expect(await take('R-9 card')).toBe(nowMs + 31_000);
  expect(await take('R-8 card', 1)).toBe(nowMs + 30_000);
  clock.nowMs += 40_000;
  expect(await take('R-10 card')).toBeUndefined();
});

test('replicas whose clocks differ a little disturb no plan', async () => {
  const { clock, take } = setUp();
  await inARow(take, 1, 5);

  clock.nowMs -= 500;

  expect(await take('R-6 card')).toBe(nowMs + 2_000);
});
