import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedFields, changeFrom } from '#src/relay/change.ts';
import { sameValue } from '#src/relay/field.ts';
import { runs, someChange, someTask } from './arbitrary-task.ts';
import { at, dayMs, taskWith, taskWithout } from './sample-task.ts';

test('a change holds only what differs from the task that was shown', () => {
  const wanted = { status: 'pause', vod_loop_time: '-1', end_time: at(2 * dayMs) };

  expect(changeFrom(taskWith(), wanted)).toEqual({ status: 'pause' });
});

test('asking for the default of a missing field is no change', () => {
  const bare = taskWithout('vod_loop_time', 'vod_start_video_index', 'vod_refresh_type');
  const wanted = {
    vod_loop_time: '-1',
    vod_start_video_index: 0,
    vod_refresh_type: 'immediate_new_source',
  };

  expect(changeFrom(bare, wanted)).toEqual({});
});

test('asking for nothing, or for the current values, changes nothing', () => {
  expect(changeFrom(taskWith(), {})).toEqual({});
  fc.assert(
    fc.property(someChange, (held) => {
      expect(changeFrom({ ...held, task_id: 't' }, held)).toEqual({});
    }),
    runs,
  );
});

test('a change holds all wanted values that differ, and no others', () => {
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
