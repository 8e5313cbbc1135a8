import type { KnownBlock, Option } from '@slack/types';
import { missingApprovals } from '#src/approval/asked-people.ts';
import { awaitsReview, type ChangeRequest, isClosed } from '#src/approval/change-request.ts';
import { runsAtMs } from '#src/approval/request-times.ts';
import { driftOf, holdsChange } from '#src/relay/drift.ts';
import { unreadableFields } from '#src/relay/field.ts';
import type { Read } from '#src/relay/live-api.ts';
import { plain } from '#src/slack/kit/blocks.ts';
import { ACTION, BLOCK } from '#src/slack/kit/ids.ts';
import { spanSentence } from '#src/slack/kit/sentences.ts';
import type { Words } from '#src/slack/words/index.ts';

/** The task during the review. */
export type LiveNow = Read | { readonly ok: 'not_found' };

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
      return decisionInputs(decisionsOn(request, canRebase(request, live), words), words);
    case 'held':
      return decisionInputs(
        decisionsOn(request, canRebase(request, live), words).filter(
          ({ value }) => value !== 'approve',
        ),
        words,
      );
    case 'stopping':
      return decisionInputs([{ value: 'reject', ...choice(review.stop) }], words);
    case 'looking':
      return [noteInput({ ...review.after, isOptional: false })];
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

function decisionsOn(request: ChangeRequest, mayRebase: boolean, words: Words): Option[] {
  const { review } = words;
  return [
    {
      value: 'approve',
      ...choice({ text: review.approve, description: approveWords(request, words) }),
    },
    { value: 'reject', ...choice(review.reject) },
    ...(mayRebase ? [{ value: 'rebase', ...choice(review.rebase) }] : []),
  ];
}

function decisionInputs(options: Option[], { review }: Words): KnownBlock[] {
  return [
    {
      type: 'input',
      block_id: BLOCK.decision,
      label: plain(review.decision),
      element: { type: 'radio_buttons', action_id: ACTION.value, options },
    },
    noteInput({ ...review.note, isOptional: true }),
  ];
}

function noteInput(input: {
  readonly label: string;
  readonly hint: string;
  readonly isOptional: boolean;
}): KnownBlock {
  return {
    type: 'input',
    block_id: BLOCK.note,
    optional: input.isOptional,
    label: plain(input.label),
    hint: plain(input.hint),
    element: {
      type: 'plain_text_input',
      action_id: ACTION.value,
      multiline: true,
      max_length: 1_000,
    },
  };
}

function choice({ text, description }: Words['review']['reject']) {
  return { text: plain(text), description: plain(description) };
}

function approveWords(request: ChangeRequest, words: Words): string {
  const { review } = words;
  const missing = missingApprovals(request) - 1;
  if (missing > 0) return review.needsMore(missing);
  const { holdMs } = request.policy;
  return holdMs ? review.holdsFirst(spanSentence(holdMs, words)) : review.runsAtOnce;
}
