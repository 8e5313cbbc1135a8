import { expect, test } from 'vitest';
import type { ApprovalProject } from '#src/approval/approval-context.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { at, hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';
import { lead, outsider, requester, secondLead } from '../sample-request.ts';
import { project, setUpDesk, submission } from '../set-up-desk.ts';

const inHours = (hours: number): number => nowMs + hours * hourMs;

function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('there is nothing');
  return value;
}

/** A pause in two hours that was submitted, and perhaps approved by a lead. */
async function scheduled(
  fields: Partial<typeof submission> & { readonly backAt?: { id: string; applyAtMs: number } } = {},
  policy: Partial<ApprovalProject['policy']> = {},
) {
  const own = { ...project, policy: { ...project.policy, expiresAfterMs: 90 * hourMs, ...policy } };
  const desk = setUpDesk([], [own]);
  await desk.approval.submit({ ...submission, project: own, applyAtMs: inHours(2), ...fields });
  const now = (): ChangeRequest => found(desk.memory.get('R-1'));
  return {
    ...desk,
    now,
    approves: (person = lead) => desk.approval.decide({ ...now(), kind: 'approve', person }),
    moves: (hours: number, more: Partial<Parameters<typeof desk.approval.move>[0]> = {}) =>
      desk.approval.move({ ...now(), person: requester, applyAtMs: inHours(hours), ...more }),
  };
}

test('an approved request runs at the new time, approved as it was: record and timers in one commit', async () => {
  const { approves, moves, now, memory } = await scheduled();
  await approves();

  expect(await moves(5)).toMatchObject({ ok: true });

  expect(now()).toMatchObject({
    state: 'approved',
    applyAtMs: inHours(5),
    runAtMs: inHours(5),
    decisions: [{ person: lead }],
    moves: [{ fromMs: inHours(2), toMs: inHours(5) }],
  });
  expect(now().moves?.[0]?.voided).toBeUndefined();
  expect(memory.written.at(-1)?.effects.timers).toEqual([
    { entry: { kind: 'execute', request: 'R-1' }, dueMs: inHours(5) },
    { entry: { kind: 'look', request: 'before_run:R-1' }, dueMs: inHours(5) - 5 * 60_000 },
  ]);
});

test('a pending one that nobody approved is only moved', async () => {
  const { moves, now, memory } = await scheduled();

  await moves(5);

  expect(now()).toMatchObject({ state: 'pending', applyAtMs: inHours(5), expiresAtMs: inHours(5) });
  expect(now().moves?.[0]?.voided).toBeUndefined();
  expect(memory.written.at(-1)?.effects.timers).toEqual([
    { entry: { kind: 'expire', request: 'R-1' }, dueMs: inHours(5) },
  ]);
});

test('where the policy at the new time asks for more, it has to be approved again', async () => {
  // The sample time is at noon.
  const rules = [{ when: { between: '16:00-20:00' }, quorum: 2 }];
  const { approves, moves, now, memory } = await scheduled({}, { rules });
  await approves();
  expect(now().state).toBe('approved');

  await moves(5);

  expect(now()).toMatchObject({ state: 'pending', decisions: [], moves: [{ voided: 'policy' }] });
  expect(now().runAtMs).toBeUndefined();
  const { timers, dropTimers } = found(memory.written.at(-1)).effects;
  expect(timers.map(({ entry }) => entry.kind)).toContain('expire');
  expect(dropTimers.map(({ kind }) => kind)).toEqual(['execute', 'look']);
  await approves();
  await approves(secondLead);
  expect(now()).toMatchObject({ state: 'approved', runAtMs: inHours(5) });
});

test('what would be sent otherwise at the new time has to be approved again', async () => {
  // A start that has passed is left out of what is sent.
  const base = taskWith({ start_time: at(4 * hourMs) });
  const { approves, moves, now } = await scheduled({ base });
  await approves();

  await moves(5);

  expect(now()).toMatchObject({ state: 'pending', moves: [{ voided: 'payload' }] });
});

test('a review from before the move decides nothing', async () => {
  const { moves, now, approval } = await scheduled();
  const seen = now();
  await moves(5);

  expect(await approval.decide({ ...seen, kind: 'approve', person: lead })).toMatchObject({
    refusal: { reason: 'wrong_digest' },
  });
});

test('an approval that comes between the plan and the commit counts, if it counts at the new time', async () => {
  const { moves, now, memory, approves } = await scheduled();
  memory.beforeCommitOf('move', approves);

  expect(await moves(5)).toMatchObject({ ok: true });

  expect(now()).toMatchObject({ state: 'approved', runAtMs: inHours(5) });
});

test('of a claim and a move the first counts, and a claim after the move does not run it early', async () => {
  const { approves, moves, now, memory, approval, clock } = await scheduled();
  await approves();
  const due = now();
  clock.nowMs = inHours(2);
  memory.beforeCommitOf('move', () => approval.claim('R-1'));
  expect(await moves(5)).toMatchObject({ refusal: { reason: 'wrong_state', state: 'applying' } });

  memory.add({ ...due, version: 9 });
  await moves(6);
  expect(await approval.claim('R-1', due)).toMatchObject({ refusal: { reason: 'busy' } });
  expect(now().state).toBe('approved');
});

test.each([
  ['the past', -1, 'time_passed'],
  ['the time it has', 2, 'time_unchanged'],
  ['a freeze', 7, 'frozen'],
])('it is not moved to %s', async (_where, hours, reason) => {
  const freeze = [{ fromMs: inHours(6), toMs: inHours(8), reason: 'Show' }];
  const { moves, now } = await scheduled({}, { freeze });

  expect(await moves(hours)).toMatchObject({ refusal: { reason } });
  expect(now().version).toBe(1);
});

test('only its requester moves it, before its deadline, and only what has a time', async () => {
  const { moves, clock, approves, approval } = await scheduled();
  expect(await moves(5, { person: outsider })).toMatchObject({
    refusal: { reason: 'not_yours_to_edit' },
  });
  clock.nowMs = inHours(2);
  expect(await moves(5)).toMatchObject({ refusal: { reason: 'expired' } });

  const atOnce = await scheduled({ applyAtMs: undefined } as Partial<typeof submission>);
  expect(await atOnce.moves(5)).toMatchObject({ refusal: { reason: 'not_scheduled' } });

  clock.nowMs = nowMs;
  await approves();
  clock.nowMs = inHours(3);
  expect(await moves(5)).toMatchObject({ refusal: { reason: 'expired' } });
  await approval.expire('R-1');
  expect(await moves(5)).toMatchObject({ refusal: { reason: 'wrong_state', state: 'expired' } });
});

test('the same move twice is one', async () => {
  const { moves, now } = await scheduled();
  const { version, digest, createdAtMs } = now();
  const seen = { version, digest, createdAtMs };

  await moves(5);
  expect(await moves(5, seen)).toMatchObject({ ok: true });
  expect(await moves(6, seen)).toMatchObject({ refusal: { reason: 'edited_meanwhile' } });
  expect(now().moves).toHaveLength(1);
});

test('a hold counts from the approval, not from the move', async () => {
  const { approves, moves, now, clock } = await scheduled(
    {},
    {
      rules: [{ when: {}, quorum: 1, holdMs: 3 * hourMs }],
    },
  );
  await approves();
  expect(now().runAtMs).toBe(inHours(3));
  clock.nowMs = inHours(1);

  await moves(2.5);

  expect(now()).toMatchObject({ state: 'approved', applyAtMs: inHours(2.5), runAtMs: inHours(3) });
});

const back = { id: 'R-2', applyAtMs: inHours(4) };

test('both times of a pair move, and the way back stays after its change', async () => {
  const { moves, now } = await scheduled({ backAt: back });

  expect(await moves(4)).toMatchObject({ refusal: { reason: 'back_too_early' } });
  await moves(5, { backAtMs: inHours(7) });

  expect(now()).toMatchObject({
    applyAtMs: inHours(5),
    wayBack: { id: 'R-2', applyAtMs: inHours(7) },
    moves: [{ back: { fromMs: inHours(4), toMs: inHours(7) } }],
  });
});

test('an approved pair keeps its order: each is moved on its own card', async () => {
  const { moves, approves, approval, memory } = await scheduled({ backAt: back });
  await approves();
  await approval.follow('R-1');
  const movesBack = (hours: number) =>
    approval.move({
      ...found(memory.get('R-2')),
      person: requester,
      applyAtMs: inHours(hours),
    });

  expect(await moves(5)).toMatchObject({ refusal: { reason: 'after_follower', id: 'R-2' } });
  expect(await movesBack(1)).toMatchObject({
    refusal: { reason: 'before_predecessor', id: 'R-1' },
  });
  expect(await movesBack(9)).toMatchObject({ ok: true, request: { state: 'approved' } });
  expect(await moves(5)).toMatchObject({ ok: true, request: { state: 'approved' } });
  expect(memory.get('R-1')?.wayBack?.id).toBe('R-2');
});

test('what is held keeps nobody from moving what it was built on', async () => {
  const { moves, approves, approval, memory } = await scheduled({ backAt: back });
  await approves();
  await approval.follow('R-1');
  memory.add({ ...found(memory.get('R-2')), state: 'held', held: { why: 'differs', by: 'R-1' } });

  expect(await moves(5)).toMatchObject({ ok: true, request: { state: 'approved' } });
});
