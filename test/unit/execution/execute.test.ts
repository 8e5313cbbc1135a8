import { expect, test } from 'vitest';
import { at, dayMs, hourMs, nowMs, taskWith } from '../relay/sample-task.ts';
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

test('a task that shows the change a little later is read until it does', async () => {
  const { replica, live, request, slept } = setUpExecution();
  const before = { ok: true, task: taskWith() } as const;
  live.nextReads = [before, before, before];

  await replica.execute('R-142');

  expect(slept).toEqual([500, 1_500]);
  expect(request()?.outcome).toMatchObject({ after: paused, differences: [] });
});

test('a field that moved without being asked for is told after the last reading', async () => {
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
  expect(request()?.outcome).not.toHaveProperty('request_id');
});

test('a 200 whose task holds the old value is told as a difference', async () => {
  const { replica, live, request } = setUpExecution();
  live.onModify = ({ task_id }) => ({ kind: 'accepted', task_id });

  await replica.execute('R-142');

  expect(request()?.outcome?.differences).toEqual([
    { field: 'status', expected: 'pause', found: 'enable' },
  ]);
});

test('a 200 after which the task cannot be read is applied, with nothing said about the task', async () => {
  const { replica, live, request } = setUpExecution();
  live.nextReads = [{ ok: true, task: taskWith() }, ...Array(4).fill(unreadable)];

  await replica.execute('R-142');

  expect(live.reads).toBe(5);
  expect(request()).toMatchObject({ state: 'applied' });
  expect(request()?.outcome).toEqual({ sent: true, request_id: 'req-1' });
});

test('a reading that fails after one that worked does not take it away', async () => {
  const { replica, live, request } = setUpExecution();
  const stale = { ok: true, task: taskWith() } as const;
  live.nextReads = [stale, stale, unreadable, unreadable, unreadable];

  await replica.execute('R-142');

  expect(request()?.outcome?.after).toEqual(taskWith());
});

test('a refusal of the API is a failure, word for word, with the task as it is', async () => {
  const { replica, live, memory, request } = setUpExecution();
  live.onModify = () => ({ kind: 'refused', failure: refusedByApi });

  await replica.execute('R-142');

  expect(memory.events()).toEqual(['claim', 'send', 'fail']);
  expect(request()).toMatchObject({ state: 'failed' });
  expect(request()?.outcome).toEqual({ sent: true, failure: refusedByApi, after: taskWith() });
  expect(memory.locks.size).toBe(0);
});

test('a refusal after which the task cannot be read says the refusal alone', async () => {
  const { replica, live, request } = setUpExecution();
  live.onModify = () => ({ kind: 'refused', failure: refusedByApi });
  live.nextReads = [{ ok: true, task: taskWith() }, unreadable];

  await replica.execute('R-142');

  expect(request()?.outcome).toEqual({ sent: true, failure: refusedByApi });
});

test('an answer that never came is unconfirmed, keeps the task and is settled later', async () => {
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

test.each([
  [
    'under the change',
    { status: 'pause' },
    [{ field: 'status', expected: 'enable', found: 'pause' }],
  ],
  [
    'beside the change',
    { vod_loop_time: '2' },
    [{ field: 'vod_loop_time', expected: '-1', found: '2' }],
  ],
  [
    'in both places',
    { status: 'stopped', vod_loop_time: '2' },
    [
      { field: 'status', expected: 'enable', found: 'stopped' },
      { field: 'vod_loop_time', expected: '-1', found: '2' },
    ],
  ],
])(
  'a task that moved %s makes the request stale, and nothing is sent',
  async (_what, moved, drift) => {
    const { replica, live, memory, request } = setUpExecution();
    live.task = taskWith(moved);

    expect(await replica.execute('R-142')).toEqual({ done: true });

    expect(live.payloads).toEqual([]);
    expect(request()).toMatchObject({ state: 'stale', outcome: { sent: false, drift } });
    expect(request()?.outcome?.after).toEqual(taskWith(moved));
    expect(memory.locks.size).toBe(0);
  },
);

test.each([
  ['the end is past now', { change: { end_time: at(hourMs) } }, 'end_not_after_now', hourMs],
  [
    'the new start is past now',
    { base: taskWith({ start_time: at(2 * hourMs) }), change: { start_time: at(hourMs) } },
    'start_passed',
    hourMs,
  ],
  [
    'the unchanged start is past now',
    { base: taskWith({ start_time: at(hourMs) }), change: { status: 'pause' } },
    'start_passed',
    hourMs,
  ],
  ['the task is over', { base: taskWith({ end_time: at(hourMs) }) }, 'end_not_after_now', hourMs],
  [
    'the window of a task without start is past',
    { base: taskWith({ end_time: at(dayMs) }) },
    'end_not_after_now',
    dayMs,
  ],
])(
  'a rule that time broke fails the request before anything is sent: %s',
  async (_what, fields, code, laterMs) => {
    const { replica, live, clock, memory, request } = setUpExecution(fields);
    clock.nowMs += laterMs;

    await replica.execute('R-142');

    expect(live.payloads).toEqual([]);
    expect(request()).toMatchObject({
      state: 'failed',
      outcome: { sent: false, problems: [{ code }] },
    });
    expect(memory.locks.size).toBe(0);
  },
);

test('the same request a second earlier is sent', async () => {
  const { replica, clock, request } = setUpExecution({ change: { end_time: at(hourMs) } });
  clock.nowMs += hourMs - 1_000;

  await replica.execute('R-142');

  expect(request()?.state).toBe('applied');
});

test.each([
  ['is gone', { ok: 'not_found' }, /does not know this task/],
  ['cannot be read', unreadable, /No answer/],
] as const)(
  'a task that %s fails the request, and nothing is sent',
  async (_what, read, detail) => {
    const { replica, live, request } = setUpExecution();
    live.nextReads = [read];

    await replica.execute('R-142');

    expect(live.payloads).toEqual([]);
    expect(request()).toMatchObject({
      state: 'failed',
      outcome: { sent: false, failure: { detail: expect.stringMatching(detail) } },
    });
  },
);

test('a project that is not configured any more fails the request', async () => {
  const { replica, projects, live, request } = setUpExecution();
  projects.clear();

  await replica.execute('R-142');

  expect(live.reads).toBe(0);
  expect(request()).toMatchObject({ state: 'failed', outcome: { sent: false } });
});

test.each([
  'pending',
  'unconfirmed',
  'applied',
  'failed',
  'rejected',
  'withdrawn',
  'expired',
  'stale',
] as const)('an entry that finds the request %s does nothing', async (state) => {
  const { replica, live, memory } = setUpExecution({ state });

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect([live.reads, live.payloads, memory.written]).toEqual([0, [], []]);
});

test('an entry of a request that is not there does nothing', async () => {
  const { replica, live } = setUpExecution();

  expect(await replica.execute('R-9')).toEqual({ done: true });
  expect(live.reads).toBe(0);
});

test('a payload that is not the one approved is never sent', async () => {
  const { payload } = requestWith();
  const { replica, live } = setUpExecution({ payload: { ...payload, status: 'enable' } });

  await expect(replica.execute('R-142')).rejects.toThrow('digest');

  expect(live.payloads).toEqual([]);
});
