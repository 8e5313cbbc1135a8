import { expect, test } from 'vitest';
import { createClock, type ClockState } from './clock.ts';

const noon = Date.parse('2026-11-24T12:00:00Z');
const hourMs = 3_600_000;

const clockAtNoon = () => {
  let realMs = 1_000;
  const clock = createClock({ startMs: noon, realNow: () => realMs });
  return { clock, passes: (ms: number) => (realMs += ms) };
};

test('runs on from where it was set', () => {
  const { clock, passes } = clockAtNoon();

  passes(250);

  expect(clock.now()).toBe(noon + 250);
});

test('stands still, is moved on while it stands, and goes on from there', async () => {
  const { clock, passes } = clockAtNoon();

  await clock.freeze();
  passes(5_000);
  await clock.moveOn(4 * hourMs);

  expect([clock.isFrozen(), clock.now()]).toEqual([true, noon + 4 * hourMs]);
  await clock.thaw();
  passes(250);
  expect([clock.isFrozen(), clock.now()]).toEqual([false, noon + 4 * hourMs + 250]);
});

test('is never moved back', () => {
  const { clock } = clockAtNoon();

  expect(() => clock.moveOn(-1)).toThrow('a clock is moved forward only');
  expect(() => clock.moveOn(Number.NaN)).toThrow('a clock is moved forward only');
});

test('a move is complete when all followers have made it, in order', async () => {
  const { clock } = clockAtNoon();
  const seen: ClockState[] = [];
  const forget = clock.follow(async (state) => {
    await Promise.resolve();
    seen.push(state);
  });

  await Promise.all([clock.moveOn(1), clock.moveOn(2)]);
  forget();
  await clock.moveOn(4);

  expect(seen.map(({ aheadMs }) => aheadMs - clock.state().aheadMs)).toEqual([-6, -4]);
});
