import { expect, test } from 'vitest';
import { createExecution } from '#src/execution/execute.ts';
import { at, dayMs, hourMs, nowMs, taskWith } from '../relay/sample-task.ts';
import { CLOUD, requestWith } from '../approval/sample-request.ts';
import { setUpExecution, unreadable } from './set-up-execution.ts';

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
  ['vod_start_video_time', 12.5],
  ['vod_loop_time', { rounds: 3 }],
  ['vod_refresh_type', 2],
  ['callback_events', 'TaskAlarm'],
  ['source_urls', ['https://media.example.com/a.mp4', null]],
  ['start_time', 1_795_867_200],
  ['end_time', {}],
  ['status', false],
])('%s becoming unreadable since the form stops the call: %j', async (field, found) => {
  const { replica, live, request } = setUpExecution();
  live.task = taskWith({ [field]: found });

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()).toMatchObject({
    state: 'stale',
    outcome: { sent: false, drift: [{ field, found }] },
  });
});

test('a request that an older version made for an unreadable task is stale', async () => {
  const { vod_start_video_time: _kept, ...rest } = taskWith();
  const base = { ...rest, unknown: { vod_start_video_time: 12.5 } };
  const { replica, live, request } = setUpExecution({ base });
  live.task = taskWith({ vod_start_video_time: 12.5 });

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()?.state).toBe('stale');
});

test.each([
  ['a time in another form', { end_time: at(2 * dayMs).replace('Z', '.000Z') }],
  ['a time without a zone', { end_time: '2026-11-28 12:00:00' }],
  ['a count as a number', { vod_loop_time: -1 }],
  ['a whole number as text', { vod_start_video_time: '0' }],
])('%s that means the same is no drift', async (_what, fields) => {
  const { replica, live, request } = setUpExecution();
  live.task = taskWith(fields);

  await replica.execute('R-142');

  expect(live.payloads).toHaveLength(1);
  expect(request()?.state).toBe('applied');
});

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
  'a change that became invalid with time fails before anything is sent: %s',
  async (_what, fields, code, laterMs) => {
    const scheduled = { applyAtMs: nowMs + laterMs, ...fields };
    const { replica, live, clock, memory, request } = setUpExecution(scheduled);
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

test('an unchanged start in another form that has passed stops the call as well', async () => {
  const start = at(hourMs).replace('Z', '.000Z');
  const { replica, live, clock, request } = setUpExecution({
    base: taskWith({ start_time: start }),
    applyAtMs: nowMs + hourMs,
  });
  clock.nowMs += hourMs;

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()).toMatchObject({
    state: 'failed',
    outcome: { problems: [{ code: 'start_passed' }] },
  });
});

test('the same request a second earlier is sent', async () => {
  const applyAtMs = nowMs + hourMs - 1_000;
  const { replica, clock, request } = setUpExecution({
    applyAtMs,
    change: { end_time: at(hourMs) },
  });
  clock.nowMs = applyAtMs;

  await replica.execute('R-142');

  expect(request()?.state).toBe('applied');
});

test.each([
  ['is gone', { ok: 'not_found' }, { reason: { is: 'task_deleted' } }],
  ['cannot be read', unreadable, unreadable.failure],
] as const)(
  'a task that %s fails the request, and nothing is sent',
  async (_what, read, failure) => {
    const { replica, live, request } = setUpExecution();
    live.nextReads = [read];

    await replica.execute('R-142');

    expect(live.payloads).toEqual([]);
    expect(request()).toMatchObject({
      state: 'failed',
      outcome: { sent: false, failure },
    });
  },
);

test('the request fails if no replica has known its project for ten minutes', async () => {
  const { replica, projects, live, request, clock } = setUpExecution();
  projects.clear();
  clock.nowMs += 10 * 60_000;

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

test('a payload other than the approved one is never sent, and the request says so', async () => {
  const { payload } = requestWith();
  const { replica, live, request } = setUpExecution({ payload: { ...payload, status: 'enable' } });

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect(live.payloads).toEqual([]);
  expect(request()).toMatchObject({
    state: 'failed',
    outcome: { sent: false, problems: [{ code: 'digest_mismatch' }] },
  });
});

test('a schedule that was missed for too long does not run, and ends as expired', async () => {
  const { replica, clock, live, request } = setUpExecution({ applyAtMs: nowMs + hourMs });
  clock.nowMs += 2 * hourMs;

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect(live.payloads).toEqual([]);
  expect(request()?.state).toBe('expired');
});

test('a schedule that is a little late runs', async () => {
  const { replica, clock, request } = setUpExecution({ applyAtMs: nowMs + hourMs });
  clock.nowMs += hourMs + 60_000;

  await replica.execute('R-142');

  expect(request()?.state).toBe('applied');
});

test('a freeze that began since the approval stops the request before anything is sent', async () => {
  const { deps, live, request } = setUpExecution();
  const replica = createExecution({
    ...deps,
    approval: {
      ...deps.approval,
      whyFrozen: () =>
        Promise.resolve({
          reason: 'frozen',
          untilMs: nowMs + hourMs,
          why: 'New Year show',
        }),
    },
  });

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()).toMatchObject({
    state: 'failed',
    outcome: { sent: false, problems: [{ code: 'frozen', why: 'New Year show' }] },
  });
});

test('a request claimed in time by a replica that died is not run 15 minutes later', async () => {
  const { replica, live, clock, memory, request } = setUpExecution({ state: 'applying' });
  memory.locks.set(`${CLOUD} 7864b3dc-e92f-4d5b-9a7e-1c0f6b2d8e41`, 'R-142');
  clock.nowMs += 15 * 60_000;

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()).toMatchObject({
    state: 'failed',
    outcome: { sent: false, failure: { reason: { is: 'slot_missed' } } },
  });
  expect(memory.locks.size).toBe(0);
});

test('a call that could not be sent is reported as not sent, without reading the task', async () => {
  const { replica, live, request } = setUpExecution();
  live.onModify = () => ({ kind: 'not_sent', failure: { kind: 'credentials' } });

  await replica.execute('R-142');

  expect(request()).toMatchObject({ state: 'failed', outcome: { sent: false } });
  expect(live.reads).toBe(1);
});
