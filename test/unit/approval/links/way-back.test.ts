import { expect, test } from 'vitest';
import type { Submission } from '#src/approval/submit/submit.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { digestOf } from '#src/relay/payload.ts';
import { at, hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';
import { lead, requester, secondLead } from '../sample-request.ts';
import { project, setUpDesk, submission } from '../set-up-desk.ts';

const minuteMs = 60_000;

/** "This in an hour, then back in three." */
const pair = {
  ...submission,
  applyAtMs: nowMs + hourMs,
  backAt: { id: 'R-2', applyAtMs: nowMs + 3 * hourMs },
};

const evening = { when: { fields: ['status'] }, quorum: 1 } as const;

async function asked(projects = [project], fields: Partial<Submission> = {}) {
  const desk = setUpDesk([], projects);
  const [only = project] = projects;
  const result = await desk.approval.submit({ ...pair, project: only, ...fields });
  const approve = (person = lead) => decide(person, 'approve');
  async function decide(person: typeof lead, kind: 'approve' | 'reject') {
    const { version = 0, digest = '' } = desk.memory.get('R-1') ?? {};
    return desk.approval.decide({ id: 'R-1', kind, person, version, digest, note: 'no' });
  }
  return { ...desk, result, approve, decide, first: () => get('R-1'), second: () => get('R-2') };
  function get(id: string): ChangeRequest | undefined {
    return desk.memory.get(id);
  }
}

test('a change and its way back are one request, with two payloads, two digests and two forecasts', async () => {
  const { first, memory } = await asked();

  const { wayBack, effects } = first() ?? {};
  expect(memory.ids()).toEqual(['R-1']);
  expect(wayBack).toMatchObject({
    id: 'R-2',
    applyAtMs: nowMs + 3 * hourMs,
    base: taskWith({ status: 'pause' }),
    change: { status: 'enable' },
    payload: { status: 'enable' },
  });
  expect(wayBack?.digest).toBe(wayBack && digestOf(wayBack.payload));
  expect(effects?.some(({ grade }) => grade === 'off_air')).toBe(true);
  expect(wayBack?.effects).toBeDefined();
});

test('with its approval the way back becomes a request of its own, approved by the same person', async () => {
  const { approve, approval, first, second, memory } = await asked();

  await approve();
  const effects = memory.written.at(-1)?.effects;
  await approval.follow('R-1');

  expect(effects?.outbox).toContainEqual({ kind: 'follow', request: 'R-1' });
  expect(second()).toMatchObject({
    state: 'approved',
    base: first()?.wayBack?.base,
    payload: first()?.wayBack?.payload,
    digest: first()?.wayBack?.digest,
    applyAtMs: nowMs + 3 * hourMs,
    runAtMs: nowMs + 3 * hourMs,
    after: 'R-1',
    decidedWith: 'R-1',
    requester,
    decisions: [{ person: lead, digest: first()?.wayBack?.digest }],
  });
  expect(memory.written.at(-1)?.effects.timers).toContainEqual({
    entry: { kind: 'execute', request: 'R-2' },
    dueMs: nowMs + 3 * hourMs,
  });
});

test('however often that is repeated, there is one way back, and nothing of it is undone', async () => {
  const { approve, approval, second } = await asked();
  await approve();
  await approval.follow('R-1');
  const { version = 0, digest = '' } = second() ?? {};
  await approval.withdraw('R-2', requester, { version, digest });

  await approval.follow('R-1');

  expect(second()).toMatchObject({ state: 'withdrawn', version: 2 });
});

test.each([
  ['reject', 'rejected'],
  ['withdraw', 'withdrawn'],
  ['expire', 'expired'],
] as const)('%s before the approval ends both: there is no way back', async (how, state) => {
  const { decide, approval, clock, first, memory } = await asked();
  const { version = 0, digest = '' } = first() ?? {};

  if (how === 'reject') await decide(lead, 'reject');
  if (how === 'withdraw') await approval.withdraw('R-1', requester, { version, digest });
  if (how === 'expire') {
    clock.nowMs = first()?.expiresAtMs ?? 0;
    await approval.expire('R-1');
  }
  await approval.follow('R-1');

  expect(first()?.state).toBe(state);
  expect(memory.ids()).toEqual(['R-1']);
});

test('it takes what the stricter of both takes, each at its time', async () => {
  const policy = {
    ...project.policy,
    rules: [{ ...evening, when: { status: 'enable', goes_off_air: false } as const, quorum: 2 }],
  };
  const strict = { ...project, policy };
  const { first, approve, second, approval } = await asked([strict]);

  // Only the way back resumes the task, and for that two have to approve.
  expect(first()?.policy).toMatchObject({ quorum: 2 });
  await approve(lead);
  await approval.follow('R-1');
  expect(first()?.state).toBe('pending');
  expect(second()).toBeUndefined();

  await approve(secondLead);
  await approval.follow('R-1');
  expect(second()?.decisions.map(({ person }) => person)).toEqual([lead, secondLead]);
});

test('a rule about the evening counts for a way back in the evening', async () => {
  const rules = [{ when: { between: '14:30-15:30' }, quorum: 2 }];
  const policy = { ...project.policy, rules };

  const { first } = await asked([{ ...project, policy }]);

  expect(first()?.policy.quorum).toBe(2);
});

test('a freeze at the time of the way back refuses both', async () => {
  const freeze = [{ fromMs: nowMs + 2 * hourMs, toMs: nowMs + 4 * hourMs, reason: 'final' }];
  const policy = { ...project.policy, freeze };

  const { result, memory } = await asked([{ ...project, policy }]);

  expect(result).toMatchObject({ ok: false, refusal: { reason: 'frozen' } });
  expect(memory.ids()).toEqual([]);
});

test('without a time of its own, the change can be approved until a minute before its way back, less its hold', async () => {
  const rules = [{ ...evening, holdMs: 10 * minuteMs }];
  const policy = { ...project.policy, rules };

  const { first } = await asked([{ ...project, policy }], { applyAtMs: undefined });

  expect(first()?.expiresAtMs).toBe(nowMs + 3 * hourMs - 11 * minuteMs);
});

test('what nobody has to approve has its way back at once', async () => {
  const policy = { ...project.policy, quorum: 0 };

  const { memory, approval, second } = await asked([{ ...project, policy }]);

  expect(memory.written.at(-1)?.effects.outbox).toContainEqual({ kind: 'follow', request: 'R-1' });
  await approval.follow('R-1');
  expect(second()?.state).toBe('approved');
});

test('an edit builds the way back again, under the id that it has', async () => {
  const { approval, first } = await asked();

  await approval.edit('R-1', {
    ...pair,
    change: { vod_loop_time: '2' },
    backAt: { id: 'R-9', applyAtMs: nowMs + 2 * hourMs },
  });

  expect(first()?.wayBack).toMatchObject({
    id: 'R-2',
    change: { vod_loop_time: '-1' },
    applyAtMs: nowMs + 2 * hourMs,
  });
});

test('an edit without a way back leaves none', async () => {
  const { approval, first } = await asked();

  await approval.edit('R-1', { ...pair, backAt: undefined });

  expect(first()?.wayBack).toBeUndefined();
});

test('a rebase builds the way back on the task as it is now', async () => {
  const { approval, first } = await asked();
  const { version = 0, digest = '' } = first() ?? {};

  const live = taskWith({ end_time: at(30 * hourMs) });
  await approval.rebase('R-1', lead, { version, digest }, live);

  expect(first()?.wayBack?.base).toEqual({ ...live, status: 'pause' });
});

test('an emergency has no way back', async () => {
  const policy = { ...project.policy, breakGlass: { users: [requester.userId], usergroups: [] } };
  const { approval, memory } = setUpDesk();

  await approval.submit({ ...pair, project: { ...project, policy }, isBreakGlass: true });

  expect(memory.get('R-1')?.wayBack).toBeUndefined();
});

test.each([
  ['rejected', undefined, 'withdrawn', 'cancel'],
  ['expired', undefined, 'withdrawn', 'cancel'],
  ['stale', undefined, 'withdrawn', 'cancel'],
  ['failed', undefined, 'withdrawn', 'cancel'],
  ['failed', nowMs + 5 * hourMs, 'held', 'hold_link'],
] as const)(
  'once the change is %s (may take effect until %s), its way back is %s',
  async (state, lateUntilMs, becomes, event) => {
    const { approve, approval, memory, first, second } = await asked();
    await approve();
    await approval.follow('R-1');
    const before = first();
    if (before) memory.add({ ...before, state, lateUntilMs });

    await approval.follow('R-1');
    await approval.follow('R-1');

    expect(second()).toMatchObject({ state: becomes, version: 2 });
    expect(second()?.history.at(-1)?.event).toBe(event);
    expect(second()?.held).toEqual({ why: 'ended', by: 'R-1', state });
  },
);
