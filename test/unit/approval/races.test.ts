import { expect, test } from 'vitest';
import type { ApprovalService } from '#src/approval/service.ts';
import { hourMs, nowMs, taskWith } from '../relay/sample-task.ts';
import {
  lead,
  policyOf,
  requester,
  requestIn,
  requestWith,
  secondLead,
  viewed,
} from './sample-request.ts';
import { setUpDesk } from './set-up-desk.ts';

const { digest } = requestWith();
const ofTwo = policyOf(2);

const MOVES = {
  approve: (desk: ApprovalService) =>
    desk.decide({ id: 'R-142', kind: 'approve', person: lead, version: 1, digest }),
  reject: (desk: ApprovalService) =>
    desk.decide({
      id: 'R-142',
      kind: 'reject',
      person: secondLead,
      version: 1,
      digest,
      note: 'No.',
    }),
  withdraw: (desk: ApprovalService) => desk.withdraw('R-142', requester, viewed),
} as const;

test.each([
  ['approve', 'reject', 'rejected', secondLead],
  ['approve', 'withdraw', 'withdrawn', requester],
  ['reject', 'approve', 'approved', lead],
  ['reject', 'withdraw', 'withdrawn', requester],
  ['withdraw', 'reject', 'rejected', secondLead],
] as const)('%s that loses to %s is told who won', async (late, early, state, winner) => {
  const { approval, memory } = setUpDesk([requestWith()]);
  memory.beforeCommitOf(late, () => MOVES[early](approval));

  const result = await MOVES[late](approval);

  expect(result).toMatchObject({
    ok: false,
    refusal: { reason: 'wrong_state', state, person: winner, atMs: nowMs },
    request: { state },
  });
  expect(memory.events()).toEqual([early]);
});

test('a withdrawal that comes second to the approval comes in time before the claim', async () => {
  const { approval, memory } = setUpDesk([requestWith()]);
  memory.beforeCommitOf('withdraw', () => MOVES.approve(approval));

  expect(await MOVES.withdraw(approval)).toMatchObject({ ok: true });
  expect(memory.events()).toEqual(['approve', 'withdraw']);
});

test('a withdrawal after the claim is too late', async () => {
  const { approval, memory } = setUpDesk([requestIn('approved')]);
  memory.beforeCommitOf('withdraw', () => approval.claim('R-142'));

  expect(await MOVES.withdraw(approval)).toMatchObject({
    refusal: { reason: 'wrong_state', state: 'applying' },
  });
});

test.each(['approve', 'reject', 'withdraw'] as const)(
  '%s in the last millisecond that loses to the sweeper is refused',
  async (late) => {
    const { approval, memory, clock } = setUpDesk([requestWith()]);
    clock.nowMs += 4 * hourMs - 1;
    memory.beforeCommitOf(late, async () => {
      clock.nowMs += 1;
      await approval.expire('R-142');
    });

    expect(await MOVES[late](approval)).toMatchObject({
      refusal: { reason: 'wrong_state', state: 'expired' },
    });
    expect(memory.events()).toEqual(['expire']);
  },
);

test('the sweeper that loses to an approval leaves the request alone', async () => {
  const { approval, memory, clock } = setUpDesk([requestWith()]);
  clock.nowMs += 4 * hourMs;
  memory.beforeCommitOf('expire', async () => {
    clock.nowMs -= 1;
    await MOVES.approve(approval);
  });

  expect(await approval.expire('R-142')).toMatchObject({
    refusal: { reason: 'wrong_state', state: 'approved' },
  });
  expect(memory.get('R-142')?.state).toBe('approved');
});

test('two approvals of two people at once both count', async () => {
  const { approval, memory } = setUpDesk([requestWith({ policy: ofTwo })]);
  memory.beforeCommitOf('approve', () => MOVES.approve(approval));

  const second = await approval.decide({
    id: 'R-142',
    kind: 'approve',
    person: secondLead,
    version: 1,
    digest,
  });

  expect(second).toMatchObject({ ok: true, request: { state: 'approved', version: 3 } });
  expect(memory.get('R-142')?.decisions.map(({ person }) => person)).toEqual([lead, secondLead]);
});

test('one person who approves twice at once counts once', async () => {
  const { approval, memory } = setUpDesk([requestWith({ policy: ofTwo })]);
  memory.beforeCommitOf('approve', () => MOVES.approve(approval));

  expect(await MOVES.approve(approval)).toMatchObject({
    refusal: { reason: 'already_decided_by_you' },
    request: { state: 'pending', version: 2 },
  });
  expect(memory.get('R-142')?.decisions).toHaveLength(1);
});

test('of two concurrent claims the later one holds, and the earlier may not send', async () => {
  const { approval, memory } = setUpDesk([requestIn('approved')]);

  const first = await approval.claim('R-142');
  const second = await approval.claim('R-142');

  expect([first, second]).toMatchObject([{ ok: true }, { ok: true }]);
  expect(await approval.markSent(requestOf(first), taskWith())).toMatchObject({
    refusal: { reason: 'busy' },
  });
  expect(await approval.markSent(requestOf(second), taskWith())).toMatchObject({ ok: true });
  expect(memory.events()).toEqual(['claim', 'claim', 'send']);
});

test('after the mark nobody can claim, and only its maker records the end', async () => {
  const { approval } = setUpDesk([requestIn('approved')]);
  const claimed = requestOf(await approval.claim('R-142'));
  const marked = requestOf(await approval.markSent(claimed, taskWith()));

  expect(await approval.claim('R-142')).toMatchObject({
    refusal: { reason: 'wrong_state', state: 'applying' },
  });
  expect(await approval.finish(claimed, 'fail', { sent: false })).toMatchObject({
    refusal: { reason: 'busy' },
  });
  expect(await approval.finish(marked, 'succeed', { sent: true })).toMatchObject({
    ok: true,
    request: { state: 'applied', outcome: { sent: true } },
  });
});

test('one change at a time runs on a relay task; tasks do not block each other', async () => {
  const other = { ...requestIn('approved'), id: 'R-143' };
  const elsewhere = { ...other, id: 'R-144', base: taskWith({ task_id: 'another' }) };
  const { approval } = setUpDesk([requestIn('approved'), other, elsewhere]);
  const claimed = requestOf(await approval.claim('R-142'));

  expect(await approval.claim('R-143')).toMatchObject({
    refusal: { reason: 'busy' },
    request: { state: 'approved' },
  });
  expect(await approval.claim('R-144')).toMatchObject({ ok: true });

  await approval.finish(claimed, 'fail', { sent: false });

  expect(await approval.claim('R-143')).toMatchObject({ ok: true });
});

function requestOf(result: Awaited<ReturnType<ApprovalService['claim']>>) {
  if (!result.ok) throw new Error(`refused: ${result.refusal.reason}`);
  return result.request;
}
