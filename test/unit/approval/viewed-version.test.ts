import { describe, expect, test } from 'vitest';
import type { Result } from '#src/approval/approval-context.ts';
import type { ChangeRequest } from '#src/approval/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { ViewedVersion } from '#src/approval/viewed-version.ts';
import { transition } from '#src/approval/transition.ts';
import { nowMs, taskWith } from '../relay/sample-task.ts';
import {
  eventNamed,
  lead,
  outsider,
  policyOf,
  requester,
  requestWith,
  secondLead,
} from './sample-request.ts';
import { approving, project, setUpDesk, submission } from './set-up-desk.ts';

/** Buttons and modals are as old as the moment at which somebody saw them, or as Slack's last try to deliver them. */

const { digest } = requestWith();

test('each failure is tried again once, however late and often the click on it comes', async () => {
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

test('an approval of what failed is not one of another try that waits for a second person', async () => {
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

test('a rebase takes what the request took when it was asked for, whatever the policy is now', async () => {
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

test('what was typed after a submit whose answer was lost is not told to be submitted', async () => {
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

/** What runs in this store is sent, and the API says no. */
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

/** Everything that a person can do to what they saw, each where it is possible. */
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
  test('what was seen is taken, from a card that says when it was made and from one that does not', async () => {
    const { createdAtMs: _createdAtMs, ...older } = seenOf(request);

    for (const seen of [seenOf(request), older]) {
      const { approval } = setUpDesk([request]);
      expect(await answer(approval, seen)).toMatchObject({ ok: true });
    }
  });

  test('a version that the store has lost is no answer to what is left', async () => {
    const { approval, memory } = setUpDesk([request]);

    expect(await answer(approval, { ...seenOf(request), version: 4 })).toMatchObject({
      refusal: { reason: 'lost_since' },
    });
    expect(memory.written).toEqual([]);
  });

  test('a request that was given the id of a lost one is another one', async () => {
    const { approval, memory } = setUpDesk([request]);

    expect(await answer(approval, { ...seenOf(request), createdAtMs: nowMs - 1 })).toEqual({
      ok: false,
      refusal: { reason: 'not_found' },
    });
    expect(memory.written).toEqual([]);
  });

  test('another content, in which the store has come as far, is not what was seen', async () => {
    const other = { ...request, contentVersion: 3, digest: 'f'.repeat(64) };
    const { approval, memory } = setUpDesk([other]);

    expect(await answer(approval, seenOf(request))).toMatchObject({
      refusal: { reason: 'wrong_digest' },
    });
    expect(memory.written).toEqual([]);
  });
});

test('what cannot be withdrawn any more is refused for that, from an old card too', async () => {
  const applied = requestWith({ state: 'applied', version: 6, contentVersion: 4 });
  const { approval } = setUpDesk([applied]);

  expect(await approval.withdraw('R-142', requester, { version: 1, digest })).toMatchObject({
    refusal: { reason: 'wrong_state', state: 'applied' },
  });
});

test('a form whose id was given to somebody else after a loss is not told as submitted', async () => {
  const { approval, memory } = setUpDesk();
  await approval.submit({ ...submission, requester: outsider });

  expect(await approval.submit(submission)).toMatchObject({
    ok: false,
    refusal: { reason: 'already_open' },
  });
  expect(memory.get('R-1')?.requester).toEqual(outsider);
});
