import { expect, test } from 'vitest';
import { FREEZE_DAYS_MAX, FREEZES_MAX } from '#src/approval/decide/chat-freezes.ts';
import { hourMs, nowMs } from '../../relay/sample-task.ts';
import { lead, outsider, requester, requestWith } from '../sample-request.ts';
import { approving, project, setUpDesk, submission } from '../set-up-desk.ts';

const toMs = nowMs + hourMs;
const { digest } = requestWith();
const asked = { id: 'f1', project, person: lead, toMs, reason: 'Election night' };
const task = { id: submission.base.task_id, name: 'live/news' };
const refusal = { reason: 'frozen', untilMs: toMs, why: 'Election night' };

test('while a project is frozen in chat nothing can be submitted, approved or retried, only rejected', async () => {
  const failed = requestWith({ id: 'R-7', state: 'failed' });
  const { approval } = setUpDesk([requestWith(), failed]);

  expect(await approval.freeze(asked)).toMatchObject({ kind: 'frozen' });

  expect(await approval.submit({ ...submission, requester: outsider })).toMatchObject({ refusal });
  expect(await approval.decide(approving)).toMatchObject({ refusal });
  expect(await approval.retry('R-7', lead, { version: 1, digest })).toMatchObject({ refusal });
  expect(await approval.whyFrozen(requestWith())).toEqual(refusal);
  expect(await approval.decide({ ...approving, kind: 'reject', note: 'No.' })).toMatchObject({
    ok: true,
  });
});

test('once its time is over, or once it is lifted, changes go on', async () => {
  const { approval, clock } = setUpDesk();
  await approval.freeze(asked);
  clock.nowMs = toMs;
  expect(await approval.whyFrozen(requestWith())).toBeUndefined();

  await approval.freeze({ ...asked, id: 'f2', toMs: toMs + hourMs });
  expect(await approval.whyFrozen(requestWith())).toBeDefined();
  expect(await approval.unfreeze({ project, person: lead })).toMatchObject({ kind: 'unfrozen' });
  expect(await approval.whyFrozen(requestWith())).toBeUndefined();
});

test('a freeze of one task holds for no other', async () => {
  const { approval } = setUpDesk();
  await approval.freeze({ ...asked, task: { id: 'another', name: 'live/other' } });
  expect(await approval.whyFrozen(requestWith())).toBeUndefined();

  await approval.freeze({ ...asked, id: 'f2', task });
  expect(await approval.whyFrozen(requestWith())).toEqual(refusal);
  expect(await approval.unfreeze({ project, person: lead })).toEqual({ kind: 'not_frozen' });
});

test('a schedule after the freeze can be submitted, and one within it cannot', async () => {
  const { approval } = setUpDesk();
  await approval.freeze(asked);

  const planned = { ...submission, requester: outsider };
  expect(await approval.submit({ ...planned, applyAtMs: toMs - 1 })).toMatchObject({ refusal });
  expect(await approval.submit({ ...planned, applyAtMs: toMs })).toMatchObject({ ok: true });
});

test('a freeze of the configuration that follows one from chat is told with its own end', async () => {
  const configured = { fromMs: toMs, toMs: toMs + hourMs, reason: 'Show' };
  const frozen = { ...project, policy: { ...project.policy, freeze: [configured] } };
  const { approval } = setUpDesk([], [frozen]);
  await approval.freeze({ ...asked, project: frozen });

  expect(await approval.whyFrozen(requestWith())).toEqual({
    ...refusal,
    untilMs: toMs + hourMs,
  });
});

test('only approvers may freeze and lift that, or those who are named for it', async () => {
  const { approval, freezes } = setUpDesk();
  const no = { kind: 'refused', refusal: { reason: 'not_a_freezer' } };
  const freezers = { users: [outsider.userId], usergroups: [] };
  const named = { ...project, policy: { ...project.policy, freezers } };

  expect(await approval.freeze({ ...asked, person: outsider })).toEqual(no);
  expect(await approval.freeze({ ...asked, project: named })).toEqual(no);
  expect(freezes.written).toEqual([]);
  expect(await approval.freeze({ ...asked, project: named, person: outsider })).toMatchObject({
    kind: 'frozen',
  });
  expect(await approval.unfreeze({ project, person: requester })).toEqual(no);
});

test('a guest on the list may not, and neither may anybody whom Slack does not know at the moment', async () => {
  const { approval, directory } = setUpDesk();
  directory.answer = () => ({ isFullMember: false, usergroups: [] });
  expect(await approval.freeze(asked)).toMatchObject({ refusal: { reason: 'not_a_full_member' } });

  directory.answer = () => {
    throw new Error('Slack is away');
  };
  expect(await approval.freeze(asked)).toMatchObject({
    refusal: { reason: 'identity_unavailable' },
  });
});

test('a freeze is made longer, and never shorter', async () => {
  const { approval } = setUpDesk();
  await approval.freeze(asked);

  expect(await approval.freeze({ ...asked, id: 'f2', toMs: toMs - 1 })).toMatchObject({
    kind: 'frozen_longer',
    freeze: { toMs },
  });
  expect(await approval.freeze({ ...asked, id: 'f3', toMs: toMs + hourMs })).toMatchObject({
    kind: 'frozen',
    before: { toMs },
  });
});

test('a button lifts the freeze that it stood beside, and not one that came in its place', async () => {
  const { approval } = setUpDesk();
  await approval.freeze(asked);
  await approval.freeze({ ...asked, id: 'f2', toMs: toMs + hourMs });

  expect(await approval.unfreeze({ project, person: lead, id: 'f1' })).toEqual({
    kind: 'not_frozen',
  });
  expect(await approval.unfreeze({ project, person: lead, id: 'f2' })).toMatchObject({
    kind: 'unfrozen',
  });
});

test('there are bounds on how long and on how many', async () => {
  const { approval } = setUpDesk();
  const tooLate = nowMs + FREEZE_DAYS_MAX * 24 * hourMs + 1;
  expect(await approval.freeze({ ...asked, toMs: tooLate })).toEqual({ kind: 'too_long' });

  for (let index = 0; index < FREEZES_MAX; index += 1) {
    await approval.freeze({ ...asked, task: { id: `t${index}`, name: 'live/x' } });
  }
  const more = { ...asked, task: { id: 'more', name: 'live/x' } };
  expect(await approval.freeze(more)).toEqual({ kind: 'too_many' });
  expect(await approval.freeze(asked)).toMatchObject({ kind: 'frozen' });
  expect(await approval.freeze(more)).toEqual({ kind: 'too_many' });
});

test('a break-glass goes through it, and says so', async () => {
  const breakGlass = { users: [requester.userId], usergroups: [] };
  const open = { ...project, policy: { ...project.policy, breakGlass } };
  const { approval } = setUpDesk([], [open]);
  await approval.freeze({ ...asked, project: open });

  expect(await approval.submit({ ...submission, project: open, isBreakGlass: true })).toMatchObject(
    { ok: true, request: { breakGlass: { frozen: 'Election night' } } },
  );
});

test('the audit has a line with who, what and until when', async () => {
  const { approval, freezes } = setUpDesk();
  await approval.freeze({ ...asked, task });
  await approval.unfreeze({ project, person: lead, task });

  expect(freezes.written.map(({ line }) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      event: 'freeze',
      project: 'live-prod',
      task_id: task.id,
      until: new Date(toMs).toISOString(),
      person: lead,
      reason: 'Election night',
    }),
    expect.objectContaining({ event: 'unfreeze', task_id: task.id, person: lead }),
  ]);
});
