import { expect, test } from 'vitest';
import { beforeState } from '#src/relay/revert.ts';
import { at, hourMs, nowMs, taskWith } from './sample-task.ts';

const SOON_MS = 15 * 60_000;

test('a field that was missing gets its documented default, or is named if there is none', () => {
  const { vod_loop_time: _rounds, end_time: _end, ...base } = taskWith();
  const change = { vod_loop_time: '4', end_time: at(9 * hourMs) };

  const before = beforeState({ base, change }, taskWith(change), nowMs);

  expect(before).toMatchObject({ prefill: { vod_loop_time: '-1' }, notAskable: ['end_time'] });
});

test('an undocumented value is named and not replaced by a default', () => {
  const base = taskWith({ vod_refresh_type: 'continue_seamless' });
  const change = { vod_refresh_type: 'immediate_new_source' };

  const before = beforeState({ base, change }, taskWith(change), nowMs);

  expect(before).toMatchObject({ prefill: {}, notAskable: ['vod_refresh_type'] });
});

test('a future start is restored', () => {
  const base = taskWith({ start_time: at(hourMs) });
  const change = { start_time: at(2 * hourMs) };

  const before = beforeState({ base, change }, taskWith(change), nowMs);

  expect(before.prefill).toEqual({ start_time: at(hourMs) });
  expect(before.passedStart).toBeUndefined();
});

test('a past start is replaced by one in 15 minutes, on a full minute', () => {
  const base = taskWith({ start_time: at(-hourMs) });
  const change = { start_time: at(2 * hourMs) };

  const before = beforeState({ base, change }, taskWith(change), nowMs + 1);

  expect(before.prefill).toEqual({ start_time: at(SOON_MS + 60_000) });
  expect(before.passedStart).toMatchObject({ wasMs: nowMs - hourMs });
});

test('a task that has started meanwhile keeps its start', () => {
  const base = taskWith({ start_time: at(-hourMs) });
  const change = { start_time: at(2 * hourMs), vod_loop_time: '4' };
  const task = taskWith({ ...change, start_time: at(-1_000) });

  const before = beforeState({ base, change }, task, nowMs);

  expect(before.prefill).toEqual({ vod_loop_time: '-1' });
  expect(before.passedStart).toEqual({ wasMs: nowMs - hourMs, insteadMs: undefined });
});
