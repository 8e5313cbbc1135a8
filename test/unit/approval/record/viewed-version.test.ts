import { describe, expect, test } from 'vitest';
import type { Result } from '#src/approval/approval-context.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { ViewedVersion } from '#src/approval/record/viewed-version.ts';
import { transition } from '#src/approval/states/transition.ts';
import { nowMs, taskWith } from '../../relay/sample-task.ts';
import {
  eventNamed,
  lead,
  outsider,
  policyOf,
  requester,
  requestWith,
  secondLead,
} from '../sample-request.ts';
import { approving, project, setUpDesk, submission } from '../set-up-desk.ts';

/** Buttons and modals may be old, and Slack may deliver clicks late. */

const { digest } = requestWith();

test('each failure is retried once, however late and often the click comes', async () => {
  const { approval, memory } = setUpDesk([requestWith({ state: 'failed', version: 6 })]);
  await approval.retry('R-142', lead, { version: 6, digest });
  await failsIn(memory);

  expect(await approval.retry('R-142', lead, { version: 6, digest })).toMatchObject({
    refusal: { reason: 'wrong_digest' },
    request: { state: 'failed', version: 10 },
  });
  expect(await approval.retry('R-142', secondLead, { version: 10, digest })).toMatchObject({
    ok: true,
  });
});

test('an approval of the failed try does not count for a retry that waits for a second person', async () => {
  const policy = policyOf(2);
  const failed = requestWith({ state: 'failed', version: 6, policy });
  const { approval, memory } = setUpDesk([failed]);
  await approval.retry('R-142', secondLead, { version: 6, digest });

  expect(await approval.decide({ ...approving, version: 6 })).toMatchObject({
    refusal: { reason: 'wrong_digest' },
  });
  expect(memory.get('R-142')).toMatchObject({
    state: 'pending',
    decisions: [{ person: secondLead }],
  });
  expect(await approval.decide({ ...approving, version: 7 })).toMatchObject({ ok: true });
});

test('a rebase of a request that was rebased meanwhile is refused, and keeps the approval that was given since', async () => {
  const { approval, memory } = setUpDesk([requestWith({ policy: policyOf(2) })]);
  const live = taskWith({ vod_loop_time: '7' });
  const viewed = { version: 1, digest };
  await approval.rebase('R-142', lead, viewed, live);
  const { version, digest: rebased } = memory.get('R-142') ?? requestWith();
  await approval.decide({ ...approving, version, digest: rebased });

  expect(await approval.rebase('R-142', secondLead, viewed, live)).toMatchObject({
    refusal: { reason: 'wrong_digest' },
  });
  expect(memory.get('R-142')).toMatchObject({ decisions: [{ person: lead }] });
});

test('a rebase requires what the request required at first, whatever the policy is now', async () => {
  const { approval, memory } = setUpDesk([requestWith({ policy: policyOf(2) })]);

  await approval.rebase('R-142', lead, { version: 1, digest }, taskWith({ vod_loop_time: '7' }));

  expect(memory.get('R-142')?.policy.quorum).toBe(2);
});

test('an edit stays with its task and its project', async () => {
  const other = { ...project, name: 'live-test', cloud: 'live.example.com:443/another' };
  const { approval, memory } = setUpDesk([requestWith()], [project, other]);
  const base = taskWith({ task_id: 'another' });

  for (const moved of [{ base }, { project: other }]) {
    expect(await approval.edit('R-142', { ...submission, ...moved })).toMatchObject({
      refusal: { reason: 'other_task' },
    });
  }
  expect(memory.written).toEqual([]);
});

test('changes typed after a submit with a lost answer are not reported as submitted', async () => {
  const { approval, memory } = setUpDesk();
  await approval.submit(submission);

  expect(await approval.submit(submission)).toMatchObject({ ok: true });
  expect(await approval.submit({ ...submission, reason: 'Another reason.' })).toMatchObject({
    refusal: { reason: 'already_open', id: 'R-1' },
  });
  expect(await approval.submit({ ...submission, change: { vod_loop_time: '3' } })).toMatchObject({
    refusal: { reason: 'already_open', id: 'R-1' },
  });
  expect(await approval.submit({ ...submission, applyAtMs: nowMs + 60_000 })).toMatchObject({
    refusal: { reason: 'already_open', id: 'R-1' },
  });
  expect(memory.written).toHaveLength(1);
});

/** In this store, calls are sent and refused by the API. */
async function failsIn({ get, store }: ReturnType<typeof setUpDesk>['memory']): Promise<void> {
  for (const name of ['claim', 'send', 'fail'] as const) {
    const step = transition(get('R-142') ?? requestWith(), eventNamed(name), nowMs);
    if (step.ok) await store.commit(step.next, step.effects);
  }
}

const seenOf = (request: ChangeRequest): ViewedVersion => {
  const { version, digest: seen, createdAtMs } = request;
  return { version, digest: seen, createdAtMs };
};

/** Everything that a person can do to what they saw. */
const ANSWERS: Readonly<
  Record<
    string,
    {
      readonly request: ChangeRequest;
      readonly answer: (desk: ApprovalService, seen: ViewedVersion) => Promise<Result>;
    }
  >
> = {
  approve: {
    request: requestWith({ version: 3 }),
    answer: (desk, seen) => desk.decide({ ...approving, ...seen }),
  },
  reject: {
    request: requestWith({ version: 3 }),
    answer: (desk, seen) => desk.decide({ ...approving, ...seen, kind: 'reject', note: 'No.' }),
  },
  rebase: {
    request: requestWith({ version: 3 }),
    answer: (desk, seen) => desk.rebase('R-142', lead, seen, taskWith({ vod_loop_time: '7' })),
  },
  withdraw: {
    request: requestWith({ version: 3 }),
    answer: (desk, seen) => desk.withdraw('R-142', requester, seen),
  },
  retry: {
    request: requestWith({ version: 3, state: 'failed' }),
    answer: (desk, seen) => desk.retry('R-142', lead, seen),
  },
  'sign off': {
    request: requestWith({ version: 3, state: 'applied', breakGlass: { quorum: 1 } }),
    answer: (desk, seen) => desk.closeReview({ ...seen, id: 'R-142', person: lead, note: 'Fine.' }),
  },
};

describe.each(Object.entries(ANSWERS))('To %s', (_name, { request, answer }) => {
  test('a current card is accepted, with and without a creation time', async () => {
    const { createdAtMs: _createdAtMs, ...older } = seenOf(request);

    for (const seen of [seenOf(request), older]) {
      const { approval } = setUpDesk([request]);
      expect(await answer(approval, seen)).toMatchObject({ ok: true });
    }
  });

  test('a version that the store has lost does not match what is left', async () => {
    const { approval, memory } = setUpDesk([request]);

    expect(await answer(approval, { ...seenOf(request), version: 4 })).toMatchObject({
      refusal: { reason: 'lost_since' },
    });
    expect(memory.written).toEqual([]);
  });

  test('a request with the id of a lost one is a different request', async () => {
    const { approval, memory } = setUpDesk([request]);

    expect(await answer(approval, { ...seenOf(request), createdAtMs: nowMs - 1 })).toEqual({
      ok: false,
      refusal: { reason: 'not_found' },
    });
    expect(memory.written).toEqual([]);
  });

  test('different content with the same version is not what was seen', async () => {
    const other = { ...request, contentVersion: 3, digest: 'f'.repeat(64) };
    const { approval, memory } = setUpDesk([other]);

    expect(await answer(approval, seenOf(request))).toMatchObject({
      refusal: { reason: 'wrong_digest' },
    });
    expect(memory.written).toEqual([]);
  });
});

test('a request that can no longer be withdrawn is refused for that reason, from an old card too', async () => {
  const applied = requestWith({ state: 'applied', version: 6, contentVersion: 4 });
  const { approval } = setUpDesk([applied]);

  expect(await approval.withdraw('R-142', requester, { version: 1, digest })).toMatchObject({
    refusal: { reason: 'wrong_state', state: 'applied' },
  });
});

test('a form whose id was reassigned after a loss is not reported as submitted', async () => {
  const { approval, memory } = setUpDesk();
  await approval.submit({ ...submission, requester: outsider });

  expect(await approval.submit(submission)).toMatchObject({
    ok: false,
    refusal: { reason: 'already_open' },
  });
  expect(memory.get('R-1')?.requester).toEqual(outsider);
});
