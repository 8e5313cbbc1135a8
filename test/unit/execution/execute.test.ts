import { expect, test } from 'vitest';
import { nowMs, taskWith } from '../relay/sample-task.ts';
import { requestWith } from '../approval/sample-request.ts';
import { noAnswer, refusedByApi, setUpExecution, unreadable } from './set-up-execution.ts';

const paused = taskWith({ status: 'pause' });

test('an approved request is sent once, read back, and applied', async () => {
  const { replica, live, memory, request, slept } = setUpExecution();

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect(live.payloads).toEqual([requestWith().payload]);
  expect(live.reads).toBe(2);
  expect(slept).toEqual([]);
  expect(memory.events()).toEqual(['claim', 'send', 'succeed']);
  expect(request()).toMatchObject({
    state: 'applied',
    outcome: { sent: true, request_id: 'req-1', after: paused, differences: [] },
  });
  expect(memory.locks.size).toBe(0);
});

test('a task that shows the change late is read until it does', async () => {
  const { replica, live, request, slept } = setUpExecution();
  const before = { ok: true, task: taskWith() } as const;
  live.nextReads = [before, before, before];

  await replica.execute('R-142');

  expect(slept).toEqual([500, 1_500]);
  expect(request()?.outcome).toMatchObject({ after: paused, differences: [] });
});

test('a field that changed unrequested is reported after the last reading', async () => {
  const { replica, live, request, slept } = setUpExecution();
  live.onModify = ({ task_id }) => {
    live.task = taskWith({ status: 'pause', vod_loop_time: '3' });
    return { kind: 'accepted', task_id };
  };

  await replica.execute('R-142');

  expect(slept).toEqual([500, 1_500, 3_000]);
  expect(request()).toMatchObject({
    state: 'applied',
    outcome: {
      sent: true,
      differences: [{ field: 'vod_loop_time', expected: '-1', found: '3' }],
    },
  });
  expect(request()?.outcome?.request_id).toBeUndefined();
});

test('if the task holds the old value after a 200, that is reported as a difference', async () => {
  const { replica, live, request } = setUpExecution();
  live.onModify = ({ task_id }) => ({ kind: 'accepted', task_id });

  await replica.execute('R-142');

  expect(request()?.outcome?.differences).toEqual([
    { field: 'status', expected: 'pause', found: 'enable' },
  ]);
});

test('if the task cannot be read after a 200, the request is applied, without a statement about the task', async () => {
  const { replica, live, request } = setUpExecution();
  live.nextReads = [{ ok: true, task: taskWith() }, ...Array(4).fill(unreadable)];

  await replica.execute('R-142');

  expect(live.reads).toBe(5);
  expect(request()).toMatchObject({ state: 'applied' });
  expect(request()?.outcome).toEqual({ sent: true, request_id: 'req-1' });
});

test('a failed reading does not discard an earlier successful one', async () => {
  const { replica, live, request } = setUpExecution();
  const stale = { ok: true, task: taskWith() } as const;
  live.nextReads = [stale, stale, unreadable, unreadable, unreadable];

  await replica.execute('R-142');

  expect(request()?.outcome?.after).toEqual(taskWith());
});

test('a refusal of the API is recorded word for word, with the task as it is', async () => {
  const { replica, live, memory, request } = setUpExecution();
  live.onModify = () => ({ kind: 'refused', failure: refusedByApi });

  await replica.execute('R-142');

  expect(memory.events()).toEqual(['claim', 'send', 'fail']);
  expect(request()).toMatchObject({ state: 'failed' });
  expect(request()?.outcome).toEqual({ sent: true, failure: refusedByApi, after: taskWith() });
  expect(memory.locks.size).toBe(0);
});

test('if the task cannot be read after a refusal, only the refusal is recorded', async () => {
  const { replica, live, request } = setUpExecution();
  live.onModify = () => ({ kind: 'refused', failure: refusedByApi });
  live.nextReads = [{ ok: true, task: taskWith() }, unreadable];

  await replica.execute('R-142');

  expect(request()?.outcome).toEqual({ sent: true, failure: refusedByApi });
});

test('a lost answer leaves the request unconfirmed and the task locked, and is settled later', async () => {
  const { replica, live, memory, request } = setUpExecution();
  live.onModify = () => ({ kind: 'unknown', failure: noAnswer });

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect(request()).toMatchObject({
    state: 'unconfirmed',
    outcome: { sent: true, failure: noAnswer },
  });
  expect(memory.locks.size).toBe(1);
  expect(memory.written.at(-1)?.effects.timers).toEqual([
    { entry: { kind: 'settle', request: 'R-142' }, dueMs: nowMs + 5_000 },
  ]);
});

test('a refusal after which the task holds the change counts as applied', async () => {
  const { replica, live, request } = setUpExecution();
  live.onModify = (payload) => {
    live.task = { ...live.task, ...payload };
    return { kind: 'refused', failure: refusedByApi };
  };

  await replica.execute('R-142');

  expect(request()).toMatchObject({
    state: 'applied',
    outcome: { sent: true, failure: refusedByApi, differences: [] },
  });
});

test.each([
  ['another stream', { stream_name: 'other' }],
  ['another source type', { source_type: 'PullLivePushLive' }],
])('nothing is sent to a task that has the same id and %s', async (_what, fields) => {
  const named = { app_name: 'live', stream_name: 'news' };
  const { replica, live, request } = setUpExecution({ base: taskWith(named) });
  live.task = taskWith({ ...named, ...fields });

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()).toMatchObject({
    state: 'failed',
    outcome: { sent: false, failure: { reason: { is: 'task_replaced' } } },
  });
});
