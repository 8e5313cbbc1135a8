import { expect, test } from 'vitest';
import { type ConfiguredFreeze, freezeAt, freezesWithin } from '#src/approval/policy/freeze.ts';
import { hourMs, nowMs } from '../../relay/sample-task.ts';

const ms = Date.parse;
const reason = 'Show';
const once = { fromMs: nowMs, toMs: nowMs + hourMs, reason };
const weekend: ConfiguredFreeze = {
  every: ['sat', 'sun'],
  from: '18:00',
  to: '23:00',
  timeZone: 'Asia/Shanghai',
  reason,
};

test.each([
  ['a millisecond before it', nowMs - 1, false],
  ['at its begin', nowMs, true],
  ['in its last millisecond', nowMs + hourMs - 1, true],
  ['at its end', nowMs + hourMs, false],
])('a freeze %s', (_what, atMs, isFrozen) => {
  expect(freezeAt([once], atMs)).toEqual(isFrozen ? once : undefined);
});

test.each([
  ['before its first evening', '2026-11-28T09:59:59Z', undefined],
  ['on its first evening', '2026-11-28T10:00:00Z', '2026-11-28T15:00:00Z'],
  ['between its evenings', '2026-11-29T09:00:00Z', undefined],
  ['on its second evening', '2026-11-29T14:59:59Z', '2026-11-29T15:00:00Z'],
  ['on a Monday', '2026-11-30T12:00:00Z', undefined],
])('a weekly freeze %s', (_what, at, until) => {
  expect(freezeAt([weekend], ms(at))?.toMs).toBe(until && ms(until));
});

test('a night belongs to the day on which it begins', () => {
  const night = { ...weekend, every: ['sat'] as const, from: '22:00', to: '02:00' };

  expect(freezeAt([night], ms('2026-11-28T17:59:00Z'))).toBeDefined();
  expect(freezeAt([night], ms('2026-11-27T17:00:00Z'))).toBeUndefined();
});

test('windows without a pause between them are one freeze', () => {
  const days = { ...weekend, from: '00:00', to: '24:00' };
  const afterwards = {
    fromMs: ms('2026-11-29T15:00:00Z'),
    toMs: ms('2026-11-29T20:00:00Z'),
    reason,
  };

  expect(freezeAt([days], ms('2026-11-28T12:00:00Z'))?.toMs).toBe(ms('2026-11-29T16:00:00Z'));
  expect(freezeAt([days, afterwards], ms('2026-11-28T12:00:00Z'))?.toMs).toBe(afterwards.toMs);
});

test('a freeze that never ends is told with an end within some weeks', () => {
  const every = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
  const frozen = freezeAt([{ ...weekend, every, from: '00:00', to: '24:00' }], nowMs);

  expect(frozen?.toMs).toBeGreaterThan(nowMs + 20 * 24 * hourMs);
});

test('of a weekly freeze only the next window is listed, with its days', () => {
  const span = { fromMs: ms('2026-11-25T00:00:00Z'), untilMs: ms('2026-12-25T00:00:00Z') };

  expect(freezesWithin([weekend, once], { ...span, fromMs: once.toMs })).toEqual([
    expect.objectContaining({
      fromMs: ms('2026-11-28T10:00:00Z'),
      toMs: ms('2026-11-28T15:00:00Z'),
      reason,
      weekly: { every: ['sat', 'sun'], from: '18:00', to: '23:00', timeZone: 'Asia/Shanghai' },
    }),
  ]);
});

test('what begins after the span or ended before it is not listed', () => {
  const span = { fromMs: ms('2026-11-30T00:00:00Z'), untilMs: ms('2026-12-05T09:00:00Z') };

  expect(freezesWithin([weekend, once], span)).toEqual([]);
});
