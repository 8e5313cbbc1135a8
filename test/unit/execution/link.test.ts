import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { taskAfter } from '#src/relay/chain.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { decisionBy, lead, requestWith, requester } from '../approval/sample-request.ts';
import { at, hourMs, nowMs, taskWith } from '../relay/sample-task.ts';
import { setUpExecution } from './set-up-execution.ts';

const minuteMs = 60_000;

/** The predecessor: three rounds from now on. */
const first = requestWith({
  id: 'R-141',
  state: 'approved',
  version: 2,
  change: { vod_loop_time: '3' },
  applyAtMs: nowMs,
  runAtMs: nowMs,
  decisions: [decisionBy(lead)],
});

/** A link that pauses the task in an hour, built on that. */
const link = requestWith({
  state: 'approved',
  version: 2,
  base: taskAfter(first.base, first.payload),
  after: 'R-141',
  applyAtMs: nowMs + hourMs,
  runAtMs: nowMs + hourMs,
  decisions: [decisionBy(lead)],
});

/** At the time of the link, with a predecessor that has become this, on this task. */
function atItsTime(became: Partial<ChangeRequest>, live: Partial<RelayTask> = {}) {
  const set = setUpExecution(link);
  set.memory.add({ ...first, ...became });
  set.live.task = { ...link.base, ...live };
  set.clock.nowMs = nowMs + hourMs;
  return set;
}

function applied(after: RelayTask | undefined = link.base): Partial<ChangeRequest> {
  return { state: 'applied', version: 5, outcome: { sent: true, after } };
}

test('a link runs on what its predecessor was read to hold', async () => {
  const { replica, live, request } = atItsTime(applied());

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect(live.payloads).toEqual([link.payload]);
  expect(request()?.state).toBe('applied');
});

test('a field that the predecessor left otherwise, and that the payload does not carry, is no difference', async () => {
  const started = { start_time: at(-minuteMs) };
  const { replica, request } = atItsTime(applied({ ...link.base, ...started }), started);

  await replica.execute('R-142');

  expect(request()).toMatchObject({
    state: 'applied',
    base: started,
    outcome: { differences: [] },
  });
});

test('a link waits for a predecessor that has not ended, and not for ever', async () => {
  const { replica, live, clock, request, memory } = atItsTime({ state: 'unconfirmed' });

  expect(await replica.execute('R-142')).toEqual({ againAtMs: clock.nowMs + 2_000 });
  expect(memory.events()).toEqual([]);

  clock.nowMs = nowMs + hourMs + 10 * minuteMs;
  expect(await replica.execute('R-142')).toEqual({ done: true });
  expect(live.payloads).toEqual([]);
  expect(request()).toMatchObject({
    state: 'held',
    held: { why: 'late', by: 'R-141' },
    expiresAtMs: clock.nowMs + 4 * hourMs,
  });
});

test.each(['rejected', 'withdrawn', 'expired', 'failed', 'stale'] as const)(
  'a link whose predecessor is %s is held, also when no message told it so',
  async (state) => {
    const { replica, live, request } = atItsTime({ state });

    await replica.execute('R-142');

    expect(live.payloads).toEqual([]);
    expect(request()).toMatchObject({ state: 'held', held: { why: 'ended', by: 'R-141', state } });
  },
);

test('a link whose predecessor left the task otherwise is held, with the fields', async () => {
  const end = at(9 * hourMs);
  const { replica, live, request } = atItsTime(applied({ ...link.base, end_time: end }));

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()?.held).toEqual({
    why: 'differs',
    by: 'R-141',
    differences: [{ field: 'end_time', expected: link.base.end_time, found: end }],
  });
});

test('a link is held under its lock if somebody changed the task since the predecessor ran', async () => {
  const { replica, live, memory, request } = atItsTime(applied(), { vod_loop_time: '7' });

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect(live.payloads).toEqual([]);
  expect(memory.events()).toEqual(['claim', 'hold_link']);
  expect(memory.locks.size).toBe(0);
  expect(request()?.held).toMatchObject({
    why: 'moved',
    differences: [{ field: 'vod_loop_time' }],
  });
});

test('what its predecessor left was not read: the task has to be as it was foretold', async () => {
  const asForetold = atItsTime({ state: 'applied', outcome: { sent: true } });
  await asForetold.replica.execute('R-142');
  expect(asForetold.request()?.state).toBe('applied');

  const otherwise = atItsTime(
    { state: 'applied', outcome: { sent: true } },
    { vod_loop_time: '7' },
  );
  await otherwise.replica.execute('R-142');
  expect(otherwise.request()?.held?.why).toBe('moved');
});

test('a link that nobody could run in time is held and not lost', async () => {
  const { replica, clock, live, request } = atItsTime(applied());
  clock.nowMs += 15 * minuteMs;

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()).toMatchObject({ state: 'held', held: { why: 'missed' } });
});

test('a link whose predecessor is not in the store is held', async () => {
  const { replica, request, clock } = setUpExecution(link);
  clock.nowMs = nowMs + hourMs;

  await replica.execute('R-142');

  expect(request()?.held).toEqual({ why: 'gone', by: 'R-141' });
});

test('a way back whose change did not run is cancelled at its time, if no message told it before', async () => {
  const set = setUpExecution({ ...link, decidedWith: 'R-141' });
  const { replica, request, live, memory } = set;
  memory.add({ ...first, state: 'withdrawn' });
  set.clock.nowMs = nowMs + hourMs;

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()).toMatchObject({ state: 'withdrawn', held: { why: 'ended', by: 'R-141' } });
});

test('a claim whose replica died is checked like any, and its task is free again', async () => {
  const { replica, approval, live, memory, request } = atItsTime(applied());
  await approval.claim('R-142');
  memory.add({ ...first, state: 'failed' });

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()?.state).toBe('held');
  expect(memory.locks.size).toBe(0);
});

test('an earlier change of its predecessor holds a link at once', async () => {
  const { approval, memory, request } = atItsTime({});
  memory.add({ ...first, payload: { ...first.payload, vod_loop_time: '9' } });

  await approval.follow('R-141');

  expect(request()?.held).toMatchObject({ why: 'differs', differences: [{ found: '9' }] });
});

test('a held link is rebased onto the task as it is now, and runs once that is approved', async () => {
  const { approval, replica, live, request } = atItsTime({ state: 'failed' });
  live.task = taskWith();
  await replica.execute('R-142');
  const { version = 0, digest = '' } = request() ?? {};

  await approval.rebase('R-142', lead, { version, digest }, live.task);
  expect(request()).toMatchObject({ state: 'pending', decisions: [], base: taskWith() });
  expect(request()?.after).toBeUndefined();
  expect(request()?.applyAtMs).toBeUndefined();

  const { version: now = 0, digest: fresh = '' } = request() ?? {};
  const decision = { id: 'R-142', kind: 'approve', person: lead } as const;
  const decided = await approval.decide({ ...decision, version: now, digest: fresh });
  expect(decided.ok).toBe(true);
  await replica.execute('R-142');
  expect(request()?.state).toBe('applied');
  expect(live.payloads).toEqual([request()?.payload]);
  expect(request()?.payload.vod_loop_time).toBe('-1');
});

test('a held link takes no approval, can be withdrawn, and expires at its own deadline', async () => {
  const { approval, replica, request, clock } = atItsTime({ state: 'failed' });
  await replica.execute('R-142');
  const { version = 0, digest = '' } = request() ?? {};
  const decision = { id: 'R-142', kind: 'approve', person: lead, version, digest } as const;

  expect(await approval.decide(decision)).toMatchObject({
    refusal: { reason: 'wrong_state', state: 'held' },
  });
  expect((await approval.expire('R-142')).ok).toBe(false);
  clock.nowMs = request()?.expiresAtMs ?? 0;
  expect(await approval.rebase('R-142', lead, { version, digest }, taskWith())).toMatchObject({
    refusal: { reason: 'expired' },
  });
  expect((await approval.withdraw('R-142', requester, { version, digest })).ok).toBe(true);
});

test('those who wait behind a held link are held when it ends', async () => {
  const { approval, memory, request } = atItsTime({ state: 'failed' });
  const second = requestWith({
    id: 'R-143',
    state: 'approved',
    version: 2,
    base: taskAfter(link.base, link.payload),
    change: { status: 'enable' },
    after: 'R-142',
    applyAtMs: nowMs + 2 * hourMs,
  });
  memory.add(second);

  await approval.follow('R-141');
  expect(request()?.state).toBe('held');
  expect(memory.get('R-143')?.state).toBe('approved');

  const { version = 0, digest = '' } = request() ?? {};
  const withdrawn = await approval.withdraw('R-142', requester, { version, digest });
  expect(withdrawn.ok).toBe(true);
  expect(memory.written.at(-1)?.effects.outbox).toContainEqual({
    kind: 'follow',
    request: 'R-142',
  });
  await approval.follow('R-142');
  expect(memory.get('R-143')?.held).toEqual({ why: 'ended', by: 'R-142', state: 'withdrawn' });
});
