import { expect, test } from 'vitest';
import { createAccountsOf, createIsSame } from '#src/approval/policy/accounts.ts';
import { createApprovalService } from '#src/approval/service.ts';
import { digestOf } from '#src/relay/payload.ts';
import { NOTHING_MEASURED } from '#src/project/measured-facts.ts';
import { NO_RIVALS } from '#src/project/rival-tasks.ts';
import { NO_LOOKS } from '#src/sources/source-looks.ts';
import { hourMs, nowMs } from '../relay/sample-task.ts';
import {
  lead,
  leads,
  outsider,
  policyOf,
  requester,
  requestWith,
  secondLead,
  viewed,
} from './sample-request.ts';
import { approving, project, setUpDesk, submission } from './set-up-desk.ts';
import { NO_FREEZES } from './no-freezes.ts';

const { digest } = requestWith();
const rejecting = {
  id: 'R-142',
  kind: 'reject',
  person: lead,
  version: 1,
  digest,
  note: 'Not now.',
} as const;

test('a submission becomes a pending request with its payload frozen', async () => {
  const { approval, memory } = setUpDesk();

  const result = await approval.submit(submission);

  expect(result).toEqual({ ok: true, request: memory.get('R-1') });
  expect(memory.get('R-1')).toEqual(
    requestWith({
      id: 'R-1',
      policy: { quorum: 1, slots: [[{ ...leads, count: 1 }]], rules: [] },
      effects: [{ kind: 'paused', grade: 'off_air', strength: 'will' }],
    }),
  );
  expect(memory.get('R-1')?.digest).toBe(digestOf(requestWith().payload));
});

test('what nobody active could approve is refused at the submit, and taken where that cannot be told', async () => {
  const { approval, memory, directory } = setUpDesk();

  directory.active = [requester.userId];
  expect(await approval.submit(submission)).toMatchObject({ refusal: { reason: 'nobody_active' } });
  expect(memory.ids()).toEqual([]);
  directory.active = [requester.userId, lead.userId];
  expect(await approval.submit(submission)).toMatchObject({ ok: true });
  directory.active = undefined;
  expect(await approval.submit({ ...submission, id: 'R-2', requester: outsider })).toMatchObject({
    ok: true,
  });
});

test('submitting a form twice gives one request, the first', async () => {
  const { approval, memory } = setUpDesk();

  const first = await approval.submit(submission);
  const second = await approval.submit(submission);
  const other = await approval.submit({ ...submission, id: 'R-2', requester: outsider });

  expect(second).toEqual(first);
  expect(other).toMatchObject({ ok: true, request: { id: 'R-2' } });
  expect(memory.ids()).toEqual(['R-1', 'R-2']);
});

test('two clicks on submit that overtake each other give one request', async () => {
  const { approval, memory } = setUpDesk();
  memory.beforeCommitOf('submit', () => approval.submit(submission));

  const second = await approval.submit(submission);

  expect(second).toMatchObject({ ok: true, request: { id: 'R-1', version: 1 } });
  expect(memory.events()).toEqual(['submit']);
});

test('somebody who may not request changes cannot submit', async () => {
  const { approval, memory, directory } = setUpDesk();
  directory.answer = () => ({ isFullMember: false, usergroups: [] });

  expect(await approval.submit(submission)).toEqual({
    ok: false,
    refusal: { reason: 'not_a_full_member' },
  });
  expect(memory.ids()).toEqual([]);
});

test.each([
  ['approve', approving, 'approved'],
  ['reject', rejecting, 'rejected'],
] as const)('a lead can %s, and the decision records what they saw', async (kind, input, state) => {
  const { approval, memory, clock } = setUpDesk([requestWith()]);
  clock.nowMs += 60_000;

  const result = await approval.decide(input);

  expect(result).toMatchObject({ ok: true, request: { state } });
  expect(memory.get('R-142')?.decisions).toEqual([
    {
      kind,
      person: lead,
      digest,
      atMs: nowMs + 60_000,
      usergroups: [],
      ...('note' in input ? { note: input.note } : {}),
    },
  ]);
});

test.each([
  ['an unknown request', { ...approving, id: 'R-9' }, { reason: 'not_found' }],
  [
    'another digest than the frozen one',
    { ...approving, digest: 'f'.repeat(64) },
    { reason: 'wrong_digest' },
  ],
  [
    'the short form of the digest',
    { ...approving, digest: digest.slice(0, 12) },
    { reason: 'wrong_digest' },
  ],
  ['a rejection without a note', { ...rejecting, note: undefined }, { reason: 'note_missing' }],
  ['a rejection with an empty note', { ...rejecting, note: '' }, { reason: 'note_missing' }],
  ['one’s own request', { ...approving, person: requester }, { reason: 'own_request' }],
  ['an outsider', { ...approving, person: outsider }, { reason: 'not_an_approver' }],
] as const)('%s is refused, and nothing is written', async (_what, input, refusal) => {
  const { approval, memory } = setUpDesk([requestWith()]);

  expect(await approval.decide(input)).toMatchObject({ ok: false, refusal });
  expect(memory.written).toEqual([]);
});

test('if the directory fails, every decision and submission is refused', async () => {
  const { approval, memory, directory } = setUpDesk([requestWith()]);
  directory.answer = () => {
    throw new Error('ratelimited');
  };
  const refused = { ok: false, refusal: { reason: 'identity_unavailable' } };

  expect(await approval.decide(approving)).toMatchObject(refused);
  expect(await approval.decide(rejecting)).toMatchObject(refused);
  expect(await approval.submit(submission)).toMatchObject(refused);
  expect(memory.written).toEqual([]);
});

test('the directory is asked about the groups of then and of today', async () => {
  const today = {
    ...project,
    policy: { ...project.policy, approvers: { users: [], usergroups: ['S0TODAY'] } },
  };
  const policy = policyOf(1, { users: [], usergroups: ['S0THEN'] });
  const { approval, directory, asked } = setUpDesk([requestWith({ policy })], [today]);
  directory.answer = () => ({ isFullMember: true, usergroups: ['S0THEN', 'S0TODAY'] });

  expect(await approval.decide(approving)).toMatchObject({ ok: true });
  expect(asked.map(({ usergroups }) => usergroups.toSorted())).toEqual([['S0THEN', 'S0TODAY']]);
});

test('nobody can decide in a project that is no longer configured', async () => {
  const { approval } = setUpDesk([requestWith()], []);

  expect(await approval.decide(approving)).toMatchObject({ refusal: { reason: 'no_approvers' } });
});

test('a decision at the deadline is refused even before the sweeper comes', async () => {
  const { approval, clock, memory } = setUpDesk([requestWith()]);
  clock.nowMs += 4 * hourMs;

  expect(await approval.decide(approving)).toMatchObject({
    refusal: { reason: 'expired', atMs: nowMs + 4 * hourMs },
    request: { state: 'pending' },
  });
  expect(memory.written).toEqual([]);
});

test('only the requester withdraws', async () => {
  const { approval } = setUpDesk([requestWith()]);

  expect(await approval.withdraw('R-142', lead, viewed)).toMatchObject({
    refusal: { reason: 'not_the_requester' },
  });
  expect(await approval.withdraw('R-142', requester, viewed)).toMatchObject({
    ok: true,
    request: { state: 'withdrawn' },
  });
  expect(await approval.withdraw('R-9', requester, viewed)).toMatchObject({
    refusal: { reason: 'not_found' },
  });
});

test('after eight lost races the answer is "busy"', async () => {
  const { directory, memory } = setUpDesk([requestWith()]);
  let tries = 0;
  const approval = createApprovalService({
    inForce: () => [],
    store: {
      ...memory.store,
      commit: () => {
        tries += 1;
        return Promise.resolve({ kind: 'stale', current: requestWith() });
      },
    },
    directory,
    sources: NO_LOOKS,
    rivals: NO_RIVALS,
    freezes: NO_FREEZES,
    measured: NOTHING_MEASURED,
    projects: new Map([[project.name, project]]),
    isSame: createIsSame(),
    accountsOf: createAccountsOf(),
    now: () => nowMs,
  });

  expect(await approval.decide({ ...approving, person: secondLead })).toEqual({
    ok: false,
    refusal: { reason: 'busy' },
  });
  expect(tries).toBe(8);
});

test('while the members of a group are unknown, "not on the list" is not final, but being listed by id counts', async () => {
  const listed = { users: [lead.userId], usergroups: ['S0LEADS'] };
  const listing = { ...project, policy: { ...project.policy, approvers: listed } };
  const request = requestWith();
  const { approval, directory } = setUpDesk([request], [listing]);
  directory.answer = () => ({ isFullMember: true, usergroups: [], areGroupsUnknown: true });

  expect(await approval.whyNotDecide(request, secondLead)).toEqual({
    reason: 'identity_unavailable',
  });
  expect(await approval.whyNotDecide(request, lead)).toBeUndefined();
  expect(await approval.whyNotDecide(request, requester)).toEqual({ reason: 'own_request' });
});

test('an unreadable group does not hide break-glass from people who are listed by id', async () => {
  const listing = {
    ...project,
    policy: { ...project.policy, breakGlass: { users: [lead.userId], usergroups: ['S0ONCALL'] } },
  };
  const { approval, directory } = setUpDesk([], [listing]);
  directory.answer = () => ({ isFullMember: true, usergroups: [], areGroupsUnknown: true });

  expect(await approval.whyNotBreakGlass(listing, lead)).toBeUndefined();
  expect(await approval.whyNotBreakGlass(listing, outsider)).toEqual({
    reason: 'identity_unavailable',
  });
});
