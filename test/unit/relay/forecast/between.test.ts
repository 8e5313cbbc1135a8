import { expect, test } from 'vitest';
import { type Seen, seenAfter, seenOf } from '#src/relay/forecast/between.ts';
import { at, dayMs, hourMs, nowMs, taskWith } from '../sample-task.ts';

const [A, B] = ['https://media.example.com/a.mp4', 'https://media.example.com/b.mp4'] as const;
const LENGTHS = { sources: { durations: new Map([A, B].map((url) => [url, 1_800])) } };

const whole = { fromMs: nowMs, untilMs: Infinity };

const told = ({ spans }: Seen) =>
  spans.map(({ because, fromMs, untilMs }) => [
    because,
    (fromMs - nowMs) / hourMs,
    (untilMs - nowMs) / hourMs,
  ]);

test('a task that is left alone is on air until it ends', () => {
  const seen = seenOf(taskWith(), whole, {});

  expect(told(seen)).toEqual([
    ['playing', 0, 48],
    ['ended', 48, Infinity],
  ]);
  expect(seen).toMatchObject({ files: [A, B], isSure: true });
});

test('only what is within the stretch is told', () => {
  const task = taskWith({ start_time: at(2 * hourMs) });

  expect(told(seenOf(task, { fromMs: nowMs, untilMs: nowMs + hourMs }, {}))).toEqual([
    ['not_started', 0, 1],
  ]);
  expect(told(seenOf(task, { fromMs: nowMs, untilMs: nowMs + 3 * hourMs }, {}))).toEqual([
    ['not_started', 0, 2],
    ['playing', 2, 3],
  ]);
});

test('counted rounds end when the lengths of the files say so, and without these that is not certain', () => {
  const task = taskWith({ vod_loop_time: '26' });

  expect(told(seenOf(task, whole, LENGTHS))[0]).toEqual(['playing', 0, 2]);
  expect(seenOf(task, whole, LENGTHS).isSure).toBe(true);
  expect(seenOf(task, whole, {}).isSure).toBe(false);
});

test('rounds that are over by the clock may have begun again, so that nothing is on air is not certain', () => {
  const task = taskWith({ vod_loop_time: '3' });
  const seen = seenOf(task, whole, LENGTHS);

  expect(told(seen)[0]?.[0]).toBe('rounds_over');
  expect(seen.isSure).toBe(false);
  const measured = { ...LENGTHS, known: { restartsRounds: false } };
  expect(seenOf(task, whole, measured).isSure).toBe(true);
});

test('a pause takes the task off air from its run until the end', () => {
  const task = taskWith();
  const payload = { task_id: task.task_id, status: 'pause' } as const;
  const untilMs = nowMs + 5 * hourMs;

  const seen = seenAfter(task, payload, { fromMs: nowMs + hourMs, untilMs }, {});

  expect(told(seen)).toEqual([['paused', 1, 5]]);
  expect(seen.isSure).toBe(true);
});

test('files are told from the one at which the list begins', () => {
  const task = taskWith();
  const payload = { task_id: task.task_id, source_urls: [B, A], vod_start_video_index: 1 };

  expect(seenAfter(task, payload, whole, {}).files).toEqual([A, B]);
});

test('a new end of a task that has ended is not certain to revive it, unless that was measured', () => {
  const task = taskWith({ end_time: at(-hourMs) });
  const payload = { task_id: task.task_id, end_time: at(dayMs) };

  expect(seenAfter(task, payload, whole, {}).isSure).toBe(false);
  const measured = { known: { revivesEnded: true } };
  expect(told(seenAfter(task, payload, whole, measured))[0]?.[0]).toBe('playing');
});
