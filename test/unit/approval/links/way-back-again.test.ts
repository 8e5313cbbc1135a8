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

test('a freeze at its former time does not keep a change from being approved whose way back was moved', async () => {
  const { approval, claimed, get, decides, held } = await claimedWithWayBack();
  const { version, digest } = get('R-2');
  const moved = { id: 'R-2', person: requester, version, digest, applyAtMs: nowMs + 6 * hourMs };
  expect(await approval.move(moved)).toMatchObject({ ok: true });
  await approval.holdBack(claimed, {});
  const freeze = [{ fromMs: nowMs + 2 * hourMs, toMs: nowMs + 4 * hourMs, reason: 'Election' }];
  held.set(CLOUD, [{ ...project.policy, freeze, version: 'of-another-replica' }]);

  expect(await decides('R-1', 'approve')).toMatchObject({ ok: true });
});

/** R-1 has failed, and its way back R-2 was cancelled or held with it, unless its requester had withdrawn it before. */
async function failedWithWayBack(end: 'fail' | 'lose' = 'fail', isWithdrawn = false) {
  const desk = await claimedWithWayBack();
  const { approval, claimed, get } = desk;
  const viewed = (id: string) => ({ version: get(id).version, digest: get(id).digest });
  if (isWithdrawn) await approval.withdraw('R-2', requester, viewed('R-2'));
  if (end === 'lose') {
    const sent = await approval.markSent(claimed, taskWith());
    if (!sent.ok) throw new Error('not sent');
    const lost = await approval.finish(sent.request, 'lose', { sent: true });
    if (!lost.ok) throw new Error('not lost');
    await approval.finish(lost.request, 'fail', { sent: true });
  } else await approval.finish(claimed, 'fail', { sent: false });
  await approval.follow('R-1');
  return { ...desk, retried: await approval.retry('R-1', lead, viewed('R-1')) };
}

test('if a call that seemed lost takes effect, people are told that its way back is held', async () => {
  const { approval, get, memory } = await failedWithWayBack('lose');
  const before = get('R-2');

  await approval.lateEffect('R-1', { sent: true, after: taskWith({ status: 'pause' }) }, undefined);
  await approval.follow('R-1');
  await approval.follow('R-1');

  expect(get('R-2')).toMatchObject({ state: 'held', held: { why: 'took_effect', by: 'R-1' } });
  expect(get('R-2').version).toBe(before.version + 1);
  expect(memory.written.at(-1)?.effects.outbox).toContainEqual({ kind: 'show', request: 'R-2' });
});

test.each([
  ['cancelled', 'fail', 'withdrawn'],
  ['held', 'lose', 'held'],
] as const)(
  'a change whose way back was %s as it failed is not retried for good',
  async (...row) => {
    const [, end, state] = row;

    const { get, retried } = await failedWithWayBack(end);

    expect(get('R-2').state).toBe(state);
    expect(retried).toMatchObject({ refusal: { reason: 'way_back_lost', id: 'R-2' } });
    expect(get('R-1').state).toBe('failed');
  },
);

test('one whose way back somebody had withdrawn is retried, and promises none', async () => {
  const { get, retried } = await failedWithWayBack('fail', true);

  expect(retried).toMatchObject({ ok: true, request: { state: 'approved' } });
  expect(get('R-1').wayBack).toBeUndefined();
});

/** R-1, approved for 13:00 with its way back R-2 at 15:00. */
async function approvedWithWayBack(where = project) {
  const backAt = { id: 'R-2', applyAtMs: nowMs + 3 * hourMs };
  const desk = await scheduled({ backAt, project: where }, [where]);
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

test.each([
  ['leaves it as it was', {}, 'approved', undefined],
  ['changes something else of it', { callback_events: ['TaskAlarm'] }, 'held', 'moved'],
  ['reverts the first one', { status: 'enable' }, 'withdrawn', 'set_back'],
])('another change of the task that %s: its way back stands as %s', async (...row) => {
  const [, fields, state, why] = row;
  const { approval, claimed, get } = await claimedWithWayBack();
  const after = taskWith({ status: 'pause' });
  await approval.finish(claimed, 'succeed', { sent: true, after });

  const outcome = { sent: true, after: { ...after, ...fields } };
  await approval.stopOvertaken({ ...get('R-1'), id: 'R-9', outcome });

  expect(get('R-2').state).toBe(state);
  expect(get('R-2').held?.why).toBe(why);
});

test('of what is held people are reminded, and the second line is pinged, as of what waits for an approval', async () => {
  const escalate = { afterMs: hourMs, to: { users: [], usergroups: ['S0LEADS'] } };
  const policy = { ...project.policy, remindAfterMs: hourMs / 2, escalate };
  const { approval, get, memory, clock } = await approvedWithWayBack({ ...project, policy });
  await approval.follow('R-1');
  await approval.stopLink(get('R-2'), { kind: 'held', held: { why: 'late', by: 'R-1' } });
  const due = (kind: string) =>
    memory.written.at(-1)?.effects.timers.find(({ entry }) => entry.kind === kind)?.dueMs;

  expect([due('remind'), due('escalate')]).toEqual([nowMs + hourMs / 2, nowMs + hourMs]);
  clock.nowMs += hourMs;
  await approval.nudge('R-2', 'escalate');
  await approval.nudge('R-2', 'remind');

  expect(get('R-2').history.slice(-2)).toMatchObject([
    { event: 'escalate', state: 'held' },
    { event: 'remind', state: 'held' },
  ]);
  expect(due('remind')).toBe(nowMs + 2 * hourMs);
});

test('so are people of what was held as its predecessor was late, once that has run', async () => {
  const { approval, claimed, get } = await claimedWithWayBack();
  await approval.stopLink(get('R-2'), { kind: 'held', held: { why: 'late', by: 'R-1' } });

  await approval.finish(claimed, 'succeed', { sent: true, after: taskWith({ status: 'pause' }) });
  await approval.follow('R-1');

  expect(get('R-2')).toMatchObject({ state: 'held', held: { why: 'took_effect', by: 'R-1' } });
});
