import { expect, test } from 'vitest';
import { laterEnd } from '#src/relay/later-end.ts';
import { problemsOf } from '#src/relay/rules.ts';
import { at, dayMs, hourMs, nowMs, taskWith, taskWithout } from './sample-task.ts';

const minuteMs = 60_000;

test('the end is a minute before seven days after the start', () => {
  expect(laterEnd(taskWith(), nowMs)).toEqual({ end_time: at(6 * dayMs - minuteMs) });
});

test('where it ends later than that already, it is counted from now', () => {
  const long = taskWith({ end_time: at(6 * dayMs - minuteMs) });

  expect(laterEnd(long, nowMs)).toEqual({ end_time: at(7 * dayMs - minuteMs) });
});

test.each([
  ['without a start', taskWithout('start_time'), at(7 * dayMs - minuteMs)],
  ['that has not begun', taskWith({ start_time: at(hourMs) }), at(7 * dayMs + hourMs - minuteMs)],
  ['without an end', taskWithout('end_time'), at(6 * dayMs - minuteMs)],
])('a task %s gets one', (_which, task, end) => {
  expect(laterEnd(task, nowMs).end_time).toBe(end);
});

test('counted rounds become a list that is played until the end', () => {
  expect(laterEnd(taskWith({ vod_loop_time: '3' }), nowMs)).toMatchObject({ vod_loop_time: '-1' });
});

test('a task that ends as late as it may is given no end, so that the form shows the one it has', () => {
  expect(laterEnd(taskWith({ end_time: at(8 * dayMs) }), nowMs)).toEqual({});
});

test('the rules take what is asked for', () => {
  const base = taskWith();
  const asked = { base, change: laterEnd(base, nowMs), sources: { schemes: ['https'] }, nowMs };

  expect(problemsOf(asked)).toEqual([]);
});
