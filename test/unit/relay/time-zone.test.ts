import { expect, test } from 'vitest';
import { isTimeZone, zonedTime } from '#src/relay/time.ts';

const atMs = Date.parse('2026-11-29T16:05:59Z');

test.each([
  ['UTC', '2026-11-29 16:05 UTC'],
  ['Asia/Shanghai', '2026-11-30 00:05 Asia/Shanghai'],
  ['Europe/Berlin', '2026-11-29 17:05 Europe/Berlin'],
])('a moment is told as people of %s read it, with the name of the zone', (zone, said) => {
  expect(zonedTime(atMs, zone)).toBe(said);
});

test.each([
  ['Asia/Shanghai', true],
  ['UTC', true],
  ['Shanghai', false],
  ['+08:00', false],
  ['', false],
])('whether %j names a time zone is told', (name, isOne) => {
  expect(isTimeZone(name)).toBe(isOne);
});
