import { expect, test } from 'vitest';
import { createSharedClock } from '#src/redis/work/shared-clock.ts';

const noon = Date.parse('2026-11-26T12:00:00Z');
const hourMs = 3_600_000;

/** A machine whose clock is off by this much from Redis. */
const machine = (aheadMs: number) => {
  const world = { realMs: noon, aheadMs, told: [] as number[] };
  const clock = createSharedClock({
    wall: () => world.realMs + world.aheadMs,
    ticks: () => world.realMs - noon,
    tell: (ms) => world.told.push(ms),
  });
  /** Asks Redis, with these delays in each direction. */
  const hear = (thereMs = 0, backMs = 0): Promise<void> =>
    clock.hear(() => {
      world.realMs += thereMs;
      const said = world.realMs;
      world.realMs += backMs;
      return Promise.resolve(said);
    });
  return { clock, world, hear };
};

test.each([0, hourMs, -hourMs, 24 * hourMs, -24 * hourMs])(
  'a machine that is %i ms ahead uses the time of Redis',
  async (aheadMs) => {
    const { clock, world, hear } = machine(aheadMs);
    expect(clock.now()).toBe(noon + aheadMs);

    await hear();
    world.realMs += 250;

    expect([clock.now(), clock.aheadMs()]).toEqual([noon + 250, aheadMs]);
  },
);

test.each([hourMs, -hourMs])('a clock that is set by %i ms changes nothing', async (jumpMs) => {
  const { clock, world, hear } = machine(0);
  await hear();

  world.aheadMs += jumpMs;

  expect(clock.now()).toBe(noon);
  await hear();
  expect(clock.now()).toBe(noon);
});

test('a Redis that is set is followed', async () => {
  const { clock, world } = machine(0);
  await clock.hear(() => Promise.resolve(noon));

  await clock.hear(() => Promise.resolve(noon + hourMs));

  expect(clock.now() - world.realMs).toBe(hourMs);
});

test('network delay does not count as an error, and a quick answer counts more', async () => {
  const { clock, world, hear } = machine(0);
  await hear(1_000, 0);
  expect(clock.now() - world.realMs).toBe(500);

  await hear(2, 2);
  expect(clock.now() - world.realMs).toBe(0);
  await hear(0, 900);
  expect(clock.now() - world.realMs).toBe(0);
});

test('a wrong clock is reported once, and again when that changes', async () => {
  const { world, hear } = machine(hourMs);
  await hear();
  await hear();
  world.aheadMs = 4_000;
  await hear();

  expect(world.told).toEqual([hourMs, 4_000]);
});
