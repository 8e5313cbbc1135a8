import { describe, expect, test } from 'vitest';
import type { Change } from '#src/relay/change.ts';
import { INT32_MAX, urlsOf } from '#src/relay/field.ts';
import { problemsOf, taskRefusal } from '#src/relay/rules.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { nowMs, taskWith, taskWithout } from './sample-task.ts';

const sources = { schemes: ['https'] };

function problems(change: Change, base: RelayTask = taskWith()) {
  return problemsOf({ base, change, sources, nowMs });
}

function urls(count: number): string[] {
  return Array.from({ length: count }, (_item, index) => `https://media.example.com/${index}.mp4`);
}

test('a change that changes nothing is refused', () => {
  expect(problems({})).toEqual([{ field: 'status', code: 'no_change' }]);
});

test.each([
  [{ status: 'enable' }],
  [{ status: 'pause' }],
  [{ vod_refresh_type: 'continue_from_break_point' }],
  [{ callback_events: ['TaskAlarm'] }],
  [{ source_urls: urls(1) }],
  [{ source_urls: urls(30) }],
  [{ vod_loop_time: '-1' }],
  [{ vod_loop_time: '1' }],
  [{ vod_loop_time: '999999999' }],
  [{ vod_start_video_time: 0 }],
  [{ vod_start_video_time: INT32_MAX }],
  [{ vod_start_video_index: 0 }],
  [{ vod_start_video_index: 1 }],
])('%j may be requested', (change) => {
  expect(problems(change)).toEqual([]);
});

test.each([
  [{ status: 'stop' }, { field: 'status', code: 'unknown_value', value: 'stop' }],
  [{ status: '' }, { field: 'status', code: 'unknown_value', value: '' }],
  [
    { vod_refresh_type: 'later' },
    { field: 'vod_refresh_type', code: 'unknown_value', value: 'later' },
  ],
  [{ callback_events: [] }, { field: 'callback_events', code: 'events_missing' }],
  [
    { callback_events: ['TaskStart', 'TaskStop'] },
    { field: 'callback_events', code: 'unknown_value', value: 'TaskStop' },
  ],
  [{ source_urls: [] }, { field: 'source_urls', code: 'urls_missing' }],
  [{ source_urls: urls(31) }, { field: 'source_urls', code: 'urls_too_many', count: 31, max: 30 }],
])('%j has a problem', (change, problem) => {
  expect(problems(change)).toEqual([problem]);
});

test('every wrong url is named with its line', () => {
  const [good] = urls(1);
  const wrong = 'ftp://media.example.com/a.mp4';
  const change = { source_urls: [good ?? '', wrong, good ?? '', 'x'] };

  expect(problems(change)).toEqual([
    {
      field: 'source_urls',
      code: 'url_scheme_not_allowed',
      line: 2,
      url: wrong,
      schemes: ['https'],
    },
    { field: 'source_urls', code: 'url_malformed', line: 4, url: 'x' },
  ]);
});

test('a list may repeat a URL, such as an ident between programmes', () => {
  const [ident = '', first = '', second = ''] = urls(3);

  expect(problems({ source_urls: [ident, first, ident, second, ident] })).toEqual([]);
});

test('wrong URLs are also named in a list that is too long', () => {
  const change = { source_urls: [...urls(30), 'https://localhost/a.mp4'] };

  expect(problems(change)).toEqual([
    { field: 'source_urls', code: 'urls_too_many', count: 31, max: 30 },
    {
      field: 'source_urls',
      code: 'url_private_host',
      line: 31,
      url: 'https://localhost/a.mp4',
      host: 'localhost',
    },
  ]);
});

test('URLs that the task already holds are not checked again', () => {
  const base = taskWith({ source_urls: ['rtmp://10.0.0.1/live'] });

  expect(problems({ status: 'pause' }, base)).toEqual([]);
});

test.each(['0', '-2', '1.5', '', ' 1', '1 ', '01', '+1', '1e3', 'two', '-1\n', '1000000000', '１'])(
  '%j is no count of rounds',
  (loop) => {
    expect(problems({ vod_loop_time: loop })).toEqual([
      { field: 'vod_loop_time', code: 'loop_not_a_count' },
    ]);
  },
);

test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, INT32_MAX + 1])(
  '%d is no number of seconds, and no index',
  (number) => {
    expect(problems({ vod_start_video_time: number })).toEqual([
      { field: 'vod_start_video_time', code: 'seconds_not_a_number' },
    ]);
    expect(problems({ vod_start_video_index: number })).toEqual([
      { field: 'vod_start_video_index', code: 'index_not_a_number' },
    ]);
  },
);

const field = 'vod_start_video_index';

test.each([
  ['the last of the list', { [field]: 1 }, taskWith(), []],
  [
    'one past the list',
    { [field]: 2 },
    taskWith(),
    [{ code: 'index_past_list', index: 2, last: 1 }],
  ],
  ['the last of the new list', { [field]: 4, source_urls: urls(5) }, taskWith(), []],
  [
    'one past the new list',
    { [field]: 5, source_urls: urls(5) },
    taskWith(),
    [{ code: 'index_past_list', index: 5, last: 4 }],
  ],
  [
    'the stored index past a shorter list',
    { source_urls: urls(1) },
    taskWith({ [field]: 1 }),
    [{ code: 'index_past_list', index: 1, last: 0 }],
  ],
  ['the stored index and a list as long', { source_urls: urls(2) }, taskWith({ [field]: 1 }), []],
  [
    'a shorter list with a new index',
    { source_urls: urls(1), [field]: 0 },
    taskWith({ [field]: 1 }),
    [],
  ],
  ['no index stored', { source_urls: urls(1) }, taskWithout(field), []],
  ['a list that is not known', { [field]: 7 }, taskWithout('source_urls'), []],
])('start index: %s', (_what, change, base, expected) => {
  expect(problems(change, base)).toEqual(expected.map((problem) => ({ field, ...problem })));
});

test.each([
  ['a status word', { status: 'running' }],
  ['a refresh type', { vod_refresh_type: 'continue_seamless' }],
  ['no rounds', { vod_loop_time: '0' }],
  ['no events', { callback_events: [] }],
  ['an unknown event', { callback_events: ['TaskPlayFailed'] }],
  ['no list', { source_urls: [] }],
  ['a negative index', { vod_start_video_index: -1 }],
  ['a start that is no time', { start_time: 'soon' }],
  ['an end that is past, in another form', { end_time: '2026-11-20 00:00:00' }],
] as const)(
  '%s that the task holds unchanged does not block changes of other fields',
  (_what, held) => {
    expect(problems({ vod_start_video_time: 45 }, taskWith(held))).toEqual([]);
  },
);

test('an empty list is reported as such, without mentioning the index', () => {
  expect(problems({ source_urls: [] }, taskWith({ [field]: 1 }))).toEqual([
    { field: 'source_urls', code: 'urls_missing' },
  ]);
});

test('all problems are reported at once', () => {
  const change = {
    status: 'stop',
    source_urls: ['x'],
    vod_loop_time: '0',
    vod_start_video_time: -1,
    end_time: 'never',
  };

  expect(problems(change).map(({ field: at, code }) => `${at} ${code}`)).toEqual([
    'status unknown_value',
    'source_urls url_malformed',
    'vod_loop_time loop_not_a_count',
    'vod_start_video_time seconds_not_a_number',
    'end_time time_malformed',
  ]);
});

test.each([
  [taskWith(), undefined],
  [taskWith({ source_type: 'PullLivePushLive' }), 'PullLivePushLive'],
  [taskWithout('source_type'), '?'],
])('a task of another source type cannot be changed (%#)', (task, sourceType) => {
  expect(taskRefusal(task)).toEqual(sourceType && { code: 'wrong_source_type', sourceType });
});

test('a task that cannot be read cannot be changed, and each field is named with what it holds', () => {
  const task = taskWith({ vod_start_video_time: 12.5, vod_refresh_type: 2 });

  expect(taskRefusal(task)).toEqual({
    code: 'unreadable',
    fields: [
      { field: 'vod_refresh_type', raw: 2 },
      { field: 'vod_start_video_time', raw: 12.5 },
    ],
  });
});

describe('a start position in a file of known length', () => {
  const [first = '', second = ''] = urlsOf(taskWith());
  const durations = new Map([
    [first, 600],
    [second, 30],
  ]);
  const found = (change: Change, base = taskWith()) =>
    problemsOf({ base, change, sources, nowMs, durations });

  test.each<[string, Change, Partial<RelayTask>, object[]]>([
    [
      'past its end',
      { vod_start_video_time: 600 },
      {},
      [{ field: 'vod_start_video_time', code: 'start_past_end', file: 1, lengthSeconds: 600 }],
    ],
    ['in its last second', { vod_start_video_time: 599 }, {}, []],
    [
      'past the end of the file that is chosen now',
      { vod_start_video_index: 1 },
      { vod_start_video_time: 45 },
      [{ field: 'vod_start_video_time', code: 'start_past_end', file: 2, lengthSeconds: 30 }],
    ],
    [
      'past the end of another file in its place',
      { source_urls: [second] },
      { vod_start_video_time: 45 },
      [{ field: 'vod_start_video_time', code: 'start_past_end', file: 1, lengthSeconds: 30 }],
    ],
    [
      'that the change leaves alone',
      { vod_loop_time: '4' },
      { vod_start_video_index: 1, vod_start_video_time: 45 },
      [],
    ],
    [
      'in a file of unknown length',
      { source_urls: ['https://media.example.com/new.mp4'] },
      { vod_start_video_time: 45 },
      [],
    ],
  ])('%s', (_what, change, held, expected) => {
    expect(found(change, taskWith(held))).toEqual(expected);
  });
});
