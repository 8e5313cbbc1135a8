import { expect, test } from 'vitest';
import { consequencesOf, isLiveNow } from '#src/relay/consequence.ts';
import { at, dayMs, hourMs, nowMs, taskWith, taskWithout } from './sample-task.ts';

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

const onAir = taskWith();
const later = taskWith({ start_time: at(hourMs) });
const paused = taskWith({ status: 'pause' });
const urls = ['https://media.example.com/c.mp4'];

test.each([
  ['pausing', onAir, { status: 'pause' }, ['stops_now']],
  ['resuming', paused, { status: 'enable' }, ['starts_again']],
  ['a new list as the task refreshes', onAir, { source_urls: urls }, ['restarts_current_file']],
  [
    'a new list at once',
    onAir,
    { source_urls: urls, vod_refresh_type: 'immediate_new_source' },
    ['switches_to_new_list'],
  ],
  [
    'a new list from the break',
    onAir,
    { source_urls: urls, vod_refresh_type: 'continue_from_break_point' },
    ['resumes_current_file'],
  ],
  ['a list of a task that is not on yet', later, { source_urls: urls }, ['not_on_air']],
  ['a list of a paused task', paused, { source_urls: urls }, ['not_on_air']],
  ['only the events', onAir, { callback_events: ['TaskExit'] }, ['events_only']],
  [
    'the events and more',
    onAir,
    { callback_events: ['TaskExit'], vod_loop_time: '2' },
    ['restarts_current_file'],
  ],
  ['an earlier end', onAir, { end_time: at(hourMs) }, ['restarts_current_file', 'ends_earlier']],
  ['a later end', onAir, { end_time: at(3 * dayMs) }, ['restarts_current_file', 'ends_later']],
  [
    'an end where there was none',
    taskWithout('end_time'),
    { end_time: at(hourMs) },
    ['restarts_current_file', 'ends_earlier'],
  ],
  [
    'an end for one that is no time',
    taskWith({ end_time: 'soon' }),
    { end_time: at(hourMs) },
    ['perhaps_on_air', 'restarts_current_file', 'ends_elsewhere'],
  ],
  [
    'a list while nobody can say whether it is on air',
    taskWith({ end_time: 'soon' }),
    { source_urls: urls },
    ['perhaps_on_air', 'restarts_current_file'],
  ],
  [
    'a list under a refresh type that we do not know',
    taskWith({ vod_refresh_type: 'continue_seamless' }),
    { source_urls: urls },
    ['refresh_unknown'],
  ],
  ['another start', later, { start_time: at(2 * hourMs) }, ['not_on_air', 'starts_elsewhere']],
  [
    'pausing with an earlier end',
    onAir,
    { status: 'pause', end_time: at(hourMs) },
    ['stops_now', 'ends_earlier'],
  ],
] as const)('%s', (_what, base, change, consequences) => {
  expect(consequencesOf(base, change, nowMs)).toEqual(consequences);
});

test('a task whose refresh type is not known switches to the new list, as the API says', () => {
  const change = { source_urls: urls };

  expect(consequencesOf(taskWithout('vod_refresh_type'), change, nowMs)).toEqual([
    'switches_to_new_list',
  ]);
});
