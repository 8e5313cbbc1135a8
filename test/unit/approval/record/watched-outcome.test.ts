import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { watchedOutcomes } from '#src/approval/record/watched-outcome.ts';
import { nowMs, taskWith } from '../../relay/sample-task.ts';
import { requestWith } from '../sample-request.ts';

const part = (number: number, fields: Partial<ChangeRequest>): ChangeRequest =>
  requestWith({
    id: `R-7.${number}`,
    partOf: 'R-7',
    base: taskWith({ task_id: `task-${number}` }),
    ...fields,
  });

const PARTS = [
  part(1, { state: 'applied' }),
  part(2, { state: 'failed' }),
  part(3, { state: 'stale' }),
  part(4, { state: 'expired' }),
  part(5, { state: 'applied', stream: { goneAtMs: nowMs, absentSinceMs: nowMs } }),
];

const history: ChangeRequest['history'] = [
  { event: 'submit', state: 'pending', atMs: nowMs },
  { event: 'begin', state: 'applying', atMs: nowMs },
  { event: 'part_gone', state: 'applying', atMs: nowMs },
  { event: 'part_gone', state: 'applying', atMs: nowMs },
  { event: 'some_failed', state: 'failed', atMs: nowMs },
  { event: 'part_late', state: 'failed', atMs: nowMs },
];

const batch = requestWith({
  id: 'R-7',
  state: 'failed',
  batch: { parts: [], gone: ['R-7.5', 'R-7.1'], late: ['R-7.1'] },
  history,
});

const said = (at: number) =>
  watchedOutcomes(batch, PARTS, history[at]!).map(({ name, taskId }) => `${taskId} ${name}`);

test('the end of a batch tells of all of its tasks at once, but not of those that were never run', () => {
  expect(said(4)).toEqual(['task-1 applied', 'task-2 failed', 'task-3 stale', 'task-5 applied']);
  expect(said(1)).toEqual([]);
});

test('each stream that is gone is told of by itself', () => {
  expect([said(2), said(3)]).toEqual([['task-5 no-stream'], ['task-1 no-stream']]);
});

test('a task that took effect after it had failed is told of as applied', () => {
  expect(said(5)).toEqual(['task-1 applied']);
});

test('a single request tells of its own task', () => {
  const line = { event: 'succeed', state: 'applied', atMs: nowMs } as const;
  const request = requestWith({ state: 'applied', history: [line] });

  expect(watchedOutcomes(request, [], line)).toMatchObject([
    { name: 'applied', taskId: request.base.task_id, request: { id: 'R-142' } },
  ]);
});

test('a channel that watches what was not run hears of an approved change that missed its time', () => {
  const approved = { event: 'approve', state: 'approved', atMs: nowMs } as const;
  const line = { event: 'expire', state: 'expired', atMs: nowMs } as const;
  const outcomesAfter = (lines: ChangeRequest['history']) => {
    const request = requestWith({ state: 'expired', history: lines });
    return watchedOutcomes(request, [], line).map(({ name }) => name);
  };

  expect(outcomesAfter([approved, line])).toEqual(['stale']);
  expect(outcomesAfter([line])).toEqual([]);
});
