import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { freezeAt } from '#src/approval/policy/freeze.ts';
import { WEEKDAYS } from '#src/approval/policy/time-window.ts';

/** Weekly freezes against a plain oracle: what a clock on the wall shows, as `Intl` tells it. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Zones with changes of an hour, of half an hour, at midnight, and none. */
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Asia/Shanghai',
];

const timeOfDay = fc.integer({ min: 0, max: 95 }).map((quarter) => clock(quarter * 15));
const weekly = fc
  .record({
    every: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
    from: timeOfDay,
    to: fc.oneof(timeOfDay, fc.constant('24:00')),
    timeZone: fc.constantFrom(...ZONES),
    reason: fc.constant('Show'),
  })
  .filter(({ from, to }) => from !== to);
/** A quarter of an hour of some day in 2026. */
const moment = fc
  .integer({ min: 0, max: 365 * 24 * 4 - 1 })
  .map((quarter) => Date.UTC(2026, 0, 1) + quarter * 15 * MINUTE_MS);

test('away from clock changes, a weekly freeze holds exactly while the clock shows its times', () => {
  fc.assert(
    fc.property(weekly, moment, (freeze, atMs) => {
      fc.pre(!isNearChange(atMs, freeze.timeZone));
      expect(freezeAt([freeze], atMs) !== undefined).toBe(shows(freeze, atMs));
    }),
    { numRuns: 3_000 },
  );
});

test('at clock changes, it holds at least while the clock shows its times, and at most an hour around them', () => {
  const near = fc.record({
    freeze: weekly,
    change: fc.nat(),
    quarter: fc.integer({ min: -24, max: 24 }),
  });
  fc.assert(
    fc.property(near, ({ freeze, change, quarter: at }) => {
      const changes = CHANGES.get(freeze.timeZone) ?? [];
      fc.pre(changes.length > 0);
      const atMs = (changes[change % changes.length] ?? 0) + at * 15 * MINUTE_MS;
      const isFrozen = freezeAt([freeze], atMs) !== undefined;
      const around = QUARTERS.map((quarter) => atMs + quarter * 15 * MINUTE_MS);
      // A window that begins and ends within the hour that is left out shows on no clock.
      const mayBeFrozen = isShort(freeze) || around.some((each) => shows(freeze, each));
      expect(isFrozen || !shows(freeze, atMs)).toBe(true);
      expect(mayBeFrozen || !isFrozen).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

/** An hour before and after. */
const QUARTERS = [-4, -3, -2, -1, 0, 1, 2, 3, 4];

interface Weekly {
  readonly every: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

/** Whether the clock of the zone shows a time of the freeze: on its day, or past midnight after it. */
function shows({ every, from, to, timeZone }: Weekly, atMs: number): boolean {
  const { day, time: shown } = wall(atMs, timeZone);
  const yesterday = wall(atMs, timeZone, 1).day;
  const isOvernight = to <= from;
  if (!isOvernight) return every.includes(day) && from <= shown && shown < to;
  return (every.includes(day) && from <= shown) || (every.includes(yesterday) && shown < to);
}

function isShort({ from, to }: Weekly): boolean {
  return (minutesIn(to) - minutesIn(from) + 1_440) % 1_440 <= 60;
}

const formats = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
  ]),
);

/** What the clock and the calendar show, or showed on the calendar some days before. */
function wall(atMs: number, timeZone: string, daysBefore = 0) {
  const parts = new Map(
    (formats.get(timeZone)?.formatToParts(atMs) ?? []).map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? '';
  const noon = Date.UTC(Number(part('year')), Number(part('month')) - 1, Number(part('day')), 12);
  const day = new Date(noon - daysBefore * 24 * HOUR_MS).getUTCDay();
  return { day: WEEKDAYS[(day + 6) % 7] ?? '', time: `${part('hour')}:${part('minute')}` };
}

function clock(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

function minutesIn(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** Minutes that the clock of a zone is ahead of UTC. */
function offsetOf(atMs: number, timeZone: string): number {
  const { time: shown } = wall(atMs, timeZone);
  const utc = new Date(atMs).toISOString().slice(11, 16);
  return (minutesIn(shown) - minutesIn(utc) + 2_160) % 1_440;
}

/** The hours of 2026 in which clocks of a zone are changed. */
const CHANGES = new Map(
  ZONES.map((timeZone) => {
    const hours = Array.from(
      { length: 365 * 24 },
      (_each, hour) => Date.UTC(2026, 0, 1) + hour * HOUR_MS,
    );
    return [
      timeZone,
      hours.filter((atMs) => offsetOf(atMs, timeZone) !== offsetOf(atMs - HOUR_MS, timeZone)),
    ];
  }),
);

/** Within a day of a clock change: a window that began before it may end after it. */
function isNearChange(atMs: number, timeZone: string): boolean {
  return (CHANGES.get(timeZone) ?? []).some((changeMs) => Math.abs(atMs - changeMs) < 26 * HOUR_MS);
}
