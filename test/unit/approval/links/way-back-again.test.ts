import { expect, test } from 'vitest';
import { withWayBackNow } from '#src/approval/links/predecessor.ts';
import { hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';
import { CLOUD, lead, requester } from '../sample-request.ts';
import { minuteMs, scheduled } from '../set-up-chain.ts';
import { project, submission } from '../set-up-desk.ts';

/** R-2, approved to follow R-1, is held since R-1 was rejected. `fields`: what else R-2 was asked for with. */
async function heldAfterApproval(fields: object = {}) {
  const desk = await scheduled();
  await desk.follows('R-2', 'R-1', { change: { vod_loop_time: '4' }, ...fields });
  await desk.decides('R-2', 'approve');
  await desk.approval.follow('R-2');
  await desk.decides('R-1', 'reject');
  await desk.approval.follow('R-1');
  return desk;
}

const edited = { ...submission, change: { vod_loop_time: '5' }, applyAtMs: nowMs + 3 * hourMs };

test('a way back that an edit adds to what was approved before waits for the approval of the edit', async () => {
  const { approval, decides, get, memory } = await heldAfterApproval();
  expect(get('R-2')).toMatchObject({ state: 'held' });

  await approval.edit('R-2', { ...edited, backAt: { id: 'R-9', applyAtMs: nowMs + 5 * hourMs } });
  await approval.follow('R-2');

  expect(get('R-2')).toMatchObject({ state: 'pending', wayBack: { id: 'R-9' } });
  expect(memory.get('R-9')).toBeUndefined();

  await decides('R-2', 'approve');
  await approval.follow('R-2');
  expect(get('R-9')).toMatchObject({ state: 'approved', decisions: [{ person: lead }] });
});

test('a way back in place of one that is over gets an id of its own, or it would never be made', async () => {
  const back = { backAt: { id: 'R-3', applyAtMs: nowMs + 4 * hourMs } };
  const { approval, decides, get } = await heldAfterApproval(back);
  await approval.follow('R-2');
  const { version, digest } = get('R-3');
  await approval.withdraw('R-3', requester, { version, digest });

  await approval.edit('R-2', { ...edited, backAt: { id: 'R-9', applyAtMs: nowMs + 5 * hourMs } });
  await decides('R-2', 'approve');
  await approval.follow('R-2');

  expect(get('R-9')).toMatchObject({ state: 'approved', after: 'R-2' });
});

test('what is held for a time and edited to run at once, or later, no longer has the time of then', async () => {
  const { approval, get } = await heldAfterApproval();
  expect(get('R-2').runAtMs).toBe(nowMs + 2 * hourMs);

  await approval.edit('R-2', { ...edited, applyAtMs: undefined });

  expect(get('R-2')).toMatchObject({ state: 'pending', applyAtMs: undefined, runAtMs: undefined });
});

/** R-2 and its way back at 16:00 are not approved yet; R-2 is held until 16:30 since R-1 was rejected. */
async function heldBeforeApproval() {
  const desk = await scheduled();
  const backAt = { id: 'R-3', applyAtMs: nowMs + 4 * hourMs };
  await desk.follows('R-2', 'R-1', { change: { vod_loop_time: '4' }, backAt });
  desk.clock.nowMs = nowMs + hourMs / 2;
  await desk.decides('R-1', 'reject');
  await desk.approval.follow('R-1');
  expect(desk.get('R-2')).toMatchObject({ state: 'held', expiresAtMs: nowMs + 4.5 * hourMs });
  const rebases = () => {
    const { version, digest } = desk.get('R-2');
    return desk.approval.rebase('R-2', lead, { version, digest }, taskWith());
  };
  return { ...desk, rebases };
}

test('a rebase of what is held can be approved only while its way back still comes after it', async () => {
  const { rebases, clock, get } = await heldBeforeApproval();
  clock.nowMs = nowMs + 3 * hourMs;

  expect(await rebases()).toMatchObject({ ok: true });

  expect(get('R-2').expiresAtMs).toBe(nowMs + 4 * hourMs - minuteMs);
});

test('once its way back would come before it, what is held cannot be rebased', async () => {
  const { rebases, clock, get } = await heldBeforeApproval();
  clock.nowMs = nowMs + 4 * hourMs - minuteMs;

  expect(await rebases()).toMatchObject({ ok: false, refusal: { reason: 'back_too_soon' } });

  expect(get('R-2').state).toBe('held');
});

test('with a hold that the policy asks for since then, it is not approved to run after its way back', async () => {
  const { decides, held, get } = await scheduled({
    backAt: { id: 'R-2', applyAtMs: nowMs + 2 * hourMs },
  });
  const rules = [{ when: { status: 'pause' }, quorum: 1, holdMs: 2 * hourMs }];
  held.set(CLOUD, [{ ...project.policy, rules, version: 'of-another-replica' }]);

  expect(await decides('R-1', 'approve')).toMatchObject({ refusal: { reason: 'back_too_soon' } });

  expect(get('R-1').state).toBe('pending');
});

/** R-1, approved for 13:00 with its way back R-2 at 15:00, is claimed at its time. */
async function claimedWithWayBack() {
  const backAt = { id: 'R-2', applyAtMs: nowMs + 3 * hourMs };
  const desk = await scheduled({ backAt });
  await desk.decides('R-1', 'approve');
  await desk.approval.follow('R-1');
  desk.clock.nowMs = nowMs + hourMs;
  const claim = await desk.approval.claim('R-1');
  if (!claim.ok) throw new Error('not claimed');
  return { ...desk, claimed: claim.request };
}

test('what is held back can be approved only while its way back still comes after it', async () => {
  const { approval, claimed, get } = await claimedWithWayBack();

  await approval.holdBack(claimed, {});

  expect(get('R-1')).toMatchObject({
    state: 'pending',
    expiresAtMs: nowMs + 3 * hourMs - minuteMs,
  });
});

test('where its way back was moved, that time counts', async () => {
  const { approval, claimed, get } = await claimedWithWayBack();
  const { version, digest } = get('R-2');
  const moved = { id: 'R-2', person: requester, version, digest, applyAtMs: nowMs + 4 * hourMs };
  expect(await approval.move(moved)).toMatchObject({ ok: true });

  await approval.holdBack(claimed, {});

  expect(get('R-1').expiresAtMs).toBe(nowMs + 4 * hourMs - minuteMs);
});

test('a retry does not promise the way back that was cancelled with the failure', async () => {
  const { approval, claimed, get } = await claimedWithWayBack();
  await approval.finish(claimed, 'fail', { sent: false });
  await approval.follow('R-1');
  expect(get('R-2').state).toBe('withdrawn');

  const { version, digest } = get('R-1');
  const retried = await approval.retry('R-1', lead, { version, digest });

  expect(retried).toMatchObject({ ok: true, request: { state: 'approved' } });
  expect(get('R-1').wayBack).toBeUndefined();
});

/** R-1, approved for 13:00 with its way back R-2 at 15:00. */
async function approvedWithWayBack() {
  const desk = await scheduled({ backAt: { id: 'R-2', applyAtMs: nowMs + 3 * hourMs } });
  await desk.decides('R-1', 'approve');
  const shown = async () => {
    const beside = await desk.approval.openBeside(desk.get('R-1'));
    return withWayBackNow(desk.get('R-1'), beside).wayBack?.applyAtMs;
  };
  const viewed = () => {
    const { version, digest } = desk.get('R-2');
    return { id: 'R-2', person: requester, version, digest };
  };
  return { ...desk, shown, viewed };
}

test('a way back is shown for the time that it has by now', async () => {
  const { approval, shown, viewed } = await approvedWithWayBack();
  expect(await shown()).toBe(nowMs + 3 * hourMs);

  await approval.follow('R-1');
  expect(await shown()).toBe(nowMs + 3 * hourMs);

  const moved = await approval.move({ ...viewed(), applyAtMs: nowMs + 4 * hourMs });
  expect(moved).toMatchObject({ ok: true });
  expect(await shown()).toBe(nowMs + 4 * hourMs);
});

test('one that was withdrawn is not shown as what ends a pause, and something else may follow', async () => {
  const { approval, shown, viewed, memory, follows } = await approvedWithWayBack();
  await approval.follow('R-1');
  expect(await follows('R-9', 'R-1')).toMatchObject({ ok: false, refusal: { why: 'sets_back' } });

  await approval.withdraw('R-2', requester, viewed());

  expect(memory.written.at(-1)?.effects.outbox).toContainEqual({ kind: 'show', request: 'R-1' });
  expect(await shown()).toBeUndefined();
  expect(await follows('R-9', 'R-1')).toMatchObject({ ok: true });
});

test('nor is one that is held', async () => {
  const { approval, shown, get, memory } = await approvedWithWayBack();
  await approval.follow('R-1');

  await approval.stopLink(get('R-2'), { kind: 'held', held: { why: 'late', by: 'R-1' } });

  expect(memory.written.at(-1)?.effects.outbox).toContainEqual({ kind: 'show', request: 'R-1' });
  expect(await shown()).toBeUndefined();
});
