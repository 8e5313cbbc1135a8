import { expect, test } from 'vitest';
import { nowMs, taskWith } from '../relay/sample-task.ts';
import { lead, requestWith } from '../approval/sample-request.ts';
import { noAnswer, setUpExecution } from './set-up-execution.ts';

/** The store comes back without its last writes while a run is under way. */

const pending = requestWith();
const approved = requestWith({ state: 'approved', version: 2 });
const claimed = requestWith({ state: 'applying', version: 3 });

test.each([
  ['its mark', claimed],
  ['its claim too', approved],
  ['its approval too', pending],
] as const)(
  'a PUT is recorded even if the store lost %s, and not repeated',
  async (_what, left) => {
    const { replica, live, memory, request } = setUpExecution();
    live.beforeModify = () => memory.goBackTo(left);

    expect(await replica.execute('R-142')).toEqual({ done: true });
    await replica.execute('R-142');

    expect(live.payloads).toHaveLength(1);
    expect(request()).toMatchObject({ state: 'applied', outcome: { request_id: 'req-1' } });
    expect(memory.events()).toEqual(['claim', 'send', 'recover', 'succeed']);
  },
);

test('a lost answer after a lost mark is settled by reading', async () => {
  const { replica, live, memory, request } = setUpExecution();
  live.beforeModify = () => memory.goBackTo(claimed);
  live.onModify = () => ({ kind: 'unknown', failure: noAnswer });

  await replica.execute('R-142');

  expect(request()).toMatchObject({ state: 'unconfirmed', sentAtMs: nowMs });
  live.task = taskWith({ status: 'pause' });
  await replica.settle('R-142');
  expect(request()?.state).toBe('applied');
});

test('a replica that takes over while the PUT is under way sends nothing: the mark is back', async () => {
  const { replica, otherReplica, live, memory, request } = setUpExecution();
  live.beforeModify = async () => {
    memory.goBackTo(claimed);
    await replica.keepMarks();
    await otherReplica.execute('R-142');
  };

  await replica.execute('R-142');

  expect(live.payloads).toHaveLength(1);
  expect(memory.events()).toEqual(['claim', 'send', 'recover', 'lose']);
  expect(request()?.state).toBe('unconfirmed');
});

test('a replica that claimed it right after the loss loses it before its own PUT', async () => {
  const { replica, otherReplica, live, memory, request } = setUpExecution();
  live.beforeModify = async () => {
    memory.goBackTo(claimed);
    // The other one has claimed it and reads the task when the mark comes back.
    live.beforeRead = () => replica.keepMarks();
    expect(await otherReplica.execute('R-142')).toEqual({ againAtMs: nowMs + 30_000 });
  };

  await replica.execute('R-142');

  expect(live.payloads).toHaveLength(1);
  expect(request()).toMatchObject({ state: 'applied', outcome: { request_id: 'req-1' } });
});

test('a request that another replica found stale because of that PUT is reported as applied', async () => {
  const { replica, otherReplica, live, memory, request } = setUpExecution();
  const { onModify } = live;
  live.onModify = (payload) => {
    const answer = onModify(payload);
    memory.goBackTo(claimed);
    return answer;
  };
  // It has taken effect and is being read back when another replica runs the request.
  const rival = () => otherReplica.execute('R-142');
  live.beforeModify = () => void (live.beforeRead = rival);

  await replica.execute('R-142');

  expect(live.payloads).toHaveLength(1);
  expect(memory.events()).toEqual(['claim', 'send', 'claim', 'drift', 'recover', 'succeed']);
  expect(request()?.state).toBe('applied');
});

test('right after a restart of Redis, nothing is claimed that may have been begun', async () => {
  const { replica, hold, live, memory } = setUpExecution();
  hold.untilMs = nowMs + 5_000;

  expect(await replica.execute('R-142')).toEqual({ againAtMs: nowMs + 5_000 });

  expect([live.reads, memory.written]).toEqual([0, []]);
});

test('what was approved since Redis came back is run at once: nobody can have begun it', async () => {
  const { replica, hold, live } = setUpExecution({
    history: [
      { event: 'submit', atMs: nowMs - 9_000, state: 'pending' },
      { event: 'approve', atMs: nowMs - 1_000, state: 'approved', person: lead },
      { event: 'worsen', atMs: nowMs, state: 'approved' },
    ],
  });
  Object.assign(hold, { sinceMs: nowMs - 2_000, untilMs: nowMs + 3_000 });

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect(live.payloads).toHaveLength(1);
});

test('a claim that was lost before the mark leaves its entry, and the next try makes the call', async () => {
  const { replica, live, memory, request } = setUpExecution();
  memory.beforeCommitOf('send', () => memory.goBackTo(approved));

  expect(await replica.execute('R-142')).toEqual({ againAtMs: nowMs + 2_000 });
  expect(live.payloads).toEqual([]);
  await replica.execute('R-142');

  expect(live.payloads).toHaveLength(1);
  expect(request()?.state).toBe('applied');
});

test('an end before the PUT that was lost leaves its entry as well', async () => {
  const { replica, live, memory, request } = setUpExecution();
  live.task = taskWith({ vod_loop_time: '7' });
  memory.beforeCommitOf('drift', () => memory.goBackTo(approved));

  expect(await replica.execute('R-142')).toEqual({ againAtMs: nowMs + 2_000 });
  await replica.execute('R-142');

  expect(request()?.state).toBe('stale');
});

test('if the store lost the whole request, the log says so, with the outcome', async () => {
  const { replica, live, memory, warnings } = setUpExecution();
  live.beforeModify = () => memory.goBackTo({ ...pending, createdAtMs: nowMs + 1 });

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect(warnings).toEqual(['outcome not recorded']);
});
