import { expect, test } from 'vitest';
import { isLiveNow } from '#src/relay/change-facts.ts';
import { at, nowMs, taskWith, taskWithout } from './sample-task.ts';

test.each([
  ['inside its window', taskWith(), true],
  ['paused inside its window', taskWith({ status: 'pause' }), false],
  ['at its start', taskWith({ start_time: at(0) }), true],
  ['a moment before its start', taskWith({ start_time: at(1) }), false],
  ['at its end', taskWith({ end_time: at(0) }), false],
  ['a moment before its end', taskWith({ end_time: at(1) }), true],
  ['without a window', taskWithout('start_time', 'end_time'), true],
  ['with an empty window', taskWith({ start_time: '', end_time: '' }), true],
  ['in a status nobody documented', taskWith({ status: 'running' }), undefined],
  ['in such a status after its end', taskWith({ status: 'running', end_time: at(0) }), false],
  ['whose end is no time', taskWith({ end_time: 'soon' }), undefined],
  ['whose end cannot be read', taskWith({ end_time: 17 }), undefined],
  ['whose start is no time', taskWith({ start_time: 'soon' }), undefined],
  [
    'whose start is no time, after its end',
    taskWith({ start_time: 'soon', end_time: at(0) }),
    false,
  ],
  ['paused, whose end is no time', taskWith({ status: 'pause', end_time: 'soon' }), false],
  ['with an end in another form', taskWith({ end_time: '2026-11-26 12:00:01' }), true],
  ['that ended in another form', taskWith({ end_time: '2026-11-26T20:00:00+08:00' }), false],
  ['with the zero time of Go as its end', taskWith({ end_time: '0001-01-01T00:00:00Z' }), true],
  ['without a status', taskWithout('status'), true],
])('a task %s: live is %s', (_what, task, isLive) => {
  expect(isLiveNow(task, nowMs)).toBe(isLive);
});
