import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { Event } from '#src/approval/record/event.ts';
import { transition } from '#src/approval/states/transition.ts';
import {
  effectsOfSubmit,
  SETTLE_AFTER_MS,
  SHOW_RUNNING_AFTER_MS,
} from '#src/approval/states/effects.ts';
import { hourMs, nowMs } from '../../relay/sample-task.ts';
import { decisionBy, eventNamed, lead, requestIn, requestWith } from '../sample-request.ts';

const show = { kind: 'show', request: 'R-142' } as const;
const execute = { kind: 'execute', request: 'R-142' } as const;
const expire = { kind: 'expire', request: 'R-142' } as const;
const remind = { kind: 'remind', request: 'R-142' } as const;
const escalate = { kind: 'escalate', request: 'R-142' } as const;
const settle = { kind: 'settle', request: 'R-142' } as const;
const deadlineMs = requestWith().expiresAtMs;

const waiting = [expire, remind, escalate];
const closing = { outbox: [show], timers: [], dropTimers: [...waiting, settle, execute, show] };
const stillWaiting = {
  outbox: [show],
  timers: [{ entry: expire, dueMs: deadlineMs }],
  dropTimers: [],
};
/** A PUT whose answer was lost may take effect later than that. */
const lookLater = (atMs: number) => [
  { entry: { kind: 'look', request: 'late_put:R-142' }, dueMs: atMs + 5 * 60_000 },
];
const closingWithLock = { ...closing, lock: 'release' } as const;
const shownSoon = (atMs: number) => [{ entry: show, dueMs: atMs + SHOW_RUNNING_AFTER_MS }];
const running = (atMs: number) => {
  return { outbox: [], timers: shownSoon(atMs), dropTimers: [], lock: 'take' } as const;
};

test('a new request is shown, and its deadline is set', () => {
  expect(effectsOfSubmit(requestWith(), {})).toEqual(stillWaiting);
});

test('a new request of a project that reminds sets those times as well', () => {
  const effects = effectsOfSubmit(requestWith(), {
    remindAfterMs: 1_000,
    escalate: { afterMs: 7_000 },
  });

  expect(effects.timers).toEqual([
    { entry: expire, dueMs: deadlineMs },
    { entry: remind, dueMs: nowMs + 1_000 },
    { entry: escalate, dueMs: nowMs + 7_000 },
  ]);
});

test('a request that needs no approval runs at once, or at its time, and has no deadline', () => {
  const approved = requestIn('approved');
  const later = { ...approved, applyAtMs: nowMs + 9_000 };

  expect(effectsOfSubmit(approved, { remindAfterMs: 1 })).toEqual({
    outbox: [execute, show],
    timers: [],
    dropTimers: [],
  });
  expect(effectsOfSubmit(later, { remindAfterMs: 1 })).toEqual({
    outbox: [show],
    // A near time is checked without delay.
    timers: [
      { entry: execute, dueMs: nowMs + 9_000 },
      { entry: { kind: 'look', request: 'before_run:R-142' }, dueMs: nowMs },
    ],
    dropTimers: [],
  });
});

test('reminders come after one, two and four times the interval, but not past the deadline', () => {
  const event = { name: 'remind', remindAfterMs: hourMs } as const;
  const first = stepOf(requestWith(), event, nowMs + hourMs / 2);
  const second = stepOf(first.next, event, nowMs + hourMs);

  expect(first.effects.timers).toEqual([{ entry: remind, dueMs: nowMs + 2.5 * hourMs }]);
  expect(second.effects.timers).toEqual([]);
});

test('an edit moves the deadline with it', () => {
  expect(stepOf(requestWith(), eventNamed('edit'), nowMs).effects).toEqual({
    outbox: [show],
    timers: [{ entry: expire, dueMs: nowMs + hourMs }],
    dropTimers: [],
  });
});

test.each([
  ['pending', 'approve', { outbox: [execute], timers: shownSoon(nowMs), dropTimers: waiting }],
  ['pending', 'reject', closing],
  ['pending', 'withdraw', closing],
  ['pending', 'expire', closing],
  ['pending', 'escalate', stillWaiting],
  ['pending', 'remind', { outbox: [show], timers: [], dropTimers: [] }],
  ['approved', 'claim', running(nowMs)],
  ['approved', 'withdraw', closing],
  ['applying', 'claim', running(deadlineMs)],
  [
    'applying',
    'send',
    { ...running(deadlineMs), timers: [], noted: { before: requestWith().base } },
  ],
  ['applying', 'succeed', closingWithLock],
  ['applying', 'fail', closingWithLock],
  ['applying', 'drift', closingWithLock],
  [
    'applying',
    'hold_back',
    {
      outbox: [show],
      timers: [{ entry: expire, dueMs: nowMs + 9 * hourMs }],
      dropTimers: [execute, show],
      lock: 'release',
      noted: { effects: [] },
    },
  ],
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
  ['unconfirmed', 'fail', { ...closingWithLock, timers: lookLater(deadlineMs) }],
  ['failed', 'retry', { outbox: [execute], timers: shownSoon(nowMs), dropTimers: waiting }],
] as const)('%s, %s has these effects', (state, name, effects) => {
  const isInTime = (state === 'pending' && name !== 'expire') || state === 'approved';
  const atMs = isInTime ? nowMs : deadlineMs;

  expect(stepOf(requestIn(state), eventNamed(name), atMs).effects).toEqual(effects);
});

test('an approval short of the quorum is shown, runs nothing and keeps the deadline', () => {
  const event = { name: 'approve', decision: decisionBy(lead), needed: { quorum: 2 } } as const;

  expect(stepOf(requestWith(), event, nowMs).effects).toEqual(stillWaiting);
});

function stepOf(request: ChangeRequest, event: Event, atMs: number) {
  const step = transition(request, event, atMs);
  if (!step.ok) throw new Error(`refused: ${step.refusal.reason}`);
  return step;
}
