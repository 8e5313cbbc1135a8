import type { Change } from '#src/relay/change.ts';
import { pinsOf, type SourcePin, unplayable } from '#src/relay/source-pin.ts';
import type { ApprovalContext } from './approval-context.ts';
import { type ChangeRequest, sourcesOf } from './change-request.ts';
import type { Refusal } from './refusal.ts';

/** What is known of the sources that the task will have; asks no server. */
export async function pinsNow(
  { sources }: ApprovalContext,
  content: Pick<ChangeRequest, 'base' | 'change'>,
): Promise<SourcePin[]> {
  const urls = sourcesOf(content);
  return pinsOf(urls, await sources.stored(urls));
}

/** A new list has to be playable where the configuration says so; what else changes needs no such list. */
export function whyUnplayable(
  { sources }: ApprovalContext,
  { source_urls: urls }: Change,
  pins: readonly SourcePin[],
): Refusal | undefined {
  const files = sources.isRequired && urls !== undefined ? unplayable(pins) : [];
  return files.length === 0 ? undefined : { reason: 'source_unplayable', files };
}
