import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import { shownEffects } from '#src/relay/forecast/worse.ts';
import type { SourceCheck } from '#src/relay/source-check.ts';
import { decisionBy, lead, policyOf, requestWith } from '../approval/sample-request.ts';
import { at, hourMs, nowMs, taskWith } from '../relay/sample-task.ts';
import { setUpExecution } from './set-up-execution.ts';

const minuteMs = 60_000;

/** An approved end in two hours; until then nothing comes near, and half an hour before it does. */
const earlierEnd = approved({ change: { end_time: at(2 * hourMs) } });

/** A request that a lead has just approved, with the effects that were shown when it was made. */
function approved(fields: Partial<ChangeRequest>): ChangeRequest {
  const request = requestWith({
    state: 'approved',
    version: 2,
    decisions: [decisionBy(lead)],
    ...fields,
  });
  const shown = effectsOf({ task: request.base, payload: request.payload, atMs: nowMs });
  return { effects: shownEffects(shown), ...request };
}

/** As it was approved this late. */
function late(request: ChangeRequest, byMs: number): ChangeRequest {
  const approval = {
    event: 'approve',
    state: 'approved',
    person: lead,
    atMs: nowMs + byMs,
  } as const;
  return { ...request, history: [...request.history, approval] };
}

test('a request approved late that would be worse by then is not sent and needs another approval', async () => {
  const { replica, live, clock, memory, request } = setUpExecution(late(earlierEnd, 90 * minuteMs));
  clock.nowMs += 90 * minuteMs;

  expect(await replica.execute('R-142')).toEqual({ done: true });

  expect(live.payloads).toEqual([]);
  expect(memory.events()).toEqual(['claim', 'hold_back']);
  expect(request()).toMatchObject({
    state: 'pending',
    decisions: [],
    digest: earlierEnd.digest,
    contentVersion: 4,
    expiresAtMs: clock.nowMs + 4 * hourMs,
    effects: expect.arrayContaining([expect.objectContaining({ kind: 'ends_soon' })]),
  });
  expect(memory.locks.size).toBe(0);
});

test('a held-back request runs once it is approved in its new situation', async () => {
  const { replica, live, clock, approval, request } = setUpExecution(
    late(earlierEnd, 90 * minuteMs),
  );
  clock.nowMs += 90 * minuteMs;
  await replica.execute('R-142');
  const { version = 0, digest = '' } = request() ?? {};

  const decided = await approval.decide({
    id: 'R-142',
    kind: 'approve',
    person: lead,
    version,
    digest,
  });
  await replica.execute('R-142');

  expect(decided.ok).toBe(true);
  expect(live.payloads).toEqual([earlierEnd.payload]);
  expect(request()?.state).toBe('applied');
});

test('a review opened before it was held back cannot approve it', async () => {
  const { replica, clock, approval, request } = setUpExecution(late(earlierEnd, 90 * minuteMs));
  clock.nowMs += 90 * minuteMs;
  await replica.execute('R-142');

  const answer = { id: 'R-142', kind: 'approve', person: lead, version: 1 } as const;
  const decided = await approval.decide({ ...answer, digest: earlierEnd.digest });

  expect(decided).toMatchObject({ ok: false, refusal: { reason: 'wrong_digest' } });
  expect(request()?.state).toBe('pending');
});

test('an end that has only just become near does not count as new', async () => {
  const { replica, live, clock } = setUpExecution(late(earlierEnd, 70 * minuteMs));
  clock.nowMs += 70 * minuteMs;

  await replica.execute('R-142');

  expect(live.payloads).toEqual([earlierEnd.payload]);
});

test('a request approved late that is no worse runs', async () => {
  const { replica, live, clock, request } = setUpExecution(late(earlierEnd, 30 * minuteMs));
  clock.nowMs += 30 * minuteMs;

  await replica.execute('R-142');

  expect(live.payloads).toEqual([earlierEnd.payload]);
  expect(request()?.state).toBe('applied');
});

test('a new list for a task that has gone on air meanwhile is held back', async () => {
  const base = taskWith({ start_time: at(hourMs) });
  const change = { source_urls: ['https://media.example.com/c.mp4'], start_time: at(3 * hourMs) };
  const { replica, live, clock, memory } = setUpExecution(
    late(approved({ base, change }), 2 * hourMs),
  );
  clock.nowMs += 2 * hourMs;

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(memory.events()).toEqual(['claim', 'hold_back']);
});

test('a past start in the payload is never sent', async () => {
  const base = taskWith({ start_time: at(3 * hourMs) });
  const request = late(approved({ base, change: { start_time: at(hourMs) } }), 2 * hourMs);
  const { replica, live, clock } = setUpExecution(request);
  clock.nowMs += 2 * hourMs;

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
});

test('a request that needed no approval needs one once it is held back', async () => {
  const { replica, clock, request } = setUpExecution(
    late({ ...earlierEnd, policy: policyOf(0), decisions: [] }, 90 * minuteMs),
  );
  clock.nowMs += 90 * minuteMs;

  await replica.execute('R-142');

  expect(request()).toMatchObject({ state: 'pending', policy: { quorum: 1 } });
});

test.each([
  ['an emergency', { breakGlass: { quorum: 1 }, decisions: [] }],
  ['what was asked for before effects were kept', { effects: undefined }],
] as const)('%s is not held back', async (_what, fields) => {
  const { replica, live, clock } = setUpExecution(
    late({ ...earlierEnd, ...fields }, 90 * minuteMs),
  );
  clock.nowMs += 90 * minuteMs;

  await replica.execute('R-142');

  expect(live.payloads).toEqual([earlierEnd.payload]);
});

test('two replicas hold the same request back only once', async () => {
  const { replica, otherReplica, live, clock, memory } = setUpExecution(
    late(earlierEnd, 90 * minuteMs),
  );
  clock.nowMs += 90 * minuteMs;

  await Promise.all([replica.execute('R-142'), otherReplica.execute('R-142')]);

  expect(live.payloads).toEqual([]);
  expect(memory.events().filter((event) => event === 'hold_back')).toEqual(['hold_back']);
});

test('a replica that takes over the claim of a killed one holds it back', async () => {
  const { replica, live, clock, memory, approval } = setUpExecution(
    late(earlierEnd, 90 * minuteMs),
  );
  clock.nowMs += 90 * minuteMs;
  await approval.claim('R-142');

  await replica.execute('R-142');
  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(memory.events()).toEqual(['claim', 'claim', 'hold_back']);
});

const newList = approved({ change: { source_urls: ['https://media.example.com/c.mp4'] } });
const missing: SourceCheck = {
  checkedAtMs: nowMs,
  problems: [{ kind: 'missing', httpStatus: 404 }],
};

test('a file missing since the approval holds the run back, with the finding', async () => {
  const { replica, live, request, found } = setUpExecution(newList);
  found.set('https://media.example.com/c.mp4', missing);

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()).toMatchObject({
    state: 'pending',
    pins: [{ file: 1, trouble: { kind: 'missing', httpStatus: 404 } }],
    effects: expect.arrayContaining([expect.objectContaining({ kind: 'source_trouble' })]),
  });
});

test('another task that now pushes to the same target holds the run back', async () => {
  const resume = approved({ base: taskWith({ status: 'pause' }), change: { status: 'enable' } });
  const { replica, live, request, others } = setUpExecution(resume);
  others.rivals = [{ taskId: 'another', name: 'live/other' }];

  await replica.execute('R-142');

  expect(live.payloads).toEqual([]);
  expect(request()).toMatchObject({ state: 'pending', rivals: [{ taskId: 'another' }] });
});

test('a file that was missing at the approval holds nothing back', async () => {
  const { replica, live, approval, request, found } = setUpExecution(newList);
  found.set('https://media.example.com/c.mp4', missing);
  await replica.execute('R-142');
  const { version = 0, digest = '' } = request() ?? {};

  await approval.decide({ id: 'R-142', kind: 'approve', person: lead, version, digest });
  await replica.execute('R-142');

  expect(live.payloads).toEqual([newList.payload]);
});

test('findings at the approval stay valid if nothing was checked since', async () => {
  const pins = [{ file: 1, durationSeconds: 600 }];
  const { replica, live } = setUpExecution({ ...newList, pins });

  await replica.execute('R-142');

  expect(live.payloads).toEqual([newList.payload]);
});

test('a retry of a break-glass, which somebody approved, is held back like any other change', async () => {
  const retried = late({ ...earlierEnd, breakGlass: { quorum: 1 } }, 90 * minuteMs);
  const { replica, live, clock, request } = setUpExecution(retried);
  clock.nowMs += 90 * minuteMs;

  await replica.execute('R-142');

  expect(request()?.state).toBe('pending');
  expect(live.payloads).toEqual([]);
});
