import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { differencesAfter, driftOf, holdsChange } from '#src/relay/drift.ts';
import { runs, someChange, someTask } from './arbitrary-task.ts';
import { at, dayMs, taskWith, taskWithout } from './sample-task.ts';

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
  ['another spelling of an instant', taskWith({ end_time: at(2 * dayMs).replace('Z', '.000Z') })],
  ['a default that is left out now', taskWithout('vod_loop_time', 'vod_start_video_index')],
])('%s is no drift', (_what, live) => {
  expect(driftOf(base, live, { status: 'pause' })).toEqual({ overlapping: [], disjoint: [] });
});

test.each([
  ['a fraction of a second', 'vod_start_video_time', 0, 12.5],
  ['an object', 'vod_loop_time', '-1', { rounds: 3 }],
  ['a number for a word', 'vod_refresh_type', 'immediate_new_source', 2],
  ['a text for a list', 'callback_events', ['TaskAlarm'], 'TaskAlarm'],
  ['a text that is no time', 'end_time', undefined, 'soon'],
  ['no rounds', 'vod_loop_time', '-1', '0'],
  ['an empty list of events', 'callback_events', undefined, []],
] as const)('%s where %s held %j is drift', (_what, field, before, now) => {
  const held = taskWith({ [field]: before });

  expect(driftOf(held, taskWith({ [field]: now }), { status: 'pause' }).disjoint).toEqual([
    { field, expected: before, found: now },
  ]);
});

test('an unreadable value counts as drift even if unchanged', () => {
  const unread = taskWith({ vod_start_video_time: 12.5, vod_loop_time: { rounds: 3 } });

  expect(driftOf(unread, unread, { status: 'pause' }).disjoint).toHaveLength(2);
  expect(differencesAfter(unread, {}, unread)).toHaveLength(2);
  expect(holdsChange({ vod_loop_time: '3' }, unread)).toBe(false);
});

test('a field that vanished is drift', () => {
  expect(driftOf(base, taskWithout('end_time'), { status: 'pause' }).disjoint).toEqual([
    { field: 'end_time', expected: at(2 * dayMs), found: undefined },
  ]);
});

test('overlapping and disjoint share no field and leave none out', () => {
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

test('after a change the task should hold the change and its other values', () => {
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
