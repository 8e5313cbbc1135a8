import { expect, test } from 'vitest';
import type { Change } from '#src/relay/change.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import type { KnownFacts } from '#src/relay/forecast/known-facts.ts';
import { buildPayload, type SendMode } from '#src/relay/payload.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { taskWith } from '../sample-task.ts';

const AT_MS = Date.parse('2026-11-30T12:00:00Z');
const ON_AIR = { start_time: '2026-11-29T12:00:00Z', end_time: '2026-12-02T12:00:00Z' };
/** Short files: rounds are over soon. */
const durations = new Map((taskWith().source_urls as string[]).map((url) => [url, 60]));

interface Case {
  readonly fact: keyof KnownFacts;
  readonly task?: Partial<RelayTask>;
  readonly change: Change;
  readonly send?: SendMode;
  /** Each effect as `strength kind`: unmeasured, measured as yes, and measured as no. */
  readonly unknown: readonly string[];
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

const CASES: readonly Case[] = [
  {
    fact: 'eventsOnlyBreaks',
    change: { callback_events: ['TaskExit'] },
    unknown: ['could break'],
    yes: ['will break'],
    no: ['will no_effect'],
  },
  {
    fact: 'endOnlyBreaks',
    change: { end_time: '2026-12-02T11:00:00Z' },
    unknown: ['could break', 'will ends_earlier'],
    yes: ['will break', 'will ends_earlier'],
    no: ['will ends_earlier'],
  },
  {
    fact: 'keepsOmitted',
    task: { vod_loop_time: '9000' },
    change: { callback_events: ['TaskExit'] },
    send: 'changed',
    unknown: ['could break'],
    yes: ['could break'],
    no: ['could break', 'will other_rounds'],
  },
  {
    fact: 'waitsForMovedStart',
    change: { start_time: '2026-11-30T18:00:00Z' },
    unknown: ['could start_moved', 'will starts_later'],
    yes: ['will start_moved', 'will starts_later'],
    no: ['will starts_later'],
  },
  {
    fact: 'restartsRounds',
    change: { vod_loop_time: '3' },
    // Whether they are over at once.
    unknown: ['will rounds_over perhaps', 'expected break', 'will other_rounds'],
    yes: ['will rounds_over no', 'expected break', 'will other_rounds'],
    no: ['will rounds_over yes', 'expected break', 'will other_rounds'],
  },
  {
    fact: 'revivesEnded',
    task: { end_time: '2026-11-30T11:00:00Z' },
    change: { end_time: '2026-12-02T12:00:00Z' },
    unknown: ['could stays_off', 'will ends_later', 'could back_on_air'],
    yes: ['will back_on_air', 'will ends_later'],
    no: ['will stays_off'],
  },
];

function told({ fact, task, change, send = 'merged' }: Case, answer: boolean | undefined) {
  const base = taskWith({ ...ON_AIR, ...task });
  const payload = buildPayload({ base, change, send, nowMs: AT_MS });
  const known = answer === undefined ? {} : { [fact]: answer };
  return effectsOf({ task: base, payload, atMs: AT_MS, known, sources: { durations } }).map(
    (effect) =>
      [effect.strength, effect.kind, 'isOver' in effect ? effect.isOver : ''].join(' ').trim(),
  );
}

test.each(CASES)('$fact: a measured effect will happen, and a refuted one is dropped', (each) => {
  expect({
    unknown: told(each, undefined),
    yes: told(each, true),
    no: told(each, false),
  }).toEqual({ unknown: each.unknown, yes: each.yes, no: each.no });
});
