import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { caller, nowMs, patient, playLive, vodTask } from './test-client.ts';
import type { Change } from './simulated-live.ts';
import { toWireTime } from './wire-task.ts';

let close: () => void = () => undefined;
afterEach(() => close());

const receiver = async () => {
  const bodies: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      bodies.push(JSON.parse(text) as Record<string, unknown>);
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cb`, bodies };
};

test('an event reaches the callback address', async () => {
  const { url, bodies } = await receiver();
  const live = await playLive({ tasks: [{ ...vodTask, callback_url: url }] });

  const fired = await live.fireEvent('task-1', 'TaskExit');

  expect(fired.result).toEqual({ status: 200 });
  expect(bodies).toMatchObject([{ callback_event: 'TaskExit', task_id: 'task-1' }]);
});

test('nothing is sent for unsubscribed events or to other machines', async () => {
  const live = await playLive({ tasks: [{ ...vodTask, callback_url: 'https://example.com/cb' }] });

  const outside = await live.fireEvent('task-1', 'TaskExit');
  const unasked = await live.fireEvent('task-1', 'TaskAlarm');
  live.edit('task-1', { callback_url: 'http://127.0.0.1:1/cb' });
  const unheard = await live.fireEvent('task-1', 'TaskExit');

  expect([outside, unasked, unheard].map((fired) => fired.result)).toEqual([
    { unsent: 'not_loopback' },
    { unsent: 'not_subscribed' },
    { unsent: 'unreachable' },
  ]);
});

test('a modification fires ResetTaskConfig', async () => {
  const { url, bodies } = await receiver();
  const { callback_events: _, ...task } = vodTask;
  const live = await playLive({ tasks: [{ ...task, callback_url: url }] });
  const { put } = await caller(live);

  await put({ task_id: 'task-1', status: 'pause' });

  await expect.poll(() => bodies, patient).toMatchObject([{ callback_event: 'ResetTaskConfig' }]);
});

test('listeners are told of changes until they stop', async () => {
  const live = await playLive();
  const heard: Change['kind'][] = [];
  const stopListening = live.onChange((change) => void heard.push(change.kind));

  live.edit('task-1', { status: 'pause' });
  await caller(live);
  stopListening();
  live.edit('task-1', { status: 'enable' });

  expect(heard).toEqual(['task', 'call', 'call']);
});

test('playback moves with the time, file by file and round by round', async () => {
  const live = await playLive({
    tasks: [{ ...vodTask, vod_loop_time: '2', vod_start_video_index: 0, vod_start_video_time: 0 }],
  });
  const after = (seconds: number) => {
    live.setNow(nowMs + seconds * 1000);
    return live.onAir('task-1');
  };

  expect(after(0)).toMatchObject({ state: 'on_air', index: 0, positionSeconds: 0, round: 1 });
  expect(after(75)).toMatchObject({ state: 'on_air', index: 1, positionSeconds: 15, round: 1 });
  expect(after(125)).toMatchObject({ state: 'on_air', index: 0, positionSeconds: 5, round: 2 });
  expect(after(240)).toEqual({ state: 'finished' });
});

test.for<[refresh: string, index: number, positionSeconds: number]>([
  ['immediate_new_source', 0, 0],
  ['continue_from_file_start', 2, 0],
  ['continue_from_break_point', 2, 15],
])('a modification with %s continues there', async ([refresh, index, positionSeconds]) => {
  const [a = '', b = ''] = vodTask.source_urls ?? [];
  const live = await playLive({
    tasks: [{ ...vodTask, vod_start_video_index: 0, vod_start_video_time: 0 }],
  });
  const { put } = await caller(live);
  live.setNow(nowMs + 75_000);

  await put({
    task_id: 'task-1',
    source_urls: ['https://media.example.com/c.mp4', a, b],
    vod_refresh_type: refresh,
  });

  expect(live.onAir('task-1')).toMatchObject({ state: 'on_air', index, positionSeconds });
});

test('a paused task continues where it stopped, and the window opens and closes', async () => {
  const live = await playLive();

  live.edit('task-1', { status: 'pause' });
  const paused = live.onAir('task-1');
  live.setNow(nowMs + 60_000);
  live.edit('task-1', { status: 'enable' });
  const resumed = live.onAir('task-1');
  live.edit('task-1', { start_time: toWireTime(nowMs + 120_000) });
  const waiting = live.onAir('task-1');
  live.setNow(Date.parse(vodTask.end_time ?? ''));
  const ended = live.onAir('task-1');

  expect(resumed).toMatchObject({ state: 'on_air', index: 1, positionSeconds: 30 });
  expect([paused, waiting, ended]).toEqual([
    { state: 'paused' },
    { state: 'waiting' },
    { state: 'ended' },
  ]);
});
