import { expect, test } from 'vitest';
import { problemsOf } from '#src/relay/rules.ts';
import { windowDoubt } from '#src/relay/window.ts';
import { at, dayMs, hourMs, nowMs, taskWith, taskWithout } from './sample-task.ts';

const second = 1_000;
const week = 7 * dayMs;
const future = taskWith({ start_time: at(dayMs), end_time: at(2 * dayMs) });
const running = taskWith({ start_time: at(-dayMs), end_time: at(dayMs) });
const endless = taskWithout('end_time');
const windowless = taskWithout('start_time', 'end_time');

test.each([
  ['a later end', running, { end_time: at(2 * dayMs) }, []],
  ['an end one second from now', running, { end_time: at(second) }, []],
  ['an end at this moment', running, { end_time: at(0) }, ['end_time end_not_after_now']],
  ['an end in the past', running, { end_time: at(-second) }, ['end_time end_not_after_now']],
  ['an end at the stored start', future, { end_time: at(dayMs) }, ['end_time end_not_after_start']],
  [
    'an end before the stored start',
    future,
    { end_time: at(hourMs) },
    ['end_time end_not_after_start'],
  ],
  ['an end one second after the stored start', future, { end_time: at(dayMs + second) }, []],
  [
    'an end more than seven days after a start still to come',
    future,
    { end_time: at(dayMs + week + second) },
    ['end_time window_too_long'],
  ],
  ['an end seven days after it, which one page allows', future, { end_time: at(dayMs + week) }, []],
  [
    'an end seven days from now on the task’s second day, which one reading allows',
    running,
    { end_time: at(week) },
    [],
  ],
  [
    'an end more than seven days from now, which none allows',
    running,
    { end_time: at(week + second) },
    ['end_time window_too_long'],
  ],
  ['an end for a task without a window', windowless, { end_time: at(hourMs) }, []],
  [
    'more than seven days from now without a start',
    windowless,
    { end_time: at(week + second) },
    ['end_time window_too_long'],
  ],
  ['seven days from now without a start', windowless, { end_time: at(week) }, []],
  [
    'any end for a task whose start is no time',
    taskWith({ start_time: 'soon' }),
    { end_time: at(week + second) },
    [],
  ],

  ['a start still to come', future, { start_time: at(hourMs) }, []],
  ['a start one second from now', future, { start_time: at(second) }, []],
  ['a start at this moment', future, { start_time: at(0) }, ['start_time start_passed']],
  ['a start in the past', future, { start_time: at(-second) }, ['start_time start_passed']],
  [
    'a start at the stored end',
    future,
    { start_time: at(2 * dayMs) },
    ['start_time end_not_after_start'],
  ],
  [
    'a start after the stored end',
    future,
    { start_time: at(3 * dayMs) },
    ['start_time end_not_after_start'],
  ],
  ['a start a second before the stored end', future, { start_time: at(2 * dayMs - second) }, []],
  [
    'a start more than seven days before the stored end',
    taskWith({ start_time: at(6 * dayMs), end_time: at(week + hourMs + second) }),
    { start_time: at(hourMs) },
    ['start_time window_too_long'],
  ],
  [
    'a start seven days before it',
    taskWith({ start_time: at(6 * dayMs), end_time: at(week + hourMs) }),
    { start_time: at(hourMs) },
    [],
  ],
  ['a start for a task without an end', endless, { start_time: at(hourMs) }, []],
  [
    'a start that passed, with the stored end before it',
    taskWith({ start_time: at(-3 * dayMs), end_time: at(-2 * dayMs) }),
    { start_time: at(-dayMs) },
    ['start_time start_passed', 'start_time end_not_after_start'],
  ],

  ['both, in order', running, { start_time: at(hourMs), end_time: at(2 * hourMs) }, []],
  [
    'both at once',
    running,
    { start_time: at(hourMs), end_time: at(hourMs) },
    ['end_time end_not_after_start'],
  ],
  [
    'both, the wrong way round',
    running,
    { start_time: at(2 * hourMs), end_time: at(hourMs) },
    ['end_time end_not_after_start'],
  ],
  [
    'both, more than seven days apart',
    running,
    { start_time: at(hourMs), end_time: at(hourMs + week + second) },
    ['end_time window_too_long'],
  ],
  ['both, seven days apart', running, { start_time: at(hourMs), end_time: at(hourMs + week) }, []],

  ['pausing a running task', running, { status: 'pause' }, []],
  ['pausing a task without a window', windowless, { status: 'pause' }, []],
  [
    'pausing a task that is over',
    taskWith({ end_time: at(0) }),
    { status: 'pause' },
    ['end_time end_not_after_now'],
  ],
] as const)('%s', (_what, base, change, expected) => {
  const problems = problemsOf({ base, change, sources: { schemes: ['https'] }, nowMs });

  expect(problems.map(({ field, code }) => `${field} ${code}`)).toEqual(expected);
});

test.each([
  'tomorrow',
  '',
  '2026-11-28',
  '2026-11-28T12:00',
  '2026-11-28T12:00:00',
  '2026-11-28T12:00:00.000Z',
  '2026-11-28T12:00:00+08:00',
  '2026-11-28 12:00:00Z',
  '2026-11-28T25:00:00Z',
  '2026-11-31T12:00:00Z',
  '2027-02-29T12:00:00Z',
  '1795867200000',
])('%j is not how the API writes a time', (text) => {
  const sources = { schemes: ['https'] };

  expect(problemsOf({ base: running, change: { end_time: text }, sources, nowMs })).toEqual([
    { field: 'end_time', code: 'time_malformed' },
  ]);
  expect(problemsOf({ base: running, change: { start_time: text }, sources, nowMs })).toEqual([
    { field: 'start_time', code: 'time_malformed' },
  ]);
});

test('an unchanged malformed time of the task blocks nothing', () => {
  const base = taskWith({ start_time: 'unknown', end_time: 'unknown' });
  const change = { status: 'pause' };

  expect(problemsOf({ base, change, sources: { schemes: ['https'] }, nowMs })).toEqual([]);
});

test.each([
  ['both, seven days apart', { start_time: at(hourMs), end_time: at(hourMs + week) }, true],
  ['both, a second less', { start_time: at(hourMs), end_time: at(hourMs + week - second) }, false],
  ['seven days after the stored start', { end_time: at(-dayMs + week) }, true],
  ['a second less', { end_time: at(-dayMs + week - second) }, false],
  ['seven days from now, eight after the stored start', { end_time: at(week) }, true],
  ['nothing of the window', { status: 'pause' }, false],
])('a window that only some readings allow is warned about: %s', (_what, change, isWarned) => {
  const found = windowDoubt(running, change, nowMs);

  expect(found === 'perhaps_too_long').toBe(isWarned);
});
