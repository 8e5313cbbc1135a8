import { expect, test } from 'vitest';
import { type Transition, transition } from '#src/approval/states/transition.ts';
import { nowMs } from '../../relay/sample-task.ts';
import {
  decisionBy,
  eventNamed,
  lead,
  otherContent,
  policyOf,
  requestWith,
  secondLead,
} from '../sample-request.ts';

const deadlineMs = requestWith().expiresAtMs;

test.each(['remind', 'escalate', 'edit', 'rebase'] as const)(
  '%s is for open requests only, not at the deadline',
  (name) => {
    expect(transition(requestWith(), eventNamed(name), deadlineMs - 1).ok).toBe(true);
    expect(transition(requestWith(), eventNamed(name), deadlineMs)).toMatchObject({
      refusal: { reason: 'expired' },
    });
  },
);

test.each(['edit', 'rebase'] as const)('%s makes every earlier approval void', (name) => {
  const request = requestWith({ policy: policyOf(2), decisions: [decisionBy(lead)] });

  const next = nextOf(transition(request, eventNamed(name), nowMs));

  expect(next).toMatchObject({ state: 'pending', decisions: [], digest: otherContent.digest });
  expect(next.digest).not.toBe(request.digest);
});

test('a retry is a new approval and drops the outcome of the last try', () => {
  const failed = requestWith({
    state: 'failed',
    sentAtMs: nowMs,
    outcome: { sent: true },
    decisions: [decisionBy(secondLead)],
  });

  const next = nextOf(transition(failed, eventNamed('retry'), nowMs));

  expect(next).toMatchObject({ state: 'approved', decisions: [decisionBy(lead)] });
  expect([next?.sentAtMs, next?.outcome]).toEqual([undefined, undefined]);
});

test('a retry that needs two people waits for the second', () => {
  const failed = requestWith({ state: 'failed', decisions: [decisionBy(secondLead)] });
  const decision = decisionBy(lead);
  const event = {
    name: 'retry',
    decision,
    needed: { quorum: 2 },
    expiresAtMs: deadlineMs,
  } as const;

  expect(nextOf(transition(failed, event, nowMs))).toMatchObject({
    state: 'pending',
    decisions: [decision],
  });
});

function nextOf(step: Transition) {
  if (!step.ok) throw new Error(`refused: ${step.refusal.reason}`);
  return step.next;
}
