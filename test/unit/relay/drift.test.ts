import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { differencesAfter, driftOf, holdsChange } from '#src/relay/drift.ts';
import { runs, someChange, someTask } from './arbitrary-task.ts';
import { taskWith, taskWithout } from './sample-task.ts';

const base = taskWith();

test('a task that did not move has no drift', () => {
  expect(driftOf(base, taskWith(), { status: 'pause' })).toEqual({ overlapping: [], disjoint: [] });
});

test('a field that moved overlaps if the change writes it, and is disjoint if not', () => {
  const live = taskWith({ status: 'pause', vod_loop_time: '3' });

  const drift = driftOf(base, live, { status: 'pause' });

  expect(drift).toEqual({
    overlapping: [{ field: 'status', expected: 'enable', found: 'pause' }],
    disjoint: [{ field: 'vod_loop_time', expected: '-1', found: '3' }],
  });
});

test.each([
  ['what cannot be changed', taskWith({ callback_url: 'https://x.example/', region: 'r' })],
  ['fields nobody documented', taskWith({ unknown: { play_count: 7 } })],
  [
    'another spelling of an instant',
    taskWith({ end_time: base.end_time?.replace('Z', '.000Z') ?? '' }),
  ],
  ['a default that is left out now', taskWithout('vod_loop_time', 'vod_start_video_index')],
])('%s is no drift', (_what, live) => {
  expect(driftOf(base, live, { status: 'pause' })).toEqual({ overlapping: [], disjoint: [] });
});

test('a field that vanished is drift', () => {
  expect(driftOf(base, taskWithout('end_time'), { status: 'pause' }).disjoint).toEqual([
    { field: 'end_time', expected: base.end_time, found: undefined },
  ]);
});

test('drift is told once: overlapping and disjoint share nothing and leave nothing out', () => {
  fc.assert(
    fc.property(someTask, someTask, someChange, (before, live, change) => {
      const { overlapping, disjoint } = driftOf(before, live, change);
      const all = [...overlapping, ...disjoint].map(({ field }) => field);

      expect(all.toSorted()).toEqual(
        differencesAfter(before, {}, live)
          .map(({ field }) => field)
          .toSorted(),
      );
      expect(overlapping.filter(({ field }) => change[field] === undefined)).toEqual([]);
      expect(disjoint.filter(({ field }) => change[field] !== undefined)).toEqual([]);
    }),
    runs,
  );
});

test('after a change the task should hold the change, and what it held before', () => {
  const change = { status: 'pause', vod_loop_time: '2' };
  const found = taskWith({ status: 'pause', vod_start_video_index: 1 });

  expect(differencesAfter(base, change, found)).toEqual([
    { field: 'vod_loop_time', expected: '2', found: '-1' },
    { field: 'vod_start_video_index', expected: 0, found: 1 },
  ]);
});

test.each([
  ['every field of it', { status: 'pause', vod_loop_time: '2' }, true],
  ['only one of its two fields', { status: 'pause' }, false],
  ['every field, and others moved', { status: 'pause', vod_loop_time: '2', start_time: '' }, true],
  ['nothing of it', {}, false],
])('a task that holds %s: %j → %s', (_what, fields, holds) => {
  expect(holdsChange({ status: 'pause', vod_loop_time: '2' }, taskWith(fields))).toBe(holds);
});
