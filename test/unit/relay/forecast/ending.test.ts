import { expect, test } from 'vitest';
import { endingOf, isSameEnd, type RoundFacts } from '#src/relay/forecast/ending.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { at, dayMs, hourMs, nowMs, taskWith, taskWithout } from '../sample-task.ts';

const A = 'https://media.example.com/a.mp4';
const B = 'https://media.example.com/b.mp4';

/** Two files of half an hour each: a round is an hour. */
const LENGTHS: RoundFacts = { durations: new Map([A, B].map((url) => [url, 1_800])) };

const ends = (task: RelayTask, facts: RoundFacts = LENGTHS) => endingOf(task, nowMs, facts);

/** Begun a day ago, with this many rounds of an hour. */
const counted = (rounds: number, fields: Partial<RelayTask> = {}): RelayTask =>
  taskWith({ vod_loop_time: String(rounds), ...fields });

test('a task that loops ends at its end time', () => {
  expect(ends(taskWith())).toEqual({ atMs: nowMs + 2 * dayMs, by: 'time' });
});

test.each([
  ['is paused', taskWith({ status: 'pause' })],
  ['has ended', taskWith({ end_time: at(0) })],
  ['has no end', taskWithout('end_time')],
  ['has an end that is no time', taskWith({ end_time: 'soon' })],
])('a task that %s has no ending', (_which, task) => {
  expect(ends(task)).toBeUndefined();
});

test('counted rounds end it if they are over before its end time', () => {
  expect(ends(counted(26))).toEqual({ atMs: nowMs + 2 * hourMs, by: 'rounds', rounds: 26 });
  expect(ends(counted(200))).toEqual({ atMs: nowMs + 2 * dayMs, by: 'time' });
});

test('a list that starts in the middle ends at the earlier of both readings', () => {
  const task = counted(26, { vod_start_video_index: 1 });
  const everyRoundBeginsThere = nowMs - dayMs + (26 * hourMs) / 2;

  expect(everyRoundBeginsThere).toBeLessThan(nowMs);
  expect(ends(task)).toMatchObject({ by: 'time', sooner: 'perhaps_over' });
  expect(ends({ ...task, start_time: at(0) })).toMatchObject({ atMs: nowMs + 13 * hourMs });
});

test.each([
  ['a file of unknown length', counted(26), { durations: new Map([[A, 1_800]]) }],
  ['no start', { ...counted(26), start_time: undefined }, LENGTHS],
  ['a start that is no time', counted(26, { start_time: 'early' }), LENGTHS],
  ['no files', counted(26, { source_urls: [] }), LENGTHS],
])('with %s the rounds could be over sooner than the end time', (_what, task, facts) => {
  expect(ends(task, facts)).toEqual({
    atMs: nowMs + 2 * dayMs,
    by: 'time',
    rounds: 26,
    sooner: 'unknown',
  });
});

test('without an end time, the end of rounds of unknown length is unknown', () => {
  const { end_time: _end, ...task } = counted(3);

  expect(ends(task, { durations: new Map() })).toEqual({
    atMs: undefined,
    by: 'rounds',
    rounds: 3,
    sooner: 'unknown',
  });
});

test('rounds that are over by the clock may have begun again', () => {
  expect(ends(counted(3))).toEqual({
    atMs: nowMs + 2 * dayMs,
    by: 'time',
    rounds: 3,
    sooner: 'perhaps_over',
  });
});

test.each([
  ['at once', 'immediate_new_source', undefined, nowMs + 2 * hourMs],
  ['at once, and measured to go on counting', 'immediate_new_source', false, undefined],
  [
    'going on, and measured to count from zero',
    'continue_from_file_start',
    true,
    nowMs + 2 * hourMs,
  ],
])('after a change that switched %s', (_how, refresh, restartsRounds, atMs) => {
  const facts = { ...LENGTHS, brokeMs: nowMs - hourMs, restartsRounds };
  const found = ends(counted(3, { vod_refresh_type: refresh }), facts);

  expect(found).toMatchObject(
    atMs === undefined ? { sooner: 'perhaps_over' } : { by: 'rounds', atMs },
  );
});

test('after a change that continued where it was, the round is unknown', () => {
  const facts = { ...LENGTHS, brokeMs: nowMs - hourMs };

  expect(ends(counted(26), facts)).toMatchObject({ by: 'time', sooner: 'unknown' });
  // A change before its start has nothing to do with its rounds.
  expect(ends(counted(26), { ...LENGTHS, brokeMs: nowMs - 2 * dayMs })).toMatchObject({
    atMs: nowMs + 2 * hourMs,
  });
});

test('ends that differ only by inexact lengths count as one', () => {
  expect(isSameEnd(nowMs, nowMs + 299_999)).toBe(true);
  expect(isSameEnd(nowMs, nowMs - 300_000)).toBe(false);
});
