import { expect, test } from 'vitest';
import type { Change } from '#src/relay/change.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { effects, EVENING, LENGTHS, NOW, told, TUESDAY } from './news-task.ts';

test.each<[string, Change, Partial<RelayTask>, string[]]>([
  ['a pause', { status: 'pause' }, {}, ['off_air will paused']],
  [
    'three rounds of files of unknown length',
    { vod_loop_time: '3' },
    {},
    ['off_air could rounds_over', 'interruption expected break', 'programme will other_rounds'],
  ],
  [
    'an end in twenty minutes',
    { end_time: '2026-11-29T12:20:00Z' },
    {},
    ['off_air will ends_soon', 'interruption could break'],
  ],
  [
    'an end a day earlier, and far ahead',
    { end_time: '2026-11-30T00:14:00Z' },
    {},
    ['interruption could break', 'programme will ends_earlier'],
  ],
  [
    'a start that moves on a running task',
    { start_time: '2026-11-30T18:00:00Z' },
    {},
    ['off_air could start_moved', 'programme will starts_later'],
  ],
  [
    'another playlist',
    { source_urls: [EVENING] },
    {},
    ['interruption expected break', 'programme will new_playlist'],
  ],
  [
    'another playlist with a push key that has ended',
    { source_urls: [EVENING] },
    { push_args: 'txSecret=0f&txTime=692ad000' },
    [
      'off_air expected push_key_ended',
      'interruption expected break',
      'programme will new_playlist',
    ],
  ],
  [
    'another first file',
    { vod_start_video_index: 1 },
    {},
    ['interruption expected break', 'programme will start_position'],
  ],
  ['other events', { callback_events: ['TaskExit'] }, {}, ['interruption could break']],
  ['a resume', { status: 'enable' }, { status: 'pause' }, ['programme will back_on_air']],
  [
    'a resume with a push key that has ended',
    { status: 'enable' },
    { status: 'pause', push_args: 'txSecret=0f&txTime=692ad000' },
    ['off_air will stays_off'],
  ],
  [
    'a resume with a push key of Huawei, whose time may be that of its creation',
    { status: 'enable' },
    { status: 'pause', push_args: 'hwSecret=0f&hwTime=692ad000' },
    ['off_air could stays_off', 'programme expected back_on_air'],
  ],
  [
    'another playlist with such a key',
    { source_urls: [EVENING] },
    { push_args: 'hwSecret=0f&hwTime=692ad000' },
    ['off_air could push_key_ended', 'interruption expected break', 'programme will new_playlist'],
  ],
  [
    'a key in a push URL whose parts are empty',
    { source_urls: [EVENING] },
    {
      domain: '',
      app_name: '',
      stream_name: '',
      push_args: '',
      destination_url: 'rtmp://push.example.com/live/news24?txSecret=0f&txTime=692ad000',
    },
    [
      'off_air expected push_key_ended',
      'interruption expected break',
      'programme will new_playlist',
    ],
  ],
  [
    'another playlist of a paused task',
    { source_urls: [EVENING] },
    { status: 'pause' },
    ['none will no_effect'],
  ],
  [
    'another playlist of a task that has not started',
    { source_urls: [EVENING] },
    { start_time: '2026-11-30T00:00:00Z' },
    ['programme will new_playlist'],
  ],
  [
    'a later end of a task that has ended',
    { end_time: '2026-12-03T00:00:00Z' },
    { end_time: '2026-11-29T11:00:00Z' },
    ['off_air could stays_off', 'programme will ends_later', 'programme could back_on_air'],
  ],
])('%s: what viewers see', (_name, change, task, expected) => {
  expect(told(change, { task })).toEqual(expected);
});

test('with the lengths of the files, the end of the rounds has a time', () => {
  const [first] = effects({ vod_loop_time: '3' }, { sources: { durations: LENGTHS } });

  expect(first).toEqual({
    kind: 'rounds_over',
    grade: 'off_air',
    strength: 'will',
    rounds: 3,
    atMs: Date.parse('2026-11-29T15:30:00Z'),
    isOver: 'perhaps',
    endMs: Date.parse(TUESDAY),
    todayUntilMs: Date.parse(TUESDAY),
  });
});

test('rounds are over at once if the API is known to count those already played', () => {
  const [first] = effects(
    { vod_loop_time: '3' },
    { sources: { durations: LENGTHS }, known: { restartsRounds: false } },
  );

  expect(first).toMatchObject({ kind: 'rounds_over', atMs: Date.parse(NOW), isOver: 'yes' });
});

test('measured facts of the API remove the doubt', () => {
  expect(told({ callback_events: ['TaskExit'] }, { known: { eventsOnlyBreaks: false } })).toEqual([
    'none will no_effect',
  ]);
  expect(told({ callback_events: ['TaskExit'] }, { known: { eventsOnlyBreaks: true } })).toEqual([
    'interruption will break',
  ]);
  expect(
    told({ start_time: '2026-11-30T18:00:00Z' }, { known: { waitsForMovedStart: true } })[0],
  ).toBe('off_air will start_moved');
});
