import { expect, test } from 'vitest';
import { ASK_REVIEW_AFTER_MS } from '#src/approval/states/effects.ts';
import { hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';
import { lead, outsider, requester, requestWith, secondLead } from '../sample-request.ts';
import { project, setUpDesk } from '../set-up-desk.ts';

const onCall = { users: [requester.userId], usergroups: [] };
const freeze = [{ fromMs: nowMs, toMs: nowMs + hourMs, reason: 'New Year show' }];
const rules = [{ when: { status: 'pause' }, quorum: 2, holdMs: hourMs }];
const desk = { ...project, policy: { ...project.policy, rules, breakGlass: onCall } };
const submission = {
  id: 'R-1',
  project: desk,
  base: taskWith(),
  change: { status: 'pause' },
  reason: 'Wrong film on air.',
  requester,
  isBreakGlass: true,
};
const broken = requestWith({ state: 'applied', breakGlass: { quorum: 2 } });
const closing = {
  id: 'R-142',
  version: 1,
  digest: requestWith().digest,
  person: lead,
  note: 'It was right.',
};

test('somebody on the list runs a change at once, and the record says what was bypassed', async () => {
  const { approval, memory } = setUpDesk([], [desk]);

  const result = await approval.submit(submission);

  expect(result).toMatchObject({
    ok: true,
    request: { state: 'approved', breakGlass: { quorum: 2 }, policy: { quorum: 0 }, decisions: [] },
  });
  expect(memory.written[0]?.request.policy.holdMs).toBeUndefined();
  expect(memory.written[0]?.effects.outbox).toContainEqual({ kind: 'execute', request: 'R-1' });
});

test('it bypasses a freeze, and names it', async () => {
  const frozen = { ...desk, policy: { ...desk.policy, freeze } };
  const { approval } = setUpDesk([], [frozen]);

  expect(await approval.submit({ ...submission, project: frozen })).toMatchObject({
    request: { breakGlass: { quorum: 2, frozen: 'New Year show' } },
  });
});

test.each([
  ['somebody who is not on the list', desk, outsider, 'not_for_break_glass'],
  ['anybody where there is no list', project, requester, 'not_for_break_glass'],
] as const)('is refused to %s', async (_who, where, person, reason) => {
  const { approval, memory } = setUpDesk([], [where]);

  const result = await approval.submit({ ...submission, project: where, requester: person });

  expect(result).toEqual({ ok: false, refusal: { reason } });
  expect(memory.written).toEqual([]);
});

test('is refused to a guest on the list, and to everybody while Slack does not say who they are', async () => {
  const { approval, directory } = setUpDesk([], [desk]);
  directory.answer = () => ({ isFullMember: false, usergroups: [] });
  expect(await approval.submit(submission)).toMatchObject({
    refusal: { reason: 'not_a_full_member' },
  });
  directory.answer = () => {
    throw new Error('Slack is away');
  };
  expect(await approval.submit(submission)).toMatchObject({
    refusal: { reason: 'identity_unavailable' },
  });
});

test('it is reviewed once, with a note, by an approver who did not do it', async () => {
  const { approval, memory } = setUpDesk([broken], [desk]);
  const refused = async (change: Partial<typeof closing>) =>
    approval.closeReview({ ...closing, ...change });

  expect(await refused({ person: requester })).toMatchObject({
    refusal: { reason: 'own_request' },
  });
  expect(await refused({ person: outsider })).toMatchObject({
    refusal: { reason: 'not_an_approver' },
  });
  expect(await refused({ note: '' })).toMatchObject({ refusal: { reason: 'note_missing' } });
  expect(memory.written).toEqual([]);

  expect(await approval.closeReview(closing)).toMatchObject({
    ok: true,
    request: { state: 'applied', afterReview: { person: lead, note: 'It was right.' } },
  });
  expect(await approval.closeReview({ ...closing, person: secondLead })).toMatchObject({
    refusal: { reason: 'already_reviewed', person: lead },
  });
});

test('until then people are reminded every day', async () => {
  const { approval, memory, clock } = setUpDesk([broken], [desk]);
  const timer = { kind: 'ask_review', request: 'R-142' };

  await approval.nudge('R-142', 'ask_review');
  expect(memory.written[0]?.effects.timers).toEqual([
    { entry: timer, dueMs: nowMs + ASK_REVIEW_AFTER_MS },
  ]);

  clock.nowMs += ASK_REVIEW_AFTER_MS;
  await approval.closeReview(closing);
  expect(memory.written[1]?.effects.dropTimers).toEqual([timer]);
  await approval.nudge('R-142', 'ask_review');
  expect(memory.events()).toEqual(['ask_review', 'after_review']);
});

test('only the last try can be signed off', async () => {
  const { approval } = setUpDesk([{ ...broken, contentVersion: 4, version: 8 }], [desk]);

  expect(await approval.closeReview({ ...closing, version: 3 })).toMatchObject({
    refusal: { reason: 'wrong_digest' },
  });
  expect(await approval.closeReview({ ...closing, version: 8 })).toMatchObject({ ok: true });
});

test('a change without break-glass needs no review afterwards', async () => {
  const { approval } = setUpDesk([requestWith({ state: 'applied' })]);

  expect(await approval.closeReview(closing)).toMatchObject({
    refusal: { reason: 'wrong_state', state: 'applied' },
  });
});
