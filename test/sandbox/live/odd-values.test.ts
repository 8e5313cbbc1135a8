import { describe, expect, test } from 'vitest';
import { caller, nowMs, playLive, vodTask } from './test-client.ts';
import { toWireTime } from './wire-task.ts';

const hourMs = 60 * 60 * 1000;
const weekMs = 7 * 24 * hourMs;

/** Undocumented values, one for each field and kind. */
const ODD = [
  ['status', 'running'],
  ['status', 7],
  ['source_urls', 'https://media.example.com/a.mp4'],
  ['source_urls', []],
  ['vod_refresh_type', 'continue_seamless'],
  ['vod_refresh_type', 2],
  ['vod_loop_time', '0'],
  ['vod_loop_time', { rounds: 3 }],
  ['vod_start_video_index', '1'],
  ['vod_start_video_time', 12.5],
  ['start_time', 'soon'],
  ['end_time', '2026-12-02 00:00:00'],
  ['callback_events', []],
  ['callback_events', 'TaskAlarm'],
] as const;

test.for(ODD)('a task can be set to hold %s %j, and is listed with it', async ([field, value]) => {
  const live = await playLive();
  const { get } = await caller(live);

  live.setRaw('task-1', { [field]: value });

  const got = await get('?task_id=task-1&limit=1');
  expect(got.body['task_infos']).toEqual([{ ...vodTask, [field]: value }]);
  expect(live.onAir('task-1')).toHaveProperty('state');
});

test('a modification that sends the field corrects it, others leave it', async () => {
  const live = await playLive();
  const { put } = await caller(live);
  live.setRaw('task-1', { vod_loop_time: { rounds: 3 }, vod_start_video_time: 12.5 });

  await put({ task_id: 'task-1', vod_loop_time: '4' });

  expect(live.task('task-1')).toMatchObject({ vod_loop_time: '4', vod_start_video_time: 12.5 });
});

describe('a value that the task holds and no document knows', () => {
  test.for([
    ['refuse', 400],
    ['accept', 200],
  ] as const)('is sent back: %s', async ([ownValues, status]) => {
    const live = await playLive({ ownValues });
    const { put } = await caller(live);
    live.setRaw('task-1', { callback_events: [] });

    const got = await put({ task_id: 'task-1', vod_loop_time: '4', callback_events: [] });

    expect(got.status).toBe(status);
    expect(live.task('task-1').callback_events).toEqual([]);
  });

  test('is refused in every other field and task', async () => {
    const live = await playLive({ ownValues: 'accept' });
    const { put } = await caller(live);

    expect(await put({ task_id: 'task-1', callback_events: [] })).toMatchObject({ status: 400 });
  });
});

describe('seven days', () => {
  const startMs = Date.parse(vodTask.start_time ?? '');

  test.for([
    ['exactly, where at most seven are allowed', 'at_most', 'stored', startMs + weekMs, 200],
    ['exactly, where less are allowed', 'less_than', 'stored', startMs + weekMs, 400],
    ['a second less, there', 'less_than', 'stored', startMs + weekMs - 1_000, 200],
    ['from now, counted from the stored start', 'at_most', 'stored', nowMs + weekMs, 400],
    ['from now, counted from now', 'at_most', 'now', nowMs + weekMs, 200],
    ['and a second from now', 'at_most', 'now', nowMs + weekMs + 1_000, 400],
  ] as const)('%s', async ([, sevenDays, omittedStart, endMs, status]) => {
    const live = await playLive({ sevenDays, omittedStart });
    const { put } = await caller(live);

    const got = await put({ task_id: 'task-1', end_time: toWireTime(endMs) });

    expect(got.status).toBe(status);
  });

  test('count from a start that is sent, by every reading', async () => {
    const live = await playLive({ omittedStart: 'now' });
    const { put } = await caller(live);
    const window = { start_time: vodTask.start_time, end_time: toWireTime(nowMs + weekMs) };

    expect(await put({ task_id: 'task-1', ...window })).toMatchObject({ status: 400 });
  });
});
