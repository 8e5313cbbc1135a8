import { expect, test } from 'vitest';
import { dateIn, dayIn, dayNamed, isTimeZone, zonedTime } from '#src/relay/time.ts';

const atMs = Date.parse('2026-11-29T16:05:59Z');

test.each([
  ['UTC', '2026-11-29 16:05 UTC'],
  ['Asia/Shanghai', '2026-11-30 00:05 Asia/Shanghai'],
  ['Europe/Berlin', '2026-11-29 17:05 Europe/Berlin'],
])('a moment is shown in local time of %s, with the name of the zone', (zone, said) => {
  expect(zonedTime(atMs, zone)).toBe(said);
});

test.each([
  ['Asia/Shanghai', true],
  ['UTC', true],
  ['Shanghai', false],
  ['+08:00', false],
  ['', false],
])('whether %j names a time zone', (name, isOne) => {
  expect(isTimeZone(name)).toBe(isOne);
});

test.each([
  ['an ordinary day', '2026-11-28', 24],
  ['the day on which the clocks go forward', '2026-03-29', 23],
  ['the day on which they go back', '2026-10-25', 25],
])('%s is as long as it is in its zone', (_which, date, hours) => {
  const { fromMs, untilMs } = dayIn(date, 'Europe/Berlin');

  expect((untilMs - fromMs) / 3_600_000).toBe(hours);
  expect(dateIn(fromMs, 'Europe/Berlin').toString()).toBe(date);
  expect(dateIn(fromMs - 1, 'Europe/Berlin').toString()).not.toBe(date);
});

// A Saturday, 23:30 in Berlin: the clocks go back in the night.
const saturdayMs = Date.parse('2026-10-24T21:30:00Z');

test.each([
  ['today', '2026-10-24'],
  ['tomorrow', '2026-10-25'],
  ['saturday', '2026-10-24'],
  ['sunday', '2026-10-25'],
  ['friday', '2026-10-30'],
  ['2026-12-24', '2026-12-24'],
])('%s is a day by the clock of the zone', (word, date) => {
  expect(dayNamed(word, saturdayMs, 'Europe/Berlin')).toEqual({
    date,
    timeZone: 'Europe/Berlin',
  });
});

test('in another zone it may be another day', () => {
  expect(dayNamed('today', saturdayMs, 'Asia/Shanghai').date).toBe('2026-10-25');
  expect(dayNamed('saturday', saturdayMs, 'Asia/Shanghai').date).toBe('2026-10-31');
});
