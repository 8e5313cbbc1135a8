import { expect, test } from 'vitest';
import { countsOf, standingOfPart } from '#src/approval/record/batch.ts';
import { type ChangeRequest, mayBeReverted } from '#src/approval/record/change-request.ts';
import { BATCH_DEFAULTS, digestOfParts } from '#src/approval/record/part.ts';
import { transition } from '#src/approval/states/transition.ts';
import { nowMs, taskWith } from '../../relay/sample-task.ts';
import {
  decisionBy,
  eventNamed,
  lead,
  requester,
  requestWith,
  secondLead,
} from '../sample-request.ts';
import { setUpBatch } from '../set-up-batch.ts';
import { project, setUpDesk } from '../set-up-desk.ts';

test('the parts are written first, wait for the batch, and are approved by nobody alone', async () => {
  const { approval, result, batch, parts } = await setUpBatch(3);

  expect(result.ok).toBe(true);
  expect(await batch()).toMatchObject({ state: 'pending', batch: { preset: 'slate' } });
  const [first, ...others] = await parts();
  expect(others).toHaveLength(2);
  expect(first).toMatchObject({ id: 'R-7.1', state: 'pending', partOf: 'R-7' });
  const { version = 0, digest = '' } = first ?? {};
  const viewed = { id: 'R-7.1', person: lead, version, digest };
  expect(await approval.decide({ ...viewed, kind: 'approve' })).toMatchObject({
    refusal: { reason: 'part_of', id: 'R-7' },
  });
  expect(await approval.decide({ ...viewed, kind: 'reject', note: 'No' })).toMatchObject({
    refusal: { reason: 'part_of' },
  });
  expect(await approval.withdraw('R-7.1', requester, viewed)).toMatchObject({
    refusal: { reason: 'part_of' },
  });
});

test('its digest stands for every part in its order', async () => {
  const { batch } = await setUpBatch(3);
  const { digest, batch: { parts = [] } = {} } = await batch();
  const [first, second, third] = parts;

  expect(digest).toBe(digestOfParts(parts));
  expect(digestOfParts([second!, first!, third!])).not.toBe(digest);
  expect(digestOfParts([first!, second!, { ...third!, digest: 'x' }])).not.toBe(digest);
});

test('tasks that it brings on air on one target are known to each other, at the submit and at the decision', async () => {
  const destination_url = 'rtmp://elsewhere.example.com/live/news';
  const paused = ['task-11', 'task-12', 'task-13'].map((task_id, at) => ({
    base: taskWith({ task_id, status: 'pause', ...(at < 2 ? { destination_url } : {}) }),
    change: { status: 'enable' },
  }));
  const { approval, asked, memory } = await setUpBatch(1);
  await approval.submitBatch({ ...asked, id: 'R-8', tasks: paused });
  const kindsOf = (id: string) => memory.get(id)?.effects?.map(({ kind }) => kind) ?? [];

  for (const id of ['R-8.1', 'R-8.2']) expect(kindsOf(id)).toContain('same_target');
  expect(kindsOf('R-8.3')).not.toContain('same_target');
  const { version = 0, digest = '' } = memory.get('R-8') ?? {};
  const decision = { id: 'R-8', kind: 'approve', person: lead, version, digest } as const;
  await approval.decide(decision);
  const shown = memory.get('R-8')?.batch?.parts.map(({ effects = [] }) => effects) ?? [];
  expect(shown.filter((some) => some.some(({ kind }) => kind === 'same_target'))).toHaveLength(2);
});

test('submitting it again gives the same request and no part twice', async () => {
  const { approval, asked, batch, memory } = await setUpBatch(3);
  const before = await batch();

  expect(await approval.submitBatch(asked)).toEqual({ ok: true, request: before });
  expect(memory.written.length).toBe(4);
});

test('it takes what the strictest of its parts takes, and each list of any of them', async () => {
  const rule = { when: { tasks: ['task-2'] }, quorum: 2, expiresAfterMs: 60_000 };
  const { approves, batch } = await setUpBatch(3, { rules: [rule] });

  expect((await batch()).policy.quorum).toBe(2);
  expect((await batch()).expiresAtMs).toBe(nowMs + 60_000);
  await approves();
  expect((await batch()).state).toBe('pending');
  await approves(secondLead);
  expect((await batch()).state).toBe('approved');
});

test('a rule of today that one part matches asks for its approvals as well', async () => {
  const { batch, parts } = await setUpBatch(2);
  const rule = { when: { tasks: ['task-2'] }, quorum: 2 };
  const stricter = { ...project, policy: { ...project.policy, rules: [rule] } };
  const today = setUpDesk([await batch(), ...(await parts())], [stricter]);
  const { version, digest } = await batch();

  await today.approval.decide({ id: 'R-7', kind: 'approve', person: lead, version, digest });

  expect(today.memory.get('R-7')).toMatchObject({ state: 'pending', policy: { quorum: 2 } });
});

test('no more than a few parts run at a time, and the batch ends with the last of them', async () => {
  const { approval, memory, approves, batch, parts } = await setUpBatch(10);
  await approves();
  for (let round = 0; round < 10; round += 1) {
    await approval.runBatch('R-7');
    const running = (await parts()).filter(({ state }) => state === 'approved');
    expect(running.length).toBeLessThanOrEqual(BATCH_DEFAULTS.atOnce);
    const [next] = running;
    if (!next) break;
    expect((await batch()).state).toBe('applying');
    memory.add({ ...next, state: round === 3 ? 'failed' : 'applied' });
  }
  await approval.runBatch('R-7');

  expect(await batch()).toMatchObject({
    state: 'failed',
    batch: { counts: { done: 9, failed: 1 } },
  });
});

test('parts whose turn comes a quarter of an hour after the approval are not run any more', async () => {
  const { approval, clock, memory, approves, batch, parts } = await setUpBatch(6);
  await approves();
  await approval.runBatch('R-7');
  clock.nowMs += 15 * 60_000;
  for (const running of (await parts()).filter(({ state }) => state === 'approved')) {
    memory.add({ ...running, state: 'applied' });
  }

  await approval.runBatch('R-7');
  await approval.runBatch('R-7');

  expect(await batch()).toMatchObject({ state: 'failed', batch: { counts: { not_run: 2 } } });
});

test('a batch that nobody could begin within a quarter of an hour is not run', async () => {
  const { approval, clock, approves, batch, parts } = await setUpBatch(2);
  await approves();
  clock.nowMs += 15 * 60_000;

  await approval.runBatch('R-7');
  await approval.runBatch('R-7');

  expect((await batch()).state).toBe('expired');
  expect((await parts()).map(({ state }) => state)).toEqual(['expired', 'expired']);
});

test('people are called once for each part that is gone from the air', async () => {
  const { approval, memory, approves, batch, parts } = await setUpBatch(2);
  await approves();
  await approval.runBatch('R-7');
  const [one, other] = await parts();
  const stream = { goneAtMs: nowMs, absentSinceMs: nowMs };
  memory.add({ ...one!, state: 'applied', stream });
  memory.add({ ...other!, state: 'applied' });

  for (let time = 0; time < 3; time += 1) await approval.runBatch('R-7');

  expect(await batch()).toMatchObject({
    state: 'failed',
    batch: { gone: ['R-7.1'], counts: { done: 1, off_air: 1 } },
  });
  expect(memory.events().filter((event) => event === 'part_gone')).toHaveLength(1);
});

test('people are called once for a part that takes effect after it had failed, and it counts as applied', async () => {
  const { approval, memory, approves, batch, parts } = await setUpBatch(2);
  await approves();
  await approval.runBatch('R-7');
  const [one, other] = await parts();
  const lost = { sent: true, after: one!.base };
  memory.add({ ...one!, state: 'failed', lateUntilMs: nowMs + 60_000, outcome: lost });
  memory.add({ ...other!, state: 'failed' });
  await approval.runBatch('R-7');
  expect(mayBeReverted(await batch())).toBe(false);

  await approval.lateEffect('R-7.1', { sent: true }, undefined);
  for (let time = 0; time < 3; time += 1) await approval.runBatch('R-7');

  expect(await batch()).toMatchObject({
    state: 'failed',
    batch: { late: ['R-7.1'], counts: { done: 1, failed: 1 } },
  });
  expect(memory.events().filter((event) => event === 'part_late')).toHaveLength(1);
  expect(mayBeReverted(await batch())).toBe(true);
});

test('a part carries the approvals of its batch for its own digest', async () => {
  const { approval, approves, parts } = await setUpBatch(1);
  await approves();
  await approval.runBatch('R-7');

  const [part] = await parts();

  expect(part).toMatchObject({ state: 'approved', decisions: [{ person: lead }] });
  expect(part?.decisions[0]?.digest).toBe(part?.digest);
});

test('a hold is waited for once: its parts run as soon as it is their turn', async () => {
  const rule = { when: {}, quorum: 1, holdMs: 10 * 60_000 };
  const { approval, clock, approves, parts } = await setUpBatch(1, { rules: [rule] });
  await approves();
  expect(await approval.runBatch('R-7')).toEqual({ againAtMs: nowMs + 10 * 60_000 });
  clock.nowMs += 10 * 60_000;

  await approval.runBatch('R-7');

  const [part] = await parts();
  expect(part?.state).toBe('approved');
  expect(part?.runAtMs).toBeUndefined();
});

test.each(['rejected', 'withdrawn', 'expired'] as const)(
  'a batch that is %s ends every part that waits in the same way',
  async (state) => {
    const { approval, memory, batch, parts } = await setUpBatch(2);
    const decisions = state === 'rejected' ? [decisionBy(lead, 'reject')] : [];
    memory.add({ ...(await batch()), state, decisions });

    await approval.runBatch('R-7');

    expect((await parts()).map((part) => part.state)).toEqual([state, state]);
  },
);

test('parts whose batch was never written are closed, and nobody runs them', async () => {
  const { parts } = await setUpBatch(3);
  const alone = setUpDesk(await parts());

  await alone.approval.runBatch('R-7');

  for (const id of ['R-7.1', 'R-7.2', 'R-7.3']) {
    expect(alone.memory.get(id)?.state).toBe('withdrawn');
  }
});

const part = (fields: Partial<ChangeRequest>) => requestWith({ partOf: 'R-7', ...fields });

test.each([
  ['waits', part({})],
  ['runs', part({ state: 'unconfirmed' })],
  ['done', part({ state: 'applied' })],
  ['failed', part({ state: 'applied', outcome: { sent: true, after: taskWith() } })],
  ['off_air', part({ state: 'applied', stream: { goneAtMs: nowMs, absentSinceMs: nowMs } })],
  ['stale', part({ state: 'stale' })],
  ['not_run', part({ state: 'expired' })],
] as const)('a part counts as %s', (standing, request) => {
  expect(standingOfPart(request)).toBe(standing);
  expect(countsOf([request])[standing]).toBe(1);
});

test.each(['claim', 'send', 'retry', 'edit', 'rebase', 'recover', 'late_effect'] as const)(
  'a batch is never carried out itself: no %s',
  async (name) => {
    const { batch } = await setUpBatch(2);
    for (const state of ['pending', 'approved', 'applying', 'failed'] as const) {
      const request = { ...(await batch()), state };
      expect(transition(request, eventNamed(name), nowMs).ok).toBe(false);
    }
  },
);

test('a batch takes no lock and asks for no call of its own', async () => {
  const { approves, approval, memory } = await setUpBatch(2);
  await approves();
  for (let time = 0; time < 2; time += 1) await approval.runBatch('R-7');

  const ofBatch = memory.written.filter(({ request }) => request.id === 'R-7');
  expect(ofBatch.map(({ request }) => request.state)).toEqual(['pending', 'approved', 'applying']);
  for (const { effects } of ofBatch) {
    const entries = [...effects.outbox, ...effects.timers.map(({ entry }) => entry)];
    expect(effects.lock).toBeUndefined();
    expect(entries.map(({ kind }) => kind)).not.toContain('execute');
  }
});
