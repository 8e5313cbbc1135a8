import { expect, test } from 'vitest';
import { hourMs, nowMs } from '../../relay/sample-task.ts';
import { lead, secondLead } from '../sample-request.ts';
import { setUpBatch } from '../set-up-batch.ts';

/** It is 12:00. One task is held for half an hour after the approval, and the other is guarded from 12:20 on. */
const rulesWith = (quorum: number) => [
  { when: { tasks: ['task-1'] }, quorum, holdMs: hourMs / 2 },
  { when: { tasks: ['task-2'], between: '12:20-13:00' }, quorum: 2 },
];

test('where a hold of one task puts off the others, they need what they need at that time', async () => {
  const { approves, batch } = await setUpBatch(2, { rules: rulesWith(1) });

  await approves(lead);
  expect((await batch()).state).toBe('pending');

  await approves(secondLead);
  expect(await batch()).toMatchObject({ state: 'approved', runAtMs: nowMs + hourMs / 2 });
});

test('also where nobody would have to approve without the hold', async () => {
  const { result, batch } = await setUpBatch(2, { quorum: 0, rules: rulesWith(0) });

  expect(result).toMatchObject({ ok: true });
  expect(await batch()).toMatchObject({ state: 'pending', policy: { quorum: 2 } });
});
