import { expect, test } from 'vitest';
import { lead, secondLead } from '../sample-request.ts';
import { setUpBatch } from '../set-up-batch.ts';

/** A batch of two parts that runs, of which the first has failed. */
const withFailedPart = async (quorum: number) => {
  const desk = await setUpBatch(2, { quorum }, { batches: { atOnce: 2, onFailure: 'go_on' } });
  const { approval, memory, approves, parts } = desk;
  for (const person of quorum === 1 ? [lead] : [lead, secondLead]) await approves(person);
  await approval.runBatch('R-7');
  const [first] = await parts();
  if (!first) throw new Error('no part');
  memory.add({ ...first, state: 'failed' });
  const retries = async () => {
    const { version, digest } = memory.get(first.id) ?? first;
    return approval.retry(first.id, lead, { version, digest });
  };
  return { ...desk, retries, stateOf: () => memory.get(first.id)?.state };
};

test('a part that takes two approvals is not run by the batch when one person has retried it', async () => {
  const { approval, retries, stateOf } = await withFailedPart(2);

  expect(await retries()).toMatchObject({ ok: false, refusal: { reason: 'part_needs_more' } });
  await approval.runBatch('R-7');

  expect(stateOf()).toBe('failed');
});

test('one that takes one approval is retried', async () => {
  const { retries, stateOf } = await withFailedPart(1);

  expect(await retries()).toMatchObject({ ok: true });

  expect(stateOf()).toBe('approved');
});
