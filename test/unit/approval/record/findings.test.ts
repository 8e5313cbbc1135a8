import { expect, test } from 'vitest';
import type { SourceCheck } from '#src/relay/source-check.ts';
import { nowMs, taskWith } from '../../relay/sample-task.ts';
import { lead, requester } from '../sample-request.ts';
import { project, setUpDesk } from '../set-up-desk.ts';

const URL = 'https://media.example.com/evening.mp4';
const MISSING: SourceCheck = {
  checkedAtMs: nowMs,
  problems: [{ kind: 'missing', httpStatus: 404 }],
};
const RIVAL = { taskId: 'another', name: 'live/other' };

/** If nothing may go off air, one approval is enough. */
const cautious = {
  ...project,
  policy: { ...project.policy, rules: [{ when: { goes_off_air: true }, quorum: 2 }] },
};
const submission = {
  id: 'R-142',
  project: cautious,
  base: taskWith(),
  change: { source_urls: [URL] },
  reason: 'The evening show',
  requester,
};

test('with a missing file, a new list could go off air', async () => {
  const { approval, found } = setUpDesk([], [cautious]);
  expect((await approval.submit(submission)).request?.policy.quorum).toBe(1);

  const other = setUpDesk([], [cautious]);
  other.found.set(URL, MISSING);
  const asked = await other.approval.submit(submission);

  expect(found.size).toBe(0);
  expect(asked.request).toMatchObject({
    policy: { quorum: 2 },
    effects: expect.arrayContaining([expect.objectContaining({ kind: 'source_trouble' })]),
  });
});

test('so it could with another task on the same target, which is kept with the request', async () => {
  const { approval, others } = setUpDesk([], [cautious]);
  others.rivals = [RIVAL];

  const asked = await approval.submit({
    ...submission,
    base: taskWith({ status: 'pause' }),
    change: { status: 'enable' },
  });

  expect(asked.request).toMatchObject({
    policy: { quorum: 2 },
    rivals: [RIVAL],
    effects: expect.arrayContaining([expect.objectContaining({ kind: 'same_target' })]),
  });
});

test('findings after the submit raise what an approval requires, and are what it approves', async () => {
  const { approval, found } = setUpDesk([], [cautious]);
  const asked = await approval.submit(submission);
  found.set(URL, MISSING);

  const { version = 0, digest = '' } = asked.request ?? {};
  const approved = await approval.decide({
    id: 'R-142',
    kind: 'approve',
    person: lead,
    version,
    digest,
  });

  expect(approved.request).toMatchObject({
    state: 'pending',
    policy: { quorum: 2 },
    pins: [{ file: 1, trouble: { kind: 'missing' } }],
    effects: expect.arrayContaining([expect.objectContaining({ kind: 'source_trouble' })]),
  });
});

test('explaining a request uses what is stored now', async () => {
  const { approval, found } = setUpDesk([], [cautious]);
  const { request } = await approval.submit(submission);
  found.set(URL, MISSING);

  expect(request && (await approval.findingsNow(request)).pins).toMatchObject([
    { file: 1, trouble: { kind: 'missing' } },
  ]);
});

test('measured facts of the API decide what a change requires, and are kept with the request', async () => {
  const asking = { ...submission, change: { callback_events: ['TaskExit'] as const } };
  const interrupting = {
    ...cautious,
    policy: { ...project.policy, rules: [{ when: { interrupts: true }, quorum: 2 }] },
  };
  const quorumWhere = async (eventsOnlyBreaks: boolean | undefined) => {
    const { approval, others } = setUpDesk([], [interrupting]);
    others.known = eventsOnlyBreaks === undefined ? undefined : { eventsOnlyBreaks };
    const { request } = await approval.submit({ ...asking, project: interrupting });
    return [request?.policy.quorum, request?.known, request?.effects?.map(({ kind }) => kind)];
  };

  expect(await quorumWhere(undefined)).toEqual([2, undefined, ['break']]);
  expect(await quorumWhere(true)).toEqual([2, { eventsOnlyBreaks: true }, ['break']]);
  expect(await quorumWhere(false)).toEqual([1, { eventsOnlyBreaks: false }, ['no_effect']]);
});
