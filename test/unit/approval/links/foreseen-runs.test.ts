import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { foreseenRuns } from '#src/approval/links/foreseen-runs.ts';
import { scheduledRuns } from '#src/approval/states/scheduled-runs.ts';
import { buildWayBack } from '#src/approval/links/way-back.ts';
import { hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';
import { requestWith } from '../sample-request.ts';

const inHours = (hours: number): number => nowMs + hours * hourMs;

const pauseAt = (hours: number, fields: Partial<ChangeRequest> = {}): ChangeRequest =>
  requestWith({ applyAtMs: inHours(hours), ...fields });

const withWayBack = (request: ChangeRequest, hours: number): ChangeRequest => ({
  ...request,
  wayBack: buildWayBack(request, { id: 'R-143', applyAtMs: inHours(hours) }, 'merged'),
});

const timesOf = (request: ChangeRequest) =>
  scheduledRuns(request).map(({ atMs, isWayBack }) => [(atMs - nowMs) / hourMs, isWayBack]);

test.each([
  ['a pending one at the time that was asked for', pauseAt(2), [[2, false]]],
  ['one that runs once it is approved at no time', requestWith(), []],
  ['one that runs at once at no time', requestWith({ state: 'approved' }), []],
  [
    'an approved one after its hold',
    pauseAt(2, { state: 'approved', runAtMs: inHours(3) }),
    [[3, false]],
  ],
  ['one that runs now at no time', pauseAt(0, { state: 'applying' }), []],
  ['one that has ended at no time', pauseAt(2, { state: 'rejected' }), []],
  [
    'a pair twice',
    withWayBack(pauseAt(2), 4),
    [
      [2, false],
      [4, true],
    ],
  ],
  ['a way back of what runs once it is approved', withWayBack(requestWith(), 4), [[4, true]]],
])('the schedule has %s', (_what, request, times) => {
  expect(timesOf(request)).toEqual(times);
});

test('a way back that is a request of its own is no run of the first', () => {
  const approved = withWayBack(pauseAt(2, { state: 'approved' }), 4);
  const history = [
    ...approved.history,
    { event: 'approve', state: 'approved', atMs: nowMs },
  ] as const;

  expect(timesOf({ ...approved, history })).toEqual([[2, false]]);
});

const seen = (requests: readonly ChangeRequest[], isFromNow = true) =>
  foreseenRuns(
    requests.flatMap(scheduledRuns).toSorted((a, b) => a.atMs - b.atMs),
    { nowMs, isFromNow },
  ).map(({ before, after, nextMs }) => ({
    before: before?.spans.map(({ because }) => because),
    after: after.spans.map(({ because }) => because),
    next: nextMs && (nextMs - nowMs) / hourMs,
  }));

test('viewers see the task as it is until the pause, nothing until the way back, and then the task again', () => {
  expect(seen([withWayBack(pauseAt(2), 4)])).toEqual([
    { before: ['playing'], after: ['paused'], next: 4 },
    { before: undefined, after: ['playing', 'ended'], next: undefined },
  ]);
});

test('runs of other tasks are not in between', () => {
  const other = pauseAt(3, { id: 'R-9', base: taskWith({ task_id: 'another', status: 'pause' }) });

  expect(
    seen([withWayBack(pauseAt(2), 4), other]).map(({ before, next }) => [before, next]),
  ).toEqual([
    [['playing'], 4],
    [['paused'], undefined],
    [undefined, undefined],
  ]);
});

test('nothing is said of the time before a run that is built on another, or of a later page', () => {
  expect(seen([pauseAt(2, { after: 'R-1' })])[0]?.before).toBeUndefined();
  expect(seen([pauseAt(2)], false)[0]?.before).toBeUndefined();
});

test('the task as it was read counts for the time until the first run', () => {
  const runs = scheduledRuns(pauseAt(2));
  const [first] = foreseenRuns(runs, {
    nowMs,
    isFromNow: true,
    live: taskWith({ status: 'pause' }),
  });

  expect(first?.before?.spans[0]?.because).toBe('paused');
});
