import { expect, test } from 'vitest';
import { momentNamed } from '#src/relay/named-time.ts';

const ms = Date.parse;
const noon = ms('2026-11-29T04:00:00Z');
const shanghai = 'Asia/Shanghai';

test.each([
  ['later today', { time: '18:00' }, '2026-11-29T10:00:00Z'],
  ['the next day once it has passed', { time: '09:00' }, '2026-11-30T01:00:00Z'],
  ['the next day at the very moment', { time: '12:00' }, '2026-11-30T04:00:00Z'],
  ['tomorrow', { date: 'tomorrow', time: '18:00' }, '2026-11-30T10:00:00Z'],
  ['on the next Friday', { date: 'friday', time: '18:00' }, '2026-12-04T10:00:00Z'],
  ['on a Sunday that is today', { date: 'sunday', time: '18:00' }, '2026-11-29T10:00:00Z'],
  ['on a date', { date: '2026-12-31', time: '23:30' }, '2026-12-31T15:30:00Z'],
  ['with an offset', { time: '18:00', offset: '+00:00' }, '2026-11-29T18:00:00Z'],
  ['in UTC', { time: '18:00', offset: 'Z' }, '2026-11-29T18:00:00Z'],
  [
    'next in a zone where it is tomorrow',
    { time: '01:00', offset: '+14:00' },
    '2026-11-29T11:00:00Z',
  ],
])('a time %s is found by the clock of the zone', (_what, named, at) => {
  expect(momentNamed(named, noon, shanghai)).toEqual({ kind: 'moment', atMs: ms(at) });
});

test.each([
  ['today', { date: 'today', time: '09:00' }],
  ['on this day of the week', { date: 'sunday', time: '09:00' }],
  ['on a date', { date: '2026-11-28', time: '18:00' }],
])('a time that has passed %s is no time', (_what, named) => {
  expect(momentNamed(named, noon, shanghai)).toEqual({ kind: 'passed' });
});

test('a time over which clocks are put forward does not exist on that day', () => {
  const named = { time: '02:30' };

  expect(momentNamed(named, ms('2026-03-28T23:30:00Z'), 'Europe/Berlin')).toEqual({
    kind: 'skipped',
    date: '2026-03-29',
  });
  expect(momentNamed(named, ms('2026-03-29T04:00:00Z'), 'Europe/Berlin')).toEqual({
    kind: 'moment',
    atMs: ms('2026-03-30T00:30:00Z'),
  });
});

test('a time that comes twice is asked about with both offsets, unless one of them has passed', () => {
  const named = { time: '02:30' };
  const before = ms('2026-10-24T22:00:00Z');
  const between = ms('2026-10-25T00:45:00Z');

  expect(momentNamed(named, before, 'Europe/Berlin')).toEqual({
    kind: 'twice',
    date: '2026-10-25',
    offsets: ['+02:00', '+01:00'],
  });
  expect(momentNamed(named, between, 'Europe/Berlin')).toEqual({
    kind: 'moment',
    atMs: ms('2026-10-25T01:30:00Z'),
  });
  expect(momentNamed({ ...named, offset: '+01:00' }, before, 'Europe/Berlin')).toEqual({
    kind: 'moment',
    atMs: ms('2026-10-25T01:30:00Z'),
  });
});

test('the next time with an offset is within a day, also where it is already the next day in the zone', () => {
  const lateInShanghai = ms('2026-11-29T18:00:00Z');

  expect(momentNamed({ time: '18:30', offset: 'Z' }, lateInShanghai, shanghai)).toEqual({
    kind: 'moment',
    atMs: ms('2026-11-29T18:30:00Z'),
  });
});
