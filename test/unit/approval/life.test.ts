import { expect, test } from 'vitest';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import { offAirMark } from '#src/relay/forecast/worse.ts';
import { digestOf } from '#src/relay/payload.ts';
import { hourMs, nowMs, taskWith } from '../relay/sample-task.ts';
import {
  decisionBy,
  lead,
  outsider,
  policyOf,
  requester,
  requestWith,
  secondLead,
  viewed,
} from './sample-request.ts';
import { approving, project, setUpDesk, submission } from './set-up-desk.ts';

const { digest } = requestWith();
const freeze = [{ fromMs: nowMs, toMs: nowMs + hourMs, reason: 'New Year show' }];
const frozen = { reason: 'frozen', untilMs: nowMs + hourMs, why: 'New Year show' };
const frozenProject = { ...project, policy: { ...project.policy, freeze } };

test('a second open request of one person for one task is an edit of the first', async () => {
  const { approval } = setUpDesk([requestWith()]);
  const other = { ...submission, requester: outsider };

  expect(await approval.submit(submission)).toMatchObject({
    refusal: { reason: 'already_open', id: 'R-142' },
  });
  expect(await approval.submit({ ...other, id: 'R-2' })).toMatchObject({ ok: true });
  expect(
    await approval.submit({ ...submission, base: taskWith({ task_id: 'another' }) }),
  ).toMatchObject({ ok: true });
});

test('one person may have only so many open requests, but a break-glass is let through', async () => {
  const few = {
    ...project,
    policy: {
      ...project.policy,
      mostOpen: 1,
      breakGlass: { users: [requester.userId], usergroups: [] },
    },
  };
  const { approval } = setUpDesk([requestWith()], [few]);
  const another = { ...submission, project: few, base: taskWith({ task_id: 'another' }) };

  expect(await approval.submit(another)).toMatchObject({
    refusal: { reason: 'too_many_open', open: 1 },
  });
  expect(await approval.submit({ ...another, requester: outsider })).toMatchObject({ ok: true });
  expect(await approval.submit({ ...another, id: 'R-7', isBreakGlass: true })).toMatchObject({
    ok: true,
  });
});

test('a change that needs no approval is approved by its submit', async () => {
  const rules = [{ when: { fields: ['callback_events'], only: true }, quorum: 0 }] as const;
  const open = { ...project, policy: { ...project.policy, rules } };
  const { approval, memory } = setUpDesk([], [open]);

  const result = await approval.submit({
    ...submission,
    project: open,
    change: { callback_events: ['TaskExit'] },
  });

  expect(result).toMatchObject({ ok: true, request: { state: 'approved', decisions: [] } });
  expect(memory.written[0]?.effects.outbox).toEqual([
    { kind: 'execute', request: 'R-1' },
    { kind: 'show', request: 'R-1' },
  ]);
});

test('during a freeze nothing can be submitted, approved or retried, only rejected', async () => {
  const failed = requestWith({ id: 'R-7', state: 'failed' });
  const { approval } = setUpDesk([requestWith(), failed], [frozenProject]);
  const asked = { ...submission, project: frozenProject, requester: outsider };

  expect(await approval.submit(asked)).toMatchObject({ refusal: frozen });
  expect(await approval.decide(approving)).toMatchObject({ refusal: frozen });
  expect(await approval.retry('R-7', lead, { version: 1, digest })).toMatchObject({
    refusal: frozen,
  });
  expect(await approval.whyFrozen(requestWith())).toEqual(frozen);
  expect(await approval.decide({ ...approving, kind: 'reject', note: 'No.' })).toMatchObject({
    ok: true,
  });
});

test('a schedule is judged by the freeze of its own time', async () => {
  const { approval } = setUpDesk([], [frozenProject]);
  const asked = { ...submission, project: frozenProject };

  expect(await approval.submit({ ...asked, applyAtMs: nowMs + hourMs - 1 })).toMatchObject({
    refusal: frozen,
  });
  expect(await approval.submit({ ...asked, applyAtMs: nowMs + hourMs })).toMatchObject({
    ok: true,
  });
});

test('a schedule has to be decided before its time', async () => {
  const { approval, clock } = setUpDesk();
  const result = await approval.submit({ ...submission, applyAtMs: nowMs + hourMs });
  clock.nowMs += hourMs;

  expect(result).toMatchObject({ ok: true, request: { expiresAtMs: nowMs + hourMs } });
  expect(await approval.decide({ ...approving, id: 'R-1' })).toMatchObject({
    refusal: { reason: 'expired' },
  });
});

test('what is approved to run at once goes to the outbox with its approval', async () => {
  const { approval, memory } = setUpDesk([requestWith()]);

  expect(await approval.decide(approving)).toMatchObject({
    ok: true,
    request: { state: 'approved', version: 2 },
  });
  expect(memory.events()).toEqual(['approve']);
  expect(memory.written[0]?.effects.outbox).toEqual([{ kind: 'execute', request: 'R-142' }]);
});

test('an approver who was shown other ways to go off air has not approved, and may reject', async () => {
  const { approval, memory } = setUpDesk([requestWith()]);
  const viewedOffAir = offAirMark([
    { kind: 'source_trouble', grade: 'off_air', strength: 'could' },
  ]);

  expect(await approval.decide({ ...approving, viewedOffAir })).toMatchObject({
    ok: false,
    refusal: { reason: 'effects_changed' },
  });
  expect(memory.written).toEqual([]);
  expect(
    await approval.decide({ ...approving, kind: 'reject', note: 'No', viewedOffAir }),
  ).toMatchObject({ ok: true });
});

test('an approver who was shown the same ways to go off air has approved', async () => {
  const { approval } = setUpDesk([requestWith()]);
  const { base, payload } = requestWith();
  const viewedOffAir = offAirMark(effectsOf({ task: base, payload, atMs: nowMs }));

  expect(await approval.decide({ ...approving, viewedOffAir })).toMatchObject({ ok: true });
});

test('a quorum that was raised since the submit applies', async () => {
  const strict = { ...project, policy: { ...project.policy, quorum: 2 } };
  const { approval } = setUpDesk([requestWith()], [strict]);

  expect(await approval.decide(approving)).toMatchObject({ request: { state: 'pending' } });
  expect(await approval.decide({ ...approving, person: secondLead })).toMatchObject({
    request: { state: 'approved' },
  });
});

test('a quorum that was lowered since the submit does not help', async () => {
  const { approval } = setUpDesk([requestWith({ policy: policyOf(2) })]);

  expect(await approval.decide(approving)).toMatchObject({ request: { state: 'pending' } });
});

test('an edit has a new payload under the same id, without the old approvals', async () => {
  const request = requestWith({ policy: policyOf(2), decisions: [decisionBy(lead)] });
  const { approval, memory } = setUpDesk([request]);

  await approval.edit('R-142', { ...submission, change: { vod_loop_time: '2' } });

  const edited = memory.get('R-142');
  expect(edited).toMatchObject({ version: 2, state: 'pending', decisions: [] });
  expect(edited?.digest).toBe(digestOf(edited?.payload ?? { task_id: '' }));
  expect(await approval.decide(approving)).toMatchObject({ refusal: { reason: 'wrong_digest' } });
});

test('an approval that an edit overtook is refused: it was for something else', async () => {
  const { approval, memory } = setUpDesk([requestWith()]);
  const change = { vod_loop_time: '2' };
  memory.beforeCommitOf('approve', () => approval.edit('R-142', { ...submission, change }));

  expect(await approval.decide(approving)).toMatchObject({ refusal: { reason: 'wrong_digest' } });
  expect(memory.get('R-142')?.state).toBe('pending');
});

test('only the requester edits', async () => {
  const { approval, memory } = setUpDesk([requestWith()]);

  expect(await approval.edit('R-142', { ...submission, requester: lead })).toMatchObject({
    refusal: { reason: 'not_yours_to_edit' },
  });
  expect(memory.written).toEqual([]);
});

test('a rebase is the same change on the task as it is now, and has to be approved again', async () => {
  const { approval, memory } = setUpDesk([requestWith({ decisions: [decisionBy(secondLead)] })]);
  const live = taskWith({ vod_loop_time: '7' });

  expect(await approval.rebase('R-142', lead, { version: 1, digest }, live)).toMatchObject({
    ok: true,
  });

  expect(memory.get('R-142')).toMatchObject({
    base: live,
    change: { status: 'pause' },
    payload: { status: 'pause', vod_loop_time: '7' },
    decisions: [],
    expiresAtMs: requestWith().expiresAtMs,
  });
  expect(memory.get('R-142')?.digest).not.toBe(digest);
});

test('an undecided request can be withdrawn after its deadline', async () => {
  const { approval, clock } = setUpDesk([requestWith()]);
  clock.nowMs = requestWith().expiresAtMs + 1;

  expect(await approval.decide(approving)).toMatchObject({ refusal: { reason: 'expired' } });
  expect(await approval.withdraw('R-142', requester, viewed)).toMatchObject({
    request: { state: 'withdrawn' },
  });
});

test("a schedule requires what its own time requires, also by today's rules", async () => {
  const startMs = nowMs + hourMs;
  const base = taskWith({ start_time: new Date(startMs).toISOString() });
  const rules = [{ when: { live_now: true }, quorum: 2 }] as const;
  const strict = { ...project, policy: { ...project.policy, rules } };
  const scheduled = requestWith({ base, applyAtMs: startMs + hourMs });
  const { approval, memory } = setUpDesk([scheduled], [strict]);

  await approval.decide({ ...approving, digest: scheduled.digest });

  expect(memory.get('R-142')).toMatchObject({ state: 'pending', policy: { quorum: 2 } });
});

test.each([
  ['an outsider', outsider, 'not_an_approver'],
  ['the requester', requester, 'own_request'],
])('%s can neither rebase nor retry', async (_what, who, reason) => {
  const failed = requestWith({ id: 'R-7', state: 'failed' });
  const { approval, memory } = setUpDesk([requestWith(), failed]);

  expect(await approval.rebase('R-142', who, { version: 1, digest }, taskWith())).toMatchObject({
    refusal: { reason },
  });
  expect(await approval.retry('R-7', who, { version: 1, digest })).toMatchObject({
    refusal: { reason },
  });
  expect(memory.written).toEqual([]);
});

test('another approval retries a failed request, even by the same person', async () => {
  const failed = requestWith({ state: 'failed', version: 6, decisions: [decisionBy(lead)] });
  const { approval } = setUpDesk([failed]);

  const seen = { version: 6, digest };

  expect(await approval.retry('R-142', lead, { ...seen, digest: 'f'.repeat(64) })).toMatchObject({
    refusal: { reason: 'wrong_digest' },
  });
  expect(await approval.retry('R-142', lead, seen)).toMatchObject({
    ok: true,
    request: { state: 'approved', version: 7, decisions: [{ person: lead, atMs: nowMs }] },
  });
  expect(await approval.retry('R-142', secondLead, seen)).toMatchObject({
    refusal: { reason: 'wrong_state', state: 'approved' },
  });
});

test('an approval of a request is not one of the schedule it was edited into', async () => {
  const { approval, memory } = setUpDesk([requestWith()]);

  await approval.edit('R-142', { ...submission, applyAtMs: nowMs + 2 * hourMs });

  expect(await approval.decide(approving)).toMatchObject({ ok: false });
  expect(memory.get('R-142')?.state).toBe('pending');
});

test('a nudge is added to the history and changes nothing else', async () => {
  const { approval, memory } = setUpDesk([requestWith()]);

  await approval.nudge('R-142', 'remind');
  await approval.nudge('R-142', 'escalate');

  expect(memory.get('R-142')).toMatchObject({ state: 'pending', version: 3, decisions: [] });
  expect(memory.events()).toEqual(['remind', 'escalate']);
});
