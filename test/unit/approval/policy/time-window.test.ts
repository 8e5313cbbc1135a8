import { expect, test } from 'vitest';
import { type DailyWindow, weekdayAt, windowAt } from '#src/approval/policy/time-window.ts';

const ms = Date.parse;
const evening: DailyWindow = { from: '18:00', to: '23:00', timeZone: 'Asia/Shanghai' };
const night: DailyWindow = { from: '22:00', to: '02:00', timeZone: 'Asia/Shanghai' };

test.each([
  ['a millisecond before it', evening, '2026-11-28T09:59:59.999Z', undefined],
  ['at its beginning', evening, '2026-11-28T10:00:00Z', 'sat'],
  ['in its last millisecond', evening, '2026-11-28T14:59:59.999Z', 'sat'],
  ['at its end', evening, '2026-11-28T15:00:00Z', undefined],
  ['after midnight, which belongs to the day before', night, '2026-11-28T17:30:00Z', 'sat'],
  ['at the end of a night', night, '2026-11-28T18:00:00Z', undefined],
  ['before the next night', night, '2026-11-29T13:00:00Z', undefined],
  ['until the end of the day', { ...evening, to: '24:00' }, '2026-11-28T15:59:59Z', 'sat'],
  ['after the end of the day', { ...evening, to: '24:00' }, '2026-11-28T16:00:00Z', undefined],
  ['all day', { ...evening, from: '00:00', to: '24:00' }, '2026-11-28T16:00:00Z', 'sun'],
] as const)('a window %s', (_what, window, at, day) => {
  expect(windowAt(window, ms(at))?.day).toBe(day);
});

test.each([
  // Clocks go from 02:00 to 03:00: a window from 02:30 begins where 02:30 would have been.
  ['begins in the hour that is left out', '02:30', '04:00', '2026-03-29', '00:30', '02:00'],
  ['ends in the hour that is left out', '01:00', '02:30', '2026-03-29', '00:00', '01:30'],
  // Clocks go from 03:00 back to 02:00: 02:30 comes at 00:30 and at 01:30.
  ['begins in the hour that comes twice', '02:30', '04:00', '2026-10-25', '00:30', '03:00'],
  ['ends in the hour that comes twice', '01:00', '02:30', '2026-10-24T23:30', '23:00', '01:30'],
])('at a clock change, a window that %s is the longer one', (_what, from, to, on, begin, end) => {
  const window = { from, to, timeZone: 'Europe/Berlin' };
  const at = on.includes('T') ? `${on}:00Z` : `${on}T01:00:00Z`;

  const found = windowAt(window, ms(at));

  expect(found).toBeDefined();
  expect(new Date(found?.fromMs ?? 0).toISOString().slice(11, 16)).toBe(begin);
  expect(new Date(found?.toMs ?? 0).toISOString().slice(11, 16)).toBe(end);
});

test('the day of the week is that of the time zone', () => {
  expect(weekdayAt(ms('2026-11-28T16:00:00Z'), 'Asia/Shanghai')).toBe('sun');
  expect(weekdayAt(ms('2026-11-28T16:00:00Z'), 'UTC')).toBe('sat');
});
