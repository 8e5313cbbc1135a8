import { expect, test } from 'vitest';
import { askToken, caller, nowMs, patient, playLive } from './test-client.ts';

const pause = { task_id: 'task-1', status: 'pause' };

test('a connection cut before: nothing is applied', async () => {
  const live = await playLive();
  const { put } = await caller(live);
  live.fail({ on: 'PUT', with: 'cut_before' });

  await expect(put(pause)).rejects.toThrow('fetch failed');

  expect(live.task('task-1').status).toBe('enable');
  expect(live.puts()).toMatchObject([{ isApplied: false, answer: { status: 'cut' }, body: pause }]);
  expect((await put(pause)).status).toBe(200);
});

test.for(['cut_after', 'cut_inside', 'garbage', 'empty'] as const)(
  'an answer that is lost (%s): it is applied',
  async (fault) => {
    const live = await playLive();
    const { put } = await caller(live);
    live.fail({ on: 'PUT', with: fault });

    const told = await put(pause).catch(() => 'lost');

    expect(told).toBe('lost');
    expect(live.task('task-1').status).toBe('pause');
    expect(live.puts()).toMatchObject([{ isApplied: true }]);
  },
);

test("a late call takes effect by the service's clock, overwriting later changes", async () => {
  const live = await playLive();
  const { put } = await caller(live);
  live.fail({ on: 'PUT', with: { lateMs: 78_000 } });

  await expect(put(pause)).rejects.toThrow('fetch failed');
  live.setNow(nowMs + 60_000);
  const between = await put({ task_id: 'task-1', vod_loop_time: '7' });

  expect(between.status).toBe(200);
  expect(live.task('task-1').status).toBe('enable');
  expect(live.puts()).toMatchObject([{ isApplied: false }, { isApplied: true }]);
  live.setNow(nowMs + 78_000);
  expect(live.task('task-1').status).toBe('pause');
  expect(live.puts()).toMatchObject([{ isApplied: true }, { isApplied: true }]);
});

test('an answer of many megabytes is still JSON', async () => {
  const live = await playLive();
  const { get } = await caller(live);
  live.fail({ on: 'GET', with: 'huge' });

  const got = await get();

  expect(got.body).toMatchObject({ total: 1 });
  expect(String(got.body['padding']).length).toBeGreaterThan(16_000_000);
});

test('a status is answered the given number of times, with its usual error', async () => {
  const live = await playLive();
  const { get, put } = await caller(live);
  live.fail({ on: 'GET', times: 2, with: { status: 429, headers: { 'retry-after': '3' } } });

  const written = await put(pause);
  const answers = [await get(), await get(), await get()];

  expect(written.status).toBe(200);
  expect(answers.map((got) => got.status)).toEqual([429, 429, 200]);
  expect(answers[0]?.body).toMatchObject({
    error_code: 'APIG.0308',
    request_id: expect.any(String),
  });
  expect(answers[0]?.headers.get('retry-after')).toBe('3');
});

test('a status can be answered after the call was applied, with any body', async () => {
  const live = await playLive();
  const { put } = await caller(live);
  const body = { error_code: 'LIVE.100011007', error_msg: 'too many' };
  live.fail({ on: 'PUT', with: { status: 500, body, applied: true } });

  const got = await put(pause);

  expect(got).toMatchObject({ status: 500, body });
  expect(live.task('task-1').status).toBe('pause');
  expect(live.puts()[0]?.isApplied).toBe(true);
});

test('IAM fails in its own shape', async () => {
  const live = await playLive();
  live.fail({ on: 'TOKEN', with: { status: 503 } });

  const got = await askToken(live);

  expect(got).toMatchObject({ status: 503, body: { error: { code: 503 } } });
});

test('a held call waits until it is released, and is applied then', async () => {
  const live = await playLive();
  const { put } = await caller(live);
  live.fail({ on: 'PUT', with: { hold: true } });
  const held = put(pause);
  await expect.poll(live.held, patient).toBe(1);
  expect(live.task('task-1').status).toBe('enable');
  expect(live.puts()[0]?.answer).toBeUndefined();

  live.release();

  expect((await held).status).toBe(200);
  expect(live.task('task-1').status).toBe('pause');
});

test('a held answer: applied at once, answered later', async () => {
  const live = await playLive();
  const { put } = await caller(live);
  live.fail({ on: 'PUT', with: { hold: true, applied: true } });
  const held = put(pause);
  await expect.poll(live.held, patient).toBe(1);

  expect(live.task('task-1').status).toBe('pause');
  live.release();
  expect((await held).status).toBe(200);
});

test('a slow call takes its time', async () => {
  const live = await playLive();
  const { get } = await caller(live);
  live.fail({ on: 'GET', with: { delayMs: 100 } });
  const beganMs = performance.now();

  await get();

  expect(performance.now() - beganMs).toBeGreaterThan(90);
});

test('somebody changes the task between arrival and handling, once', async () => {
  const live = await playLive();
  const { get } = await caller(live);
  live.before('GET', async () => {
    await Promise.resolve();
    live.edit('task-1', { vod_loop_time: '9' });
  });

  const got = await get('?task_id=task-1');

  expect(got.body).toMatchObject({ task_infos: [{ vod_loop_time: '9' }] });
  expect(live.calls().map((call) => call.on)).toEqual(['TOKEN', 'GET']);
});

test('stopping releases held calls', async () => {
  const live = await playLive();
  const { put } = await caller(live);
  live.fail({ on: 'PUT', with: { hold: true } });
  const held = put(pause).catch(() => 'cut');
  await expect.poll(live.held, patient).toBe(1);

  await live.stop();

  expect(await held).toBe('cut');
  expect(live.task('task-1').status).toBe('enable');
});
