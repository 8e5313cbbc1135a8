import { expect, test } from 'vitest';
import { isHeldBack, offAirMarkOfParts, standingOfPart } from '#src/approval/record/batch.ts';
import type { SourceCheck } from '#src/relay/source-check.ts';
import { lead, requestWith } from '../sample-request.ts';
import { setUpBatch, SLATE } from '../set-up-batch.ts';

const [URL = ''] = SLATE;
const MISSING: SourceCheck = { checkedAtMs: 1, problems: [{ kind: 'missing', httpStatus: 404 }] };

/** A batch, and what the review of it shows now. */
const reviewed = async (count = 2) => {
  const desk = await setUpBatch(count);
  const { approval, batch } = desk;
  return {
    ...desk,
    mark: async () => offAirMarkOfParts(await approval.partsInReview(await batch())),
    decides: async (kind: 'approve' | 'reject', viewedOffAir: string) => {
      const { version, digest } = await batch();
      const viewed = { id: 'R-7', person: lead, version, digest, viewedOffAir };
      return approval.decide({ ...viewed, kind, note: 'No' });
    },
  };
};

test('an approver who was shown other ways to go off air has not approved a batch, and may reject it', async () => {
  const { decides, found, mark, memory } = await reviewed();
  const shown = await mark();
  const written = memory.written.length;
  found.set(URL, MISSING);

  expect(await decides('approve', shown)).toMatchObject({
    ok: false,
    refusal: { reason: 'effects_changed' },
  });
  expect(memory.written).toHaveLength(written);
  expect(await mark()).not.toBe(shown);
  expect(await decides('reject', shown)).toMatchObject({ ok: true });
});

test('what a review showed is what each part is approved with, and no part is held back for it', async () => {
  const { approval, batch, decides, found, mark, parts } = await reviewed();
  const before = await parts();
  found.set(URL, MISSING);

  expect(await decides('approve', await mark())).toMatchObject({ ok: true });
  await approval.runBatch('R-7');

  for (const [at, part] of (await parts()).entries()) {
    const kinds = (part.effects ?? []).map(({ kind }) => kind);
    expect(kinds).toContain('source_trouble');
    expect((before[at]?.effects ?? []).map(({ kind }) => kind)).not.toContain('source_trouble');
    const findings = await approval.findingsNow(part);
    expect(approval.isToHoldBack(part, findings, (await batch()).createdAtMs)).toBe(false);
  }
  expect((await batch()).effects?.map(({ kind }) => kind)).toContain('source_trouble');
});

test('the mark tells which task it is that may go off air', () => {
  const off = [{ kind: 'source_trouble', grade: 'off_air', strength: 'could' }] as const;
  const one = requestWith({ id: 'R-7.1', effects: off });
  const other = requestWith({ id: 'R-7.2', effects: [] });

  expect(offAirMarkOfParts([one, other])).not.toBe(
    offAirMarkOfParts([
      { ...one, effects: [] },
      { ...other, effects: off },
    ]),
  );
  expect(offAirMarkOfParts([one, other])).toMatch(/^[0-9a-f]{12}$/);
});

test('a part that would cost viewers more at its run than was approved ends as held back, with nothing sent', async () => {
  const { approval, approves, found, parts } = await reviewed(1);
  await approves();
  await approval.runBatch('R-7');
  found.set(URL, MISSING);
  const claim = await approval.claim('R-7.1');
  const claimed = claim.request!;
  const findings = await approval.findingsNow(claimed);
  expect(approval.isToHoldBack(claimed, findings, claimed.createdAtMs)).toBe(true);

  await approval.holdBack(claimed, findings);

  const [part] = await parts();
  expect(part).toMatchObject({ state: 'failed', outcome: { sent: false } });
  expect([isHeldBack(part!), standingOfPart(part!)]).toEqual([true, 'held_back']);
});
