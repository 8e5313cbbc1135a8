import { expect, test } from 'vitest';
import { urlsOf } from '#src/relay/field.ts';
import { pinsOf } from '#src/relay/source-pin.ts';
import type { SourceCheck } from '#src/relay/source-check.ts';
import { taskWith } from '../../relay/sample-task.ts';
import { lead, requester, requestWith, secondLead, viewed } from '../sample-request.ts';
import { project, setUpDesk } from '../set-up-desk.ts';

const URL = 'https://media.example.com/evening.mp4';
const [old = ''] = urlsOf(taskWith());
const ofSize = (sizeBytes: number): SourceCheck => ({ checkedAtMs: 1, problems: [], sizeBytes });
const submission = {
  id: 'R-142',
  project,
  base: taskWith(),
  change: { source_urls: [URL] },
  reason: 'The evening show',
  requester,
};

test('findings about sources are kept with the request, and replaced at the approval', async () => {
  const { approval, found } = setUpDesk();
  found.set(URL, ofSize(1_000));
  const asked = await approval.submit(submission);
  expect(asked.request?.pins).toEqual(pinsOf([URL], found));

  found.set(URL, ofSize(2_000));
  const { version = 0, digest = '' } = asked.request ?? {};
  const decision = { id: 'R-142', version, digest, kind: 'approve', person: lead } as const;
  const approved = await approval.decide(decision);

  expect(approved.request?.pins).toMatchObject([{ file: 1, sizeBytes: 2_000 }]);
});

test('another list does not keep the findings of the previous one', async () => {
  const { approval, found } = setUpDesk();
  found.set(URL, ofSize(1_000));
  await approval.submit(submission);

  const change = { source_urls: ['https://media.example.com/other.mp4'] };
  const edited = await approval.edit('R-142', { ...submission, change });

  expect(edited).toMatchObject({ ok: true });
  expect(edited.request?.pins).toBeUndefined();
});

test('a rejection pins nothing, and a change of something else pins the list that stays', async () => {
  const { approval, found } = setUpDesk([requestWith()]);
  found.set(old, ofSize(1_000));
  const decision = { ...viewed, id: 'R-142', person: secondLead, note: 'No.' };

  expect((await approval.decide({ ...decision, kind: 'reject' })).request?.pins).toBeUndefined();

  const other = setUpDesk([requestWith()]);
  other.found.set(old, ofSize(1_000));
  const approved = await other.approval.decide({ ...decision, kind: 'approve' });
  expect(approved.request?.pins).toMatchObject([{ file: 1, sizeBytes: 1_000 }]);
});

const MISSING: SourceCheck = { checkedAtMs: 1, problems: [{ kind: 'missing', httpStatus: 404 }] };
const REFUSED = { ok: false, refusal: { reason: 'source_unplayable', files: [1] } };

test.each<[string, SourceCheck, boolean]>([
  ['404', MISSING, true],
  [
    'no media',
    { checkedAtMs: 1, problems: [{ kind: 'not_media', contentType: 'text/html' }] },
    true,
  ],
  [
    'not reachable from here',
    { checkedAtMs: 1, problems: [{ kind: 'unreachable', why: 'status', httpStatus: 403 }] },
    false,
  ],
  ['no sound', { checkedAtMs: 1, problems: [{ kind: 'no_audio' }] }, false],
])('if files are required, a list with %s is refused or not', async (_what, check, isRefused) => {
  const { approval, found, sources } = setUpDesk();
  sources.isRequired = true;
  found.set(URL, check);

  expect(await approval.submit(submission)).toMatchObject(isRefused ? REFUSED : { ok: true });
});

test('if files are not required, a missing one is reported but nothing is refused', async () => {
  const { approval, found } = setUpDesk();
  found.set(URL, MISSING);

  expect(await approval.submit(submission)).toMatchObject({ ok: true });
});

test('a file that is found missing after the submit is refused at the approval, and at an edit', async () => {
  const { approval, found, sources } = setUpDesk();
  sources.isRequired = true;
  const asked = await approval.submit(submission);
  found.set(URL, MISSING);

  const { version = 0, digest = '' } = asked.request ?? {};
  const decision = { id: 'R-142', version, digest, person: lead, note: 'No.' };
  expect(await approval.decide({ ...decision, kind: 'approve' })).toMatchObject(REFUSED);
  expect(await approval.edit('R-142', submission)).toMatchObject(REFUSED);
  expect(await approval.decide({ ...decision, kind: 'reject' })).toMatchObject({ ok: true });
});

test('a change that leaves the list alone is not held up by a missing file', async () => {
  const { approval, found, sources } = setUpDesk([requestWith()]);
  sources.isRequired = true;
  found.set(old, MISSING);

  const decision = { ...viewed, id: 'R-142', kind: 'approve', person: lead } as const;
  expect(await approval.decide(decision)).toMatchObject({ ok: true });
});

test('a break-glass bypasses what the check found', async () => {
  const users = [requester.userId];
  const breakGlass = { users, usergroups: [] };
  const emergency = { ...project, policy: { ...project.policy, breakGlass } };
  const { approval, found, sources } = setUpDesk([], [emergency]);
  sources.isRequired = true;
  found.set(URL, MISSING);

  const asked = { ...submission, project: emergency, isBreakGlass: true };
  expect(await approval.submit(asked)).toMatchObject({ ok: true });
});
