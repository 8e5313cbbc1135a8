import type { KnownBlock, PlainTextOption } from '@slack/types';
import { missingApprovals } from '#src/approval/policy/asked-people.ts';
import { awaitsReview } from '#src/approval/record/break-glass.ts';
import { type ChangeRequest, isClosed } from '#src/approval/record/change-request.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import { driftOf, holdsChange } from '#src/relay/drift.ts';
import { unreadableFields } from '#src/relay/field.ts';
import type { Read } from '#src/relay/live-api.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { BLOCK } from '#src/slack/kit/ids.ts';
import { input, linesElement, option, radioElement } from '#src/slack/kit/inputs.ts';
import { spanSentence } from '#src/slack/kit/sentences.ts';
import type { Words } from '#src/slack/words/index.ts';

/** The task during the review. */
export type LiveNow =
  | Read
  | { readonly ok: 'not_found' }
  /** As that request will leave it. */
  | { readonly ok: true; readonly task: RelayTask; readonly leftBy: string };

/** The input for somebody who may decide: a decision, a stop, or a sign-off. */
export function askedOf(
  request: ChangeRequest,
): 'deciding' | 'stopping' | 'looking' | 'held' | undefined {
  if (request.state === 'pending') return 'deciding';
  if (request.state === 'held') return 'held';
  if (request.state === 'approved' && runsAtMs(request) !== undefined) return 'stopping';
  return isClosed(request.state) && awaitsReview(request) ? 'looking' : undefined;
}

/** The inputs of a review for what is asked of its reader. */
export function inputsFor(
  request: ChangeRequest,
  asked: ReturnType<typeof askedOf>,
  live: LiveNow,
  words: Words,
): KnownBlock[] {
  const { review } = words;
  switch (asked) {
    case 'deciding':
    case 'held':
      return decisionInputs(decisionsOn(request, canRebase(request, live), words), words);
    case 'stopping':
      return decisionInputs([option('reject', review.stop.text, review.stop.description)], words);
    case 'looking':
      return [noteInput(review.after, false)];
    case undefined:
      return [];
  }
}

/** Only fields that this change leaves alone have changed, or it is held; so it can be rebased. */
function canRebase({ base, change, state, after }: ChangeRequest, live: LiveNow): boolean {
  if (live.ok !== true || unreadableFields(live.task).length > 0) return false;
  if (state === 'held') return !holdsChange(change, live.task);
  if (after !== undefined) return false;
  const { overlapping, disjoint } = driftOf(base, live.task, change);
  return overlapping.length === 0 && disjoint.length > 0;
}

function decisionsOn(request: ChangeRequest, mayRebase: boolean, words: Words): PlainTextOption[] {
  const { review } = words;
  const approve = option('approve', review.approve, approveWords(request, words));
  return [
    ...(request.state === 'held' ? [] : [approve]),
    option('reject', review.reject.text, review.reject.description),
    ...(mayRebase ? [option('rebase', review.rebase.text, review.rebase.description)] : []),
  ];
}

function decisionInputs(options: PlainTextOption[], { review }: Words): KnownBlock[] {
  return [
    input(BLOCK.decision, { label: review.decision }, radioElement(options, undefined)),
    noteInput(review.note, true),
  ];
}

function noteInput(
  said: { readonly label: string; readonly hint: string },
  isOptional: boolean,
): KnownBlock {
  return input(BLOCK.note, said, linesElement(1_000), isOptional);
}

function approveWords(request: ChangeRequest, words: Words): string {
  const { review } = words;
  const missing = missingApprovals(request) - 1;
  if (missing > 0) return review.needsMore(missing);
  const { holdMs } = request.policy;
  const hold = holdMs ? spanSentence(holdMs, words) : undefined;
  if (request.applyAtMs !== undefined) return review.runsAtItsTime(hold);
  return hold === undefined ? review.runsAtOnce : review.holdsFirst(hold);
}
