import type { ApprovalContext } from '#src/approval/approval-context.ts';
import type { RequestStore } from '#src/approval/ports.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { type Findings, findingsNow } from '#src/approval/record/findings.ts';
import { plannedAtMs } from '#src/approval/record/request-times.ts';
import { shownEffects } from '#src/relay/forecast/worse.ts';
import { effectsAt } from './hold-back.ts';

/** In order; parts that are no longer in the store are left out. */
export async function partsOf(
  { store }: { readonly store: Pick<RequestStore, 'load'> },
  { batch }: Pick<ChangeRequest, 'batch'>,
): Promise<readonly ChangeRequest[]> {
  const found = await Promise.all((batch?.parts ?? []).map(({ id }) => store.load(id)));
  return found.flatMap((part) => part ?? []);
}

/** The findings for a request, and for each part of a batch. */
export async function findingsFor(
  context: ApprovalContext,
  request: ChangeRequest,
): Promise<Findings> {
  if (!request.batch) return findingsNow(context, request);
  const parts = await partsOf(context, request);
  const found = await Promise.all(
    parts.map((part) => findingsNow(context, { ...part, within: parts })),
  );
  return { parts: parts.map((part, at) => ({ ...part, ...found[at] })) };
}

/** Parts as the review of their batch shows them: what viewers lose by what is known of each, when the batch is to run. */
export function shownParts(
  batch: ChangeRequest,
  parts: readonly ChangeRequest[],
): readonly ChangeRequest[] {
  const atMs = plannedAtMs(batch);
  return parts.map((part) => ({ ...part, effects: shownEffects(effectsAt(part, part, atMs)) }));
}

/** The parts of a batch as its review shows them; only while nobody has decided is anything else found than is stored. */
export async function partsInReview(
  context: ApprovalContext,
  batch: ChangeRequest,
): Promise<readonly ChangeRequest[]> {
  if (batch.state !== 'pending') return partsOf(context, batch);
  const { parts = [] } = await findingsFor(context, batch);
  return shownParts(batch, parts);
}
