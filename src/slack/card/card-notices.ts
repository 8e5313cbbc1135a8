import type { KnownBlock } from '@slack/types';
import { type ChangeRequest, isClosed, runsAtMs } from '#src/approval/change-request.ts';
import { consequencesOf } from '#src/relay/consequence.ts';
import { context, quote, richText, section } from '#src/slack/kit/blocks.ts';
import { spanSentence } from '#src/slack/kit/sentences.ts';
import { cut, escapedWithin, mention, moment, visible } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** What is said of a request on its card, and again in its form or review. */

/** Characters of a note, with hidden characters made visible. */
const NOTE_MAX = 1_500;

/** What was run without approval says so for good, and who has looked at it. */
export function breakGlassBlocks(request: ChangeRequest, { card }: Words): KnownBlock[] {
  const { breakGlass, afterReview } = request;
  if (!breakGlass) return [];
  const frozen =
    breakGlass.frozen === undefined ? undefined : escapedWithin(breakGlass.frozen, 1_000);
  const said = section(card.withoutApproval(breakGlass.quorum, frozen));
  if (!afterReview) return isClosed(request.state) ? [said, section(card.reviewDue)] : [said];
  const { person, atMs, note } = afterReview;
  return [
    said,
    section(card.reviewed(mention(person.userId), moment(atMs))),
    richText(quote(cut(visible(note), NOTE_MAX))),
  ];
}

/** How long it waits after its approval, so that somebody can still stop it. */
export function holdNotice({ policy }: ChangeRequest, words: Words): KnownBlock[] {
  return policy.holdMs ? [context(words.card.hold(spanSentence(policy.holdMs, words)))] : [];
}

/** What the change does to viewers, a line for each consequence. */
export function consequenceLine(request: ChangeRequest, { consequences }: Words): string {
  // A change that waits for its time is judged by that time.
  const atMs = Math.max(request.createdAtMs, runsAtMs(request) ?? 0);
  const found = consequencesOf(request.base, request.change, atMs);
  return found.map((consequence) => `⚠️ ${consequences[consequence]}`).join('\n');
}

/** Requests that wait for the same task: the first one that runs makes the others stale. */
export function competingNotice(ids: readonly string[], { card }: Words): KnownBlock[] {
  return ids.length === 0 ? [] : [context(card.competing(ids))];
}
