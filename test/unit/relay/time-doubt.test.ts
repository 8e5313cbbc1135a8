import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeDoubt } from '#src/relay/time-doubt.ts';

const BERLIN = 'Europe/Berlin';
const at = (text: string): number => Date.parse(text);

test('a time that comes twice is ambiguous, whichever of the two was sent', () => {
  const first = at('2027-10-31T00:30:00Z');
  const second = at('2027-10-31T01:30:00Z');
  const doubt = {
    kind: 'twice',
    wall: '02:30',
    moments: [
      { atMs: first, wall: '02:30', offset: '+02:00' },
      { atMs: second, wall: '02:30', offset: '+01:00' },
    ],
  };

  expect(timeDoubt(first, BERLIN)).toEqual(doubt);
  expect(timeDoubt(second, BERLIN)).toEqual(doubt);
});

test.each([
  ['2027-03-28T01:00:00Z', '02:00', '03:00'],
  ['2027-03-28T01:30:00Z', '02:30', '03:30'],
  ['2027-03-28T01:59:00Z', '02:59', '03:59'],
])('what a picker makes of a skipped time is ambiguous: %s', (moment, wall, made) => {
  expect(timeDoubt(at(moment), BERLIN)).toEqual({
    kind: 'skipped',
    wall,
    moments: [{ atMs: at(moment), wall: made, offset: '+02:00' }],
  });
});

test.each([
  ['before the clocks go forward', '2027-03-28T00:59:00Z', BERLIN],
  ['an hour after they have', '2027-03-28T02:00:00Z', BERLIN],
  ['before the hour that comes twice', '2027-10-30T23:59:00Z', BERLIN],
  ['after it', '2027-10-31T02:00:00Z', BERLIN],
  ['the same moment where the clocks stay', '2027-03-28T01:30:00Z', 'Asia/Shanghai'],
  ['in UTC', '2027-03-28T01:30:00Z', 'UTC'],
])('a time %s is not ambiguous', (_when, moment, zone) => {
  expect(timeDoubt(at(moment), zone)).toBeUndefined();
});

test('a change of half an hour skips half an hour', () => {
  expect(timeDoubt(at('2026-10-03T15:45:00Z'), 'Australia/Lord_Howe')).toMatchObject({
    kind: 'skipped',
    wall: '02:15',
  });
  expect(timeDoubt(at('2026-10-03T16:00:00Z'), 'Australia/Lord_Howe')).toBeUndefined();
});

test('at most two hours of a year are ambiguous, and so are the answers', () => {
  const zones = fc.constantFrom(BERLIN, 'America/New_York', 'Asia/Shanghai', 'Pacific/Auckland');
  fc.assert(
    fc.property(zones, fc.integer({ min: 0, max: 366 * 24 * 60 }), (zone, minute) => {
      const doubt = timeDoubt(at('2027-01-01T00:00:00Z') + minute * 60_000, zone);
      for (const { atMs } of doubt?.moments ?? []) expect(timeDoubt(atMs, zone)).toEqual(doubt);
    }),
    { numRuns: 5_000 },
  );
});
