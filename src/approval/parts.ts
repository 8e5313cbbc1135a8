import type { ApprovalContext } from './approval-context.ts';
import type { ChangeRequest } from './change-request.ts';
import { type Findings, findingsNow } from './findings.ts';
import type { RequestStore } from './ports.ts';

/** The parts of a batch, read from the store. */

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
  const found = await Promise.all(parts.map((part) => findingsNow(context, part)));
  return { parts: parts.map((part, at) => ({ ...part, ...found[at] })) };
}
