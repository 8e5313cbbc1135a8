import { expect, test } from 'vitest';
import { sameValue } from '#src/relay/field.ts';
import { CALLBACK_EVENTS } from '#src/relay/relay-task.ts';

test.each([
  ['lists with the same items', 'source_urls', ['a', 'b'], ['a', 'b']],
  [
    'events in another order',
    'callback_events',
    ['TaskStart', 'TaskExit'],
    ['TaskExit', 'TaskStart'],
  ],
  ['no events listed and all of them', 'callback_events', undefined, CALLBACK_EVENTS],
  ['one instant in two spellings', 'end_time', '2026-11-26T12:00:00Z', '2026-11-26T20:00:00+08:00'],
  [
    'one instant with and without fraction',
    'end_time',
    '2026-11-26T12:00:00Z',
    '2026-11-26T12:00:00.000Z',
  ],
  ['no end and an empty one', 'end_time', undefined, ''],
  ['no loop count and endless', 'vod_loop_time', undefined, '-1'],
  ['an empty loop count and endless', 'vod_loop_time', '', '-1'],
  ['no index and the first', 'vod_start_video_index', undefined, 0],
  ['no offset and zero', 'vod_start_video_time', undefined, 0],
  ['no refresh type and its default', 'vod_refresh_type', undefined, 'immediate_new_source'],
  ['no status twice', 'status', undefined, undefined],
  ['no status and an empty one', 'status', undefined, ''],
  ['no refresh type and an empty one', 'vod_refresh_type', undefined, ''],
  ['a time with and without its zone', 'end_time', '2026-11-26T12:00:00Z', '2026-11-26 12:00:00'],
  ['no end and the zero time of Go', 'end_time', undefined, '0001-01-01T00:00:00Z'],
  ['a count as text and as a number', 'vod_loop_time', '3', 3],
  ['an index as text and as a number', 'vod_start_video_index', '3', 3],
  ['a whole number with and without a point', 'vod_start_video_time', 12, JSON.parse('12.0')],
  ['one word that we do not know', 'status', 'running', 'running'],
  ['one text that is no time', 'end_time', 'soon', 'soon'],
  ['unknown events in another order', 'callback_events', ['A', 'TaskExit'], ['TaskExit', 'A']],
  ['no rounds twice', 'vod_loop_time', '0', 0],
] as const)('%s are the same', (_what, field, a, b) => {
  expect([sameValue(field, a, b), sameValue(field, b, a)]).toEqual([true, true]);
});

test.each([
  ['lists in another order', 'source_urls', ['a', 'b'], ['b', 'a']],
  ['a list and the same with an item twice', 'source_urls', ['a'], ['a', 'a']],
  ['no list and an empty one', 'source_urls', undefined, []],
  ['urls that differ in case', 'source_urls', ['https://a/B'], ['https://a/b']],
  ['fewer events', 'callback_events', ['TaskStart', 'TaskExit'], ['TaskStart']],
  ['no events listed and one', 'callback_events', undefined, ['TaskStart']],
  ['an empty list of events and none listed', 'callback_events', [], undefined],
  ['two instants a second apart', 'end_time', '2026-11-26T12:00:00Z', '2026-11-26T12:00:01Z'],
  ['an end and none', 'end_time', '2026-11-26T12:00:00Z', undefined],
  ['no time and what is no time', 'end_time', undefined, 'tomorrow'],
  ['a time and what is no time', 'end_time', '2026-11-26T12:00:00Z', 'tomorrow'],
  ['two texts that are no times', 'start_time', 'tomorrow', 'yesterday'],
  ['two loop counts', 'vod_loop_time', '1', '2'],
  ['two refresh types', 'vod_refresh_type', undefined, 'continue_from_file_start'],
  ['enabled and paused', 'status', 'enable', 'pause'],
  ['no status and enabled', 'status', undefined, 'enable'],
  ['two indexes', 'vod_start_video_index', 0, 1],
  ['no rounds and endless', 'vod_loop_time', '0', undefined],
  ['no list of events and an unknown one', 'callback_events', undefined, ['TaskPlayFailed']],
  ['a known word and an unknown one', 'status', 'enable', 'running'],
  ['the default and an unknown refresh type', 'vod_refresh_type', undefined, 'continue_seamless'],
  [
    'two instants a millionth of a second apart',
    'end_time',
    '2026-11-26T12:00:00Z',
    '2026-11-26T12:00:00.000001Z',
  ],
  [
    'a time without a zone and the same in Beijing',
    'end_time',
    '2026-11-26 12:00:00',
    '2026-11-26T12:00:00+08:00',
  ],
] as const)('%s differ', (_what, field, a, b) => {
  expect([sameValue(field, a, b), sameValue(field, b, a)]).toEqual([false, false]);
});
