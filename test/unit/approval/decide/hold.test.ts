import { expect, test } from 'vitest';
import { hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';
import { lead, requester, requestWith, secondLead, viewed } from '../sample-request.ts';
import { project, setUpDesk } from '../set-up-desk.ts';

const holdMs = hourMs / 4;
const policy = { ...project.policy, rules: [{ when: { status: 'pause' }, quorum: 1, holdMs }] };
const held = { ...project, policy };
const pending = requestWith({ change: { status: 'pause' } });
const approving = {
  id: pending.id,
  kind: 'approve',
  person: lead,
  version: 1,
  digest: pending.digest,
} as const;
const execute = { kind: 'execute', request: pending.id };

test('an approved change waits as long as its rule says, and its execution with it', async () => {
  const { approval, memory } = setUpDesk([pending], [held]);

  await approval.decide(approving);

  expect(memory.get(pending.id)).toMatchObject({ state: 'approved', runAtMs: nowMs + holdMs });
  expect(memory.written[0]?.effects.timers).toContainEqual({
    entry: execute,
    dueMs: nowMs + holdMs,
  });
  expect(memory.written[0]?.effects.outbox).not.toContainEqual(execute);
});

test('during the hold an approver can stop it, even the one who approved', async () => {
  const { approval, memory } = setUpDesk([pending], [held]);
  await approval.decide(approving);

  const result = await approval.decide({
    ...approving,
    kind: 'reject',
    note: 'Not now after all.',
  });

  expect(result).toMatchObject({ ok: true, request: { state: 'rejected' } });
  expect(memory.written[1]?.effects.dropTimers).toContainEqual(execute);
});

test('during the hold the requester can withdraw it, and nobody can approve it again', async () => {
  const { approval } = setUpDesk([pending], [held]);
  await approval.decide(approving);

  expect(await approval.decide({ ...approving, person: secondLead })).toMatchObject({
    refusal: { reason: 'wrong_state', state: 'approved' },
  });
  expect(await approval.withdraw(pending.id, requester, viewed)).toMatchObject({ ok: true });
});

test('a hold that would end in a freeze is refused at the approval', async () => {
  const freeze = [{ fromMs: nowMs + holdMs, toMs: nowMs + hourMs, reason: 'New Year show' }];
  const { approval } = setUpDesk([pending], [{ ...held, policy: { ...policy, freeze } }]);

  expect(await approval.decide(approving)).toMatchObject({ refusal: { reason: 'frozen' } });
});

test('a change that needs no approval still waits for its hold', async () => {
  const rules = [{ when: { status: 'pause' }, quorum: 0, holdMs }];
  const open = { ...project, policy: { ...policy, rules } };
  const { approval, memory } = setUpDesk([], [open]);

  await approval.submit({
    id: 'R-1',
    project: open,
    base: taskWith(),
    change: { status: 'pause' },
    reason: 'The show is over.',
    requester,
  });

  expect(memory.get('R-1')).toMatchObject({ state: 'approved', runAtMs: nowMs + holdMs });
  expect(memory.written[0]?.effects.timers).toContainEqual({
    entry: { kind: 'execute', request: 'R-1' },
    dueMs: nowMs + holdMs,
  });
});
