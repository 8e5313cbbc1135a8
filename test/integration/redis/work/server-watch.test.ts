import { expect, test } from 'vitest';
import { keys } from '#src/redis/keys.ts';
import {
  createServerWatch,
  heldUntilMs,
  HOLD_MS,
  holdLeftMs,
} from '#src/redis/work/server-watch.ts';
import { createSharedClock } from '#src/redis/work/shared-clock.ts';
import { setUpRedis } from '../set-up-redis.ts';

// A server of its own in any case: it has to have been started a moment ago.
const redis = setUpRedis({ appendonly: true });

test('one call returns the time of Redis, the layout of the store and the age of the server', async () => {
  const clock = createSharedClock({ wall: () => 0, ticks: () => performance.now() });
  const connection = redis.connection();
  await connection.set(keys.schema, 7);

  const watch = createServerWatch(connection, clock);
  const { layout, holdUntilMs, sinceMs } = await watch.look();

  expect(layout).toBe(7);
  // Seen by this look, and by no later one.
  expect(Math.abs(sinceMs - clock.now())).toBeLessThan(1_000);
  expect((await watch.look()).sinceMs).toBe(sinceMs);
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
  // The server of this file was started a moment ago.
  expect(holdUntilMs).toBeGreaterThan(sinceMs);
  expect(holdUntilMs).toBeLessThanOrEqual(sinceMs + HOLD_MS);
});

test.each([
  ['runs on', 'a', { runId: 'a', uptimeMs: 60_000 }, 0],
  ['is met for the first time', undefined, { runId: 'a', uptimeMs: 60_000 }, 0],
  ['was started a second ago', undefined, { runId: 'a', uptimeMs: 1_000 }, HOLD_MS - 1_000],
  ['was started again', 'a', { runId: 'b', uptimeMs: 1_000 }, HOLD_MS],
  ['has taken over from another', 'a', { runId: 'b', uptimeMs: 60_000 }, HOLD_MS],
  ['says nothing of itself', 'a', { runId: undefined, uptimeMs: Infinity }, 0],
] as const)('a server that %s', (_what, before, heard, leftMs) => {
  expect(holdLeftMs(before, heard)).toBe(leftMs);
});

test.each([
  ['before this run of Redis was seen waits', 999, 5_000],
  ['since then does not wait', 1_000, 0],
])('what was approved %s', (_what, approvedAtMs, untilMs) => {
  expect(heldUntilMs({ holdUntilMs: 5_000, sinceMs: 1_000 }, approvedAtMs)).toBe(untilMs);
});
