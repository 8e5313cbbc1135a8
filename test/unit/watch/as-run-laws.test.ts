import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KeptEvent, Span } from '#src/watch/kept-event.ts';
import { day, nowMs, run } from './sample-as-run.ts';

const anyEvent = fc
  .record({
    event: fc.constantFrom(
      'VodSourceFileStart',
      'VodSourceFileFinish',
      'VodSourceFileStart',
      'VodSourceFileFinish',
      'TaskStart',
      'TaskExit',
      'TaskAlarm',
      'ResetTaskConfig',
    ),
    second: fc.integer({ min: -3_600, max: 90_000 }),
    late: fc.integer({ min: 0, max: 7_200_000 }),
    file: fc.constantFrom('a', 'b', 'c', undefined),
    index: fc.constantFrom('0', '1', undefined),
  })
  .map(({ event: name, second, late, file, index }): KeptEvent => {
    const eventAtMs = day.fromMs + second * 1_000;
    return { event: name, eventAtMs, receivedAtMs: eventAtMs + late, file, index };
  });
const anyDay = fc.array(anyEvent, { maxLength: 60 });

test('order of arrival and repetitions change nothing', () => {
  const shuffled = anyDay.chain((events) =>
    fc.tuple(
      fc.constant(events),
      fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([events, again]) => {
      expect(run(again).rows).toEqual(run(events).rows);
    }),
    { numRuns: 1_000 },
  );
});

test('every start is listed once, files follow one another, and nothing is outside the day', () => {
  fc.assert(
    fc.property(anyDay, (events) => {
      const { rows } = run(events);
      const files = rows.filter((row) => row.kind === 'file');
      const begun = files.flatMap(({ fromMs }) => (fromMs === undefined ? [] : [fromMs]));
      const given = events.filter(({ event: name }) => name === 'VodSourceFileStart');
      const distinct = new Set(
        given.map(({ eventAtMs, file, index }) => JSON.stringify([eventAtMs, file, index])),
      );
      const inDay = [...distinct].filter((name) => {
        const [ms] = JSON.parse(name) as [number];
        return ms >= day.fromMs && ms < day.untilMs;
      });
      expect(begun.filter((ms) => ms >= day.fromMs)).toHaveLength(inDay.length);
      for (const { fromMs, end } of files) {
        const untilMs = end.kind === 'open' ? nowMs : end.atMs;
        expect(untilMs).toBeGreaterThanOrEqual(Math.max(day.fromMs, fromMs ?? 0));
        expect(fromMs ?? untilMs).toBeLessThan(day.untilMs);
      }
      const known = files.filter(({ fromMs }) => fromMs !== undefined);
      for (const [index, { end }] of known.entries()) {
        const next = known[index + 1]?.fromMs;
        const untilMs = end.kind === 'open' ? nowMs : end.atMs;
        expect(untilMs).toBeLessThanOrEqual((next ?? Infinity) + 5_000);
      }
      for (const gap of rows.filter(({ kind }) => kind === 'gap')) {
        expect(gap).toSatisfy(({ fromMs, untilMs }: Span) => untilMs - fromMs > 5_000);
      }
    }),
    { numRuns: 1_000 },
  );
});
