import { expect, test } from 'vitest';
import { SETTLE_UNTIL_MS } from '#src/execution/settle.ts';
import { nowMs, taskWith } from '../relay/sample-task.ts';
import { noAnswer, setUpExecution, unreadable } from './set-up-execution.ts';

const unconfirmed = {
  state: 'unconfirmed',
  sentAtMs: nowMs,
  outcome: { sent: true, failure: noAnswer },
} as const;
const isOver = SETTLE_UNTIL_MS;

test('if the task holds the change, it is applied, with what came instead of an answer', async () => {
  const { replica, live, request } = setUpExecution(unconfirmed);
  live.task = taskWith({ status: 'pause' });

  expect(await replica.settle('R-142')).toEqual({ done: true });

  expect(request()?.state).toBe('applied');
  expect(request()?.outcome).toEqual({
    sent: true,
    failure: noAnswer,
    after: taskWith({ status: 'pause' }),
    differences: [],
  });
});

test('if the task holds the change and differs elsewhere, it is applied, with the difference', async () => {
  const { replica, live, request } = setUpExecution(unconfirmed);
  live.task = taskWith({ status: 'pause', vod_loop_time: '4' });

  await replica.settle('R-142');

  expect(request()).toMatchObject({
    state: 'applied',
    outcome: { differences: [{ field: 'vod_loop_time', expected: '-1', found: '4' }] },
  });
});

test.each([0, isOver - 1])(
  'an unchanged task %i ms after the PUT is read again later',
  async (ms) => {
    const { replica, clock, memory } = setUpExecution(unconfirmed);
    clock.nowMs += ms;

    expect(await replica.settle('R-142')).toEqual({ againAtMs: nowMs + ms + 5_000 });

    expect(memory.written).toEqual([]);
  },
);

test('if the task is unchanged when the time is over, the request has failed', async () => {
  const { replica, clock, memory, request } = setUpExecution(unconfirmed);
  clock.nowMs += isOver;

  expect(await replica.settle('R-142')).toEqual({ done: true });

  expect(request()?.state).toBe('failed');
  expect(request()?.outcome).toEqual({
    sent: true,
    failure: noAnswer,
    after: taskWith(),
    differences: [{ field: 'status', expected: 'pause', found: 'enable' }],
  });
  expect(memory.written.at(-1)?.effects.lock).toBe('release');
});

test('if the task holds half of the change when the time is over, the request has failed and says so', async () => {
  const change = { status: 'pause', vod_loop_time: '2' };
  const { replica, live, clock, request } = setUpExecution({ ...unconfirmed, change });
  clock.nowMs += isOver;
  live.task = taskWith({ status: 'pause' });

  await replica.settle('R-142');

  expect(request()).toMatchObject({
    state: 'failed',
    outcome: { differences: [{ field: 'vod_loop_time', expected: '2', found: '-1' }] },
  });
});

test('an unreadable task settles nothing, however late it is', async () => {
  const { replica, live, clock, memory } = setUpExecution(unconfirmed);
  clock.nowMs += 10 * isOver;
  live.nextReads = [unreadable];

  expect(await replica.settle('R-142')).toEqual({ againAtMs: nowMs + 10 * isOver + 5_000 });

  expect(memory.written).toEqual([]);
});

test('if the task is gone, the request has failed for that reason', async () => {
  const { replica, live, clock, request } = setUpExecution(unconfirmed);
  live.nextReads = [{ ok: 'not_found' }, { ok: 'not_found' }];

  // A single answer without the task is no proof.
  expect(await replica.settle('R-142')).toEqual({ againAtMs: nowMs + 5_000 });
  clock.nowMs += isOver;
  expect(await replica.settle('R-142')).toEqual({ done: true });

  expect(request()).toMatchObject({
    state: 'failed',
    outcome: { sent: true, failure: { reason: { is: 'task_deleted' } } },
  });
});

test('a request of an unconfigured project waits for the project to come back', async () => {
  const { replica, projects, request } = setUpExecution(unconfirmed);
  projects.clear();

  expect(await replica.settle('R-142')).toEqual({ againAtMs: nowMs + 5_000 });

  expect(request()?.state).toBe('unconfirmed');
});

test.each(['pending', 'approved', 'applying', 'applied', 'failed', 'stale'] as const)(
  'settling a request that is %s does nothing',
  async (state) => {
    const { replica, live, memory } = setUpExecution({ state });

    expect(await replica.settle('R-142')).toEqual({ done: true });

    expect([live.reads, memory.written]).toEqual([0, []]);
  },
);

test('settling never sends anything', async () => {
  const { replica, live, clock } = setUpExecution(unconfirmed);

  await replica.settle('R-142');
  clock.nowMs += isOver;
  await replica.settle('R-142');

  expect(live.payloads).toEqual([]);
});

test('two replicas that settle at once record one end', async () => {
  const { replica, otherReplica, live, memory, warnings } = setUpExecution(unconfirmed);
  live.task = taskWith({ status: 'pause' });
  live.beforeRead = () => otherReplica.settle('R-142');

  await replica.settle('R-142');

  expect(memory.events()).toEqual(['succeed']);
  expect(warnings).toEqual(['outcome not recorded']);
});

test('a task that stays unreadable raises an alarm after five minutes, and again five minutes later', async () => {
  const { replica, live, clock, alarms, request } = setUpExecution(unconfirmed);
  const minutes = Array.from({ length: 13 }, (_item, index) => index);
  const alarmed: number[] = [];
  for (const minute of minutes) {
    clock.nowMs = nowMs + minute * 60_000;
    live.nextReads = [unreadable];
    await replica.settle('R-142');
    if (alarms.splice(0).length > 0) alarmed.push(minute);
  }

  expect(alarmed).toEqual([5, 10]);
  expect(request()?.state).toBe('unconfirmed');
});

test('the minute in which a call may take effect begins when its answer is lost', async () => {
  const lost = { event: 'lose', state: 'unconfirmed', atMs: nowMs + 50_000 } as const;
  const { replica, clock, request } = setUpExecution({ ...unconfirmed, history: [lost] });

  clock.nowMs += 109_999;
  expect(await replica.settle('R-142')).toEqual({ againAtMs: clock.nowMs + 5_000 });
  clock.nowMs += 1;
  expect(await replica.settle('R-142')).toEqual({ done: true });

  expect(request()?.state).toBe('failed');
});
