import { missedFromMs } from '#src/approval/record/request-times.ts';
import { expect, test } from 'vitest';

import { transition } from '#src/approval/states/transition.ts';
import { hourMs, nowMs } from '../../relay/sample-task.ts';
import { eventNamed, requestWith } from '../sample-request.ts';

const applyAtMs = nowMs + 9 * hourMs;
const scheduled = requestWith({ state: 'approved', version: 2, applyAtMs });
const missedMs = missedFromMs(scheduled);

test('approving a schedule sets timers for its run and the check before it, and runs nothing yet', () => {
  const step = transition(requestWith({ applyAtMs }), eventNamed('approve'), nowMs);

  expect(step).toMatchObject({
    next: { state: 'approved', applyAtMs },
    effects: {
      outbox: [{ kind: 'show', request: 'R-142' }],
      timers: [
        { entry: { kind: 'execute', request: 'R-142' }, dueMs: applyAtMs },
        {
          entry: { kind: 'look', request: 'before_run:R-142' },
          dueMs: applyAtMs - 5 * 60_000,
        },
      ],
    },
  });
});

test('a schedule can be claimed until it was missed for too long', () => {
  expect(transition(scheduled, { name: 'claim' }, missedMs - 1).ok).toBe(true);
  expect(transition(scheduled, { name: 'claim' }, missedMs)).toEqual({
    ok: false,
    refusal: { reason: 'expired', atMs: missedMs },
  });
});

test('a schedule expires when it was missed for too long, and not before', () => {
  expect(transition(scheduled, { name: 'expire' }, missedMs - 1)).toMatchObject({
    refusal: { reason: 'wrong_state', state: 'approved' },
  });
  expect(transition(scheduled, { name: 'expire' }, missedMs)).toMatchObject({
    next: { state: 'expired' },
  });
});

test('a schedule can be withdrawn until it runs, and then its time is dropped', () => {
  expect(transition(scheduled, eventNamed('withdraw'), applyAtMs)).toMatchObject({
    next: { state: 'withdrawn' },
    effects: {
      dropTimers: expect.arrayContaining([{ kind: 'execute', request: 'R-142' }]),
    },
  });
});

test('a request that could not run at once is no longer run 15 minutes later', () => {
  const line = { event: 'approve', state: 'approved', atMs: nowMs } as const;
  const approved = requestWith({ state: 'approved', version: 2, history: [line] });
  const lateMs = nowMs + 15 * 60_000;

  expect(transition(approved, { name: 'claim' }, lateMs - 1).ok).toBe(true);
  expect(transition(approved, { name: 'expire' }, lateMs - 1).ok).toBe(false);
  expect(transition(approved, { name: 'claim' }, lateMs)).toMatchObject({
    refusal: { reason: 'expired', atMs: lateMs },
  });
  expect(transition(approved, { name: 'expire' }, lateMs)).toMatchObject({
    next: { state: 'expired' },
  });
});
