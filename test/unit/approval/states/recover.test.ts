import { expect, test } from 'vitest';
import { CLOSED_STATES, type ChangeRequest } from '#src/approval/record/change-request.ts';
import { RECOVERED_AGAIN_MS } from '#src/approval/states/effects.ts';
import { transition } from '#src/approval/states/transition.ts';
import { nowMs } from '../../relay/sample-task.ts';
import {
  decisionBy,
  lead,
  markedRequest,
  otherContent,
  requestWith,
  secondLead,
} from '../sample-request.ts';
import { setUpDesk } from '../set-up-desk.ts';

const event = { name: 'recover', lost: markedRequest } as const;
const end = { sent: true, request_id: 'req-1' };

/** What a store holds that has lost its last writes, or was written to since. */
const standing = (fields: Partial<ChangeRequest> = {}): ChangeRequest => requestWith(fields);

const closedStates = CLOSED_STATES.filter((state) => state !== 'applied');

test.each(['pending', 'approved', 'applying', ...closedStates] as const)(
  'a run under way is restored if the store says %s',
  (state) => {
    const step = transition(standing({ state, version: 2 }), event, nowMs + 9);

    expect(step.ok && step.next).toMatchObject({
      state: 'applying',
      version: 3,
      sentAtMs: markedRequest.sentAtMs,
      decisions: markedRequest.decisions,
      history: [...markedRequest.history, { event: 'recover', state: 'applying', atMs: nowMs + 9 }],
    });
  },
);

test('it is restored also after the deadline of an approval that the store has lost', () => {
  const { expiresAtMs } = standing();

  const step = transition(standing({ version: 2 }), event, expiresAtMs + 1);

  expect(step).toMatchObject({ ok: true, next: { state: 'applying' } });
});

test('it locks its task, is not claimed again, and is checked by reading if its sender has died', () => {
  const step = transition(standing(), event, nowMs + 9);
  if (!step.ok) throw new Error('refused');

  expect(step.effects.lock).toBe('take');
  expect(step.effects.timers).toContainEqual({
    entry: { kind: 'execute', request: 'R-142' },
    dueMs: nowMs + 9 + RECOVERED_AGAIN_MS,
  });
  expect(transition(step.next, { name: 'claim' }, nowMs + 10).ok).toBe(false);
});

test('the audit shows which lines were written again', () => {
  const step = transition(standing(), event, nowMs + 9);

  expect(step.ok && step.effects.noted).toEqual({ restored: markedRequest.history.slice(1) });
});

test.each<[string, Partial<ChangeRequest>]>([
  ['the mark is there', { state: 'applying', history: markedRequest.history }],
  [
    'another try was sent since',
    {
      state: 'failed',
      history: [{ event: 'send', state: 'applying', atMs: nowMs + 4 }],
    },
  ],
  ['its content is another', otherContent],
  ['its id was given out again, to somebody else', { requester: secondLead }],
  ['its id was given out again, for the same', { createdAtMs: nowMs + 1 }],
])('nothing is recovered if %s', (_what, fields) => {
  expect(transition(standing(fields), event, nowMs + 9)).toMatchObject({
    ok: false,
    refusal: { reason: 'wrong_state' },
  });
});

test('the end of a run whose mark was lost is recorded with it, in one write', async () => {
  const { approval, memory } = setUpDesk([standing({ state: 'pending', version: 2 })]);

  expect(await approval.finish(markedRequest, 'succeed', end)).toMatchObject({ ok: true });

  expect(memory.get('R-142')).toMatchObject({
    state: 'applied',
    version: 4,
    outcome: end,
    decisions: [decisionBy(lead)],
  });
  expect(memory.events()).toEqual(['recover', 'succeed']);
  expect(memory.locks.size).toBe(0);
});

test('a replica that claimed it meanwhile loses it before its own mark', async () => {
  const { approval } = setUpDesk([standing({ state: 'approved', version: 2 })]);
  const claimed = await approval.claim('R-142');
  if (!claimed.ok) throw new Error('not claimed');

  await approval.keepMark(markedRequest);

  expect(await approval.markSent(claimed.request, claimed.request.base)).toMatchObject({
    ok: false,
  });
});

test('a rewritten mark is not written a third time, and its end counts', async () => {
  const { approval, memory } = setUpDesk([standing()]);
  await approval.keepMark(markedRequest);
  await approval.keepMark(markedRequest);

  expect(await approval.finish(markedRequest, 'fail', end)).toMatchObject({ ok: true });

  expect(memory.events()).toEqual(['recover', 'fail']);
});

test('a task that another request has locked meanwhile is no obstacle: the PUT has been sent', async () => {
  const { approval, memory } = setUpDesk([standing()]);
  const task = `${markedRequest.cloud} ${markedRequest.base.task_id}`;
  memory.locks.set(task, 'R-7');

  await approval.keepMark(markedRequest);
  await approval.finish(markedRequest, 'lose', { sent: true });

  expect(memory.get('R-142')?.state).toBe('unconfirmed');
  expect(memory.locks.get(task)).toBe('R-7');
});

test('for a request that the store has lost entirely nothing can be recorded', async () => {
  const { approval } = setUpDesk([]);

  expect(await approval.finish(markedRequest, 'succeed', end)).toEqual({
    ok: false,
    refusal: { reason: 'not_found' },
  });
});

test('a result that somebody else settled by reading stays', async () => {
  const history = [
    ...markedRequest.history,
    { event: 'lose', state: 'unconfirmed', atMs: nowMs + 5 } as const,
  ];
  const unconfirmed = standing({ ...markedRequest, state: 'unconfirmed', version: 5, history });
  const { approval, memory } = setUpDesk([unconfirmed]);

  expect(await approval.finish(markedRequest, 'succeed', end)).toMatchObject({
    ok: false,
    refusal: { reason: 'busy' },
  });
  expect(memory.get('R-142')).toEqual(unconfirmed);
});
