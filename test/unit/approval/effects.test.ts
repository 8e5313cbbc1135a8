import { expect, test } from 'vitest';
import { transition } from '#src/approval/transition.ts';
import { effectsOfSubmit, SETTLE_AFTER_MS, type Effects } from '#src/approval/effects.ts';
import { nowMs } from '../relay/sample-task.ts';
import { eventNamed, requestIn, requestWith } from './sample-request.ts';

const show = { kind: 'show', request: 'R-142' } as const;
const execute = { kind: 'execute', request: 'R-142' } as const;
const expire = { kind: 'expire', request: 'R-142' } as const;
const settle = { kind: 'settle', request: 'R-142' } as const;
const deadlineMs = requestWith().expiresAtMs;

const closing = { outbox: [show], timers: [], dropTimers: [expire, settle] };
const closingWithLock = { ...closing, lock: 'release' } as const;
const running = { outbox: [show], timers: [], dropTimers: [], lock: 'take' } as const;

test('a new request is shown, and its deadline is set', () => {
  expect(effectsOfSubmit(requestWith())).toEqual({
    outbox: [show],
    timers: [{ entry: expire, dueMs: deadlineMs }],
    dropTimers: [],
  });
});

test.each([
  ['pending', 'approve', { outbox: [execute, show], timers: [], dropTimers: [expire] }],
  ['pending', 'reject', closing],
  ['pending', 'withdraw', closing],
  ['pending', 'expire', closing],
  ['approved', 'claim', running],
  ['approved', 'withdraw', closing],
  ['approved', 'expire', closing],
  ['applying', 'claim', running],
  ['applying', 'send', { ...running, outbox: [] }],
  ['applying', 'succeed', closingWithLock],
  ['applying', 'fail', closingWithLock],
  ['applying', 'drift', closingWithLock],
  [
    'applying',
    'lose',
    {
      outbox: [show],
      timers: [{ entry: settle, dueMs: deadlineMs + SETTLE_AFTER_MS }],
      dropTimers: [],
    },
  ],
  ['unconfirmed', 'succeed', closingWithLock],
  ['unconfirmed', 'fail', closingWithLock],
] as const)('%s, %s brings along what follows from it', (state, name, effects) => {
  const atMs = name === 'approve' || name === 'reject' || name === 'withdraw' ? nowMs : deadlineMs;

  expect(effectsFor(requestIn(state), name, atMs)).toEqual(effects);
});

test('an approval short of the quorum is shown, runs nothing and keeps the deadline', () => {
  const { approvers } = requestWith().policy;
  const request = requestWith({ policy: { quorum: 2, approvers } });

  expect(effectsFor(request, 'approve', nowMs)).toEqual({
    outbox: [show],
    timers: [],
    dropTimers: [],
  });
});

function effectsFor(
  request: Parameters<typeof transition>[0],
  name: Parameters<typeof eventNamed>[0],
  atMs: number,
): Effects {
  const step = transition(request, eventNamed(name), atMs);
  if (!step.ok) throw new Error(`refused: ${step.refusal.reason}`);
  return step.effects;
}
