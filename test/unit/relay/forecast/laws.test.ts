import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { worstGrade } from '#src/relay/forecast/effect.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import {
  AT,
  AT_MS,
  knownFiles,
  payloadFor,
  relayTask,
  truths,
  twoTasks,
} from './arbitrary-change.ts';
import { playMinutes, type SimpleTask, type Truth } from './simulated-task.ts';

const UNTIL = 600;
const HOUR = 60;
const RUNS = { numRuns: 10_000 };

test('a change that costs viewers the picture under any assumption is graded off air', () => {
  let blackouts = 0;
  fc.assert(
    fc.property(twoTasks, truths, knownFiles, ({ before, after }, truth, known) => {
      const seen = bothWays(before, after, truth);
      const effects = effectsOf({
        task: relayTask(before),
        payload: payloadFor(before, after),
        atMs: AT_MS,
        sources: { durations: new Map(known.map((file) => [file, secondsOf(file, truth)])) },
      });

      if (!isBlackout(seen, after)) return;
      blackouts += 1;
      expect(worstGrade(effects)).toBe('off_air');
    }),
    RUNS,
  );

  expect(blackouts).toBeGreaterThan(1_000);
});

test('a change after which viewers see the picture at other times, under any assumption, has an effect', () => {
  let others = 0;
  fc.assert(
    fc.property(twoTasks, truths, knownFiles, ({ before, after }, truth, known) => {
      const seen = bothWays(before, after, truth);
      if (seen.with.join() === seen.without.join()) return;
      others += 1;
      const effects = effectsOf({
        task: relayTask(before),
        payload: payloadFor(before, after),
        atMs: AT_MS,
        sources: { durations: new Map(known.map((file) => [file, secondsOf(file, truth)])) },
      });

      expect(worstGrade(effects)).not.toBe('none');
    }),
    RUNS,
  );

  expect(others).toBeGreaterThan(1_000);
});

test('a change after which viewers see the same at the same times has no effect', () => {
  fc.assert(
    fc.property(twoTasks, ({ before }) => {
      const task = relayTask(before);
      const payload = { ...payloadFor(before, before), callback_events: ['TaskExit'] };
      const effects = effectsOf({ task, payload, atMs: AT_MS, known: { eventsOnlyBreaks: false } });

      expect(worstGrade(effects)).toBe('none');
    }),
    RUNS,
  );
});

test('every change has an effect, the most serious first', () => {
  fc.assert(
    fc.property(twoTasks, ({ before, after }) => {
      const payload = payloadFor(before, after);
      const effects = effectsOf({ task: relayTask(before), payload, atMs: AT_MS });

      expect(effects[0]?.grade).toBe(worstGrade(effects));
      expect(JSON.stringify(effects)).not.toContain('null');
    }),
    RUNS,
  );
});

/** What viewers see from the change on, without it and with it. */
function bothWays(before: SimpleTask, after: SimpleTask, truth: Truth) {
  const change = { at: AT, to: after };
  return {
    without: playMinutes(before, truth, UNTIL).slice(AT),
    with: playMinutes(before, truth, UNTIL, change).slice(AT),
  };
}

/** Minutes that viewers lose, except by an end an hour ahead or more, or by moving a task that was off air. */
function isBlackout(seen: ReturnType<typeof bothWays>, { start = 0, end = Infinity }: SimpleTask) {
  const isOnNow = seen.without[0] === true;
  const isPlannedEnd = (minute: number) => AT + minute >= end && end - AT >= HOUR;
  const isLost = seen.without.some(
    (isOn, minute) =>
      isOn &&
      seen.with[minute] === false &&
      !isPlannedEnd(minute) &&
      (isOnNow || AT + minute >= start),
  );
  return isLost && (isOnNow || minutesOn(seen.with) < minutesOn(seen.without));
}

function secondsOf(file: string, truth: Truth): number {
  return (truth.minutes.get(file) ?? 0) * 60;
}

function minutesOn(minutes: readonly boolean[]): number {
  return minutes.filter(Boolean).length;
}
