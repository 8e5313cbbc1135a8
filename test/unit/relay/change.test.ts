import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedFields, changeFrom, sameValue } from '#src/relay/change.ts';
import { CALLBACK_EVENTS } from '#src/relay/relay-task.ts';
import { runs, someChange, someTask } from './arbitrary-task.ts';
import { taskWith, taskWithout } from './sample-task.ts';

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
  ['a time and what is no time', 'end_time', undefined, 'tomorrow'],
  ['two texts that are no times', 'start_time', 'tomorrow', 'yesterday'],
  ['two loop counts', 'vod_loop_time', '1', '2'],
  ['two refresh types', 'vod_refresh_type', undefined, 'continue_from_file_start'],
  ['enabled and paused', 'status', 'enable', 'pause'],
  ['no status and enabled', 'status', undefined, 'enable'],
  ['two indexes', 'vod_start_video_index', 0, 1],
] as const)('%s differ', (_what, field, a, b) => {
  expect([sameValue(field, a, b), sameValue(field, b, a)]).toEqual([false, false]);
});

test('a change holds only what differs from the task that was shown', () => {
  const wanted = { status: 'pause', vod_loop_time: '-1', end_time: taskWith().end_time ?? '' };

  expect(changeFrom(taskWith(), wanted)).toEqual({ status: 'pause' });
});

test('what the task does not hold is no change as long as its default is wanted', () => {
  const bare = taskWithout('vod_loop_time', 'vod_start_video_index', 'vod_refresh_type');
  const wanted = {
    vod_loop_time: '-1',
    vod_start_video_index: 0,
    vod_refresh_type: 'immediate_new_source',
  };

  expect(changeFrom(bare, wanted)).toEqual({});
});

test('asking for nothing, and for what is there already, changes nothing', () => {
  expect(changeFrom(taskWith(), {})).toEqual({});
  fc.assert(
    fc.property(someTask, (task) => {
      expect(changeFrom(task, task)).toEqual({});
    }),
    runs,
  );
});

test('a change holds no value that is there already, and leaves nothing wanted out', () => {
  fc.assert(
    fc.property(someTask, someChange, (task, wanted) => {
      const change = changeFrom(task, wanted);
      const after = { ...task, ...change };

      expect(changedFields(change).filter((f) => sameValue(f, task[f], change[f]))).toEqual([]);
      expect(changedFields(wanted).filter((f) => !sameValue(f, after[f], wanted[f]))).toEqual([]);
    }),
    runs,
  );
});

test('fields are named in the order people read them', () => {
  const change = { end_time: '2026-11-28T12:00:00Z', source_urls: ['a'], status: 'pause' };

  expect(changedFields(change)).toEqual(['status', 'source_urls', 'end_time']);
});
