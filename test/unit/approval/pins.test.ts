import { expect, test } from 'vitest';
import { urlsOf } from '#src/relay/field.ts';
import { pinsOf } from '#src/relay/source-pin.ts';
import type { SourceCheck } from '#src/relay/source-check.ts';
import { taskWith } from '../relay/sample-task.ts';
import { lead, requester, requestWith, secondLead, viewed } from './sample-request.ts';
import { project, setUpDesk } from './set-up-desk.ts';

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

test('what is known of the sources is kept with the request, and is that of the approval after it', async () => {
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

test('another list does not keep what was known of the one before', async () => {
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
