import { describe, expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { buildPayload, digestOf } from '#src/relay/payload.ts';
import type { Change } from '#src/relay/change.ts';
import { hourMs, nowMs, taskWith } from '../relay/sample-task.ts';
import { outsider, requestWith } from '../approval/sample-request.ts';
import { noAnswer, refusedByApi, setUpExecution, unreadable } from './set-up-execution.ts';

const MINUTE_MS = 60_000;
const LATE = 'late_put:R-142';
const paused = taskWith({ status: 'pause' });

/** R-142 was a pause whose answer was lost; a minute later the task was not paused. */
const failed: Partial<ChangeRequest> = {
  state: 'failed',
  version: 6,
  lateUntilMs: nowMs + hourMs,
  outcome: { sent: true, failure: noAnswer, after: taskWith() },
  history: [
    ...requestWith().history,
    { event: 'lose', state: 'unconfirmed', atMs: nowMs - MINUTE_MS },
    { event: 'fail', state: 'failed', atMs: nowMs },
  ],
};

/** Another change of the same task, applied since. */
const since = (change: Change, fields: Partial<ChangeRequest> = {}): ChangeRequest => {
  const base = taskWith();
  const payload = buildPayload({ base, change, send: 'merged', nowMs });
  return requestWith({
    id: 'R-150',
    requester: outsider,
    state: 'applied',
    change,
    payload,
    digest: digestOf(payload),
    outcome: { sent: true, after: { ...base, ...change } },
    history: [{ event: 'succeed', state: 'applied', atMs: nowMs + 10_000 }],
    ...fields,
  });
};

const afterMinutes = (minutes: number) => {
  const set = setUpExecution(failed);
  set.clock.nowMs = nowMs + minutes * MINUTE_MS;
  return set;
};

test.each([
  [5, 15],
  [15, 30],
  [30, 60],
])('an unchanged task after %i minutes is read again after %i', async (minutes, next) => {
  const { look, memory, live } = afterMinutes(minutes);

  expect(await look(LATE)).toEqual({ againAtMs: nowMs + next * MINUTE_MS });

  expect([live.reads, memory.written]).toEqual([1, []]);
});

test('after an hour it is no longer checked', async () => {
  const { look, memory } = afterMinutes(60);

  expect(await look(LATE)).toEqual({ done: true });

  expect(memory.written).toEqual([]);
});

test('a PUT that took effect late is recorded: applied, with what the task holds', async () => {
  const { look, live, request, memory } = afterMinutes(5);
  live.task = paused;

  expect(await look(LATE)).toEqual({ done: true });

  expect(request()).toMatchObject({
    state: 'applied',
    lateEffect: { atMs: nowMs + 5 * MINUTE_MS },
    outcome: { sent: true, after: paused, differences: [], failure: noAnswer },
  });
  expect(request()?.lateUntilMs).toBeUndefined();
  expect(memory.events()).toEqual(['late_effect']);
  expect(live.payloads).toEqual([]);
});

/** Five minutes after the failure, with another change applied. */
const withSince = (change: Change) => {
  const set = afterMinutes(5);
  set.memory.add(since(change));
  return set;
};

describe('Another change was applied in the meantime', () => {
  test('and undone by the late PUT: both are reported', async () => {
    const { look, live, request, memory } = withSince({ vod_loop_time: '7' });
    live.task = paused;

    expect(await look(LATE)).toEqual({ done: true });

    expect(request()).toMatchObject({ state: 'applied', lateEffect: { over: 'R-150' } });
    expect(memory.get('R-150')).toMatchObject({ state: 'applied', overwritten: { by: 'R-142' } });
    expect(memory.events()).toEqual(['late_effect', 'overwritten']);
  });

  test('and still holds: nothing has turned up', async () => {
    const { look, live, memory } = withSince({ vod_loop_time: '7' });
    live.task = taskWith({ vod_loop_time: '7' });

    expect(await look(LATE)).toEqual({ againAtMs: nowMs + 15 * MINUTE_MS });

    expect(memory.written).toEqual([]);
  });

  test('and was the same change: that is no late PUT', async () => {
    const { look, live, memory } = withSince({ status: 'pause' });
    live.task = paused;

    expect(await look(LATE)).toEqual({ againAtMs: nowMs + 15 * MINUTE_MS });

    expect(memory.written).toEqual([]);
  });

  test('and was the same and more: the late PUT undid the rest', async () => {
    const { look, live, memory } = withSince({ status: 'pause', vod_loop_time: '7' });
    live.task = paused;

    await look(LATE);

    expect(memory.events()).toEqual(['late_effect', 'overwritten']);
  });

  test('if a replica dies between the two records, the next one writes the second', async () => {
    const { look, otherLook, live, memory } = withSince({ vod_loop_time: '7' });
    live.task = paused;
    memory.beforeCommitOf('overwritten', () => {
      throw new Error('killed');
    });
    await expect(look(LATE)).rejects.toThrow('killed');

    // By then the task may have changed again.
    live.task = taskWith();
    expect(await otherLook(LATE)).toEqual({ done: true });

    expect(memory.events()).toEqual(['late_effect', 'overwritten']);
  });
});

test('two replicas that check at once record it once', async () => {
  const { look, otherLook, live, memory } = afterMinutes(5);
  memory.add(since({ vod_loop_time: '7' }));
  live.task = paused;

  await Promise.all([look(LATE), otherLook(LATE)]);
  await look(LATE);

  expect(memory.events()).toEqual(['late_effect', 'overwritten']);
});

test('a reading does not count if a change runs meanwhile', async () => {
  const { look, live, memory } = afterMinutes(5);
  live.beforeRead = () => {
    memory.add(since({ status: 'pause' }));
    live.task = paused;
  };

  expect(await look(LATE)).toMatchObject({ againAtMs: nowMs + 5 * MINUTE_MS + 5_000 });

  expect(memory.written).toEqual([]);
});

test.each(['applying', 'unconfirmed'] as const)(
  'while another change of the task is %s nothing is concluded',
  async (state) => {
    const { look, live, memory } = afterMinutes(5);
    memory.add(since({ status: 'pause' }, { state }));
    live.task = paused;

    expect(await look(LATE)).toMatchObject({ againAtMs: nowMs + 5 * MINUTE_MS + 5_000 });

    expect(memory.written).toEqual([]);
  },
);

test('the check waits for a call that this process is making', async () => {
  const { replica, look, live, memory } = setUpExecution();
  memory.add(requestWith({ ...failed, id: 'R-7' }));
  let looked: unknown;
  live.beforeModify = async () => {
    const reads = live.reads;
    looked = await look('late_put:R-7');
    expect(live.reads).toBe(reads);
  };

  await replica.execute('R-142');

  expect(looked).toEqual({ againAtMs: nowMs + 5_000 });
});

test('a retried request is checked after the retry, which is no late PUT', async () => {
  const again = { ...failed, state: 'approved', outcome: undefined, sentAtMs: undefined } as const;
  const { replica, look, live, clock, request } = setUpExecution(again);
  clock.nowMs = nowMs + 4 * MINUTE_MS;
  await replica.execute('R-142');
  expect(request()?.state).toBe('applied');
  clock.nowMs = nowMs + 5 * MINUTE_MS;

  expect(await look(LATE)).toEqual({ againAtMs: nowMs + 15 * MINUTE_MS });

  expect(live.payloads).toHaveLength(1);
  expect(request()?.lateEffect).toBeUndefined();
});

test('a retry that waits for a second approval but took effect meanwhile is applied and not run again', async () => {
  const waiting = { ...failed, state: 'pending', outcome: undefined } as const;
  const { replica, look, live, clock, request } = setUpExecution(waiting);
  clock.nowMs = nowMs + 5 * MINUTE_MS;
  live.task = paused;

  await look(LATE);
  await replica.execute('R-142');

  expect(request()?.state).toBe('applied');
  expect(live.payloads).toEqual([]);
});

test('an unreadable task is tried again, and given up an hour after the last check', async () => {
  const { look, live, clock, warnings } = afterMinutes(60);
  live.nextReads = [unreadable, unreadable];

  expect(await look(LATE)).toEqual({ againAtMs: clock.nowMs + MINUTE_MS });
  clock.nowMs = nowMs + 2 * hourMs;
  expect(await look(LATE)).toEqual({ done: true });

  expect(warnings).toEqual(['a task with an open outcome could not be read']);
});

test('a missing task holds nothing, and is checked again', async () => {
  const { look, live } = afterMinutes(5);
  live.nextReads = [{ ok: 'not_found' }];

  expect(await look(LATE)).toEqual({ againAtMs: nowMs + 15 * MINUTE_MS });
});

test('neither refused nor unknown calls are checked for', async () => {
  const { look, live } = setUpExecution({
    state: 'failed',
    outcome: { sent: true, failure: refusedByApi },
  });

  expect(await look(LATE)).toEqual({ done: true });
  expect(await look('late_put:R-1000')).toEqual({ done: true });
  expect(live.reads).toBe(0);
});
