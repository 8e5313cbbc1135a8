import type { KnownBlock, ModalView, Option } from '@slack/types';
import { missingApprovals } from '#src/approval/asked-people.ts';
import { awaitsReview, type ChangeRequest, isClosed } from '#src/approval/change-request.ts';
import { findingsOf, forecastFactsOf } from '#src/approval/findings.ts';
import type { Refusal } from '#src/approval/refusal.ts';
import { runsAtMs } from '#src/approval/request-times.ts';
import { given } from '#src/basics/given.ts';
import type { SourceChecks } from '#src/ports/source-checks.ts';
import { driftOf } from '#src/relay/drift.ts';
import { unreadableFields } from '#src/relay/field.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import type { KnownFacts } from '#src/relay/forecast/known-facts.ts';
import type { Rival } from '#src/relay/forecast/push-target.ts';
import { offAirMark } from '#src/relay/forecast/worse.ts';
import type { Read } from '#src/relay/live-api.ts';
import {
  breakGlassBlocks,
  foreseen,
  holdNotice,
  opaqueNotice,
} from '#src/slack/card/card-notices.ts';
import { diffBlocks, driftBlock, unchangedCount } from '#src/slack/card/diff-blocks.ts';
import { outcomeBlocks } from '#src/slack/card/outcome-blocks.ts';
import { checkedList, sourceBlocks } from '#src/slack/card/source-blocks.ts';
import {
  context,
  paragraph,
  plain,
  quote,
  richText,
  section,
  span,
} from '#src/slack/kit/blocks.ts';
import { type Foreseen, reviewedEffects } from '#src/slack/kit/effect-sentences.ts';
import { ACTION, BLOCK, CALLBACK, toReviewValue } from '#src/slack/kit/ids.ts';
import {
  needsSentence,
  refusalSentence,
  spanSentence,
  stateWords,
  titleSentence,
} from '#src/slack/kit/sentences.ts';
import { asMention, openSentence } from '#src/slack/kit/slot-sentences.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import { escaped, escapedWithin, mention, moment } from '#src/slack/kit/text.ts';
import { fixedFacts } from '#src/slack/task/fixed-facts.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { runningOrderBlocks } from './running-order.ts';

/** The task during the review. */
export type LiveNow = Read | { readonly ok: 'not_found' };

/** Characters of effects in one section; Slack takes 3,000. */
const EFFECTS_MAX = 2_900;

interface Reviewed {
  readonly request: ChangeRequest;
  readonly live: LiveNow;
  /** Why this person may not decide. */
  readonly refusal: Refusal | undefined;
  /** Other requests for the same task whose call may still take effect. */
  readonly openOutcomes: readonly ChangeRequest[];
  /** What was found out about the sources; undefined if it no longer matters. */
  readonly checks: SourceChecks | undefined;
  /** Other tasks that push to the same target. */
  readonly rivals?: readonly Rival[] | undefined;
  /** What was measured about the Live API. */
  readonly known?: KnownFacts | undefined;
  readonly nowMs: number;
}

/** Blocks of the change: a modal takes 100 (Slack). */
const CHANGE_BLOCKS_MAX = 62;

/** Characters of a request's title. */
const TITLE_MAX = 200;

/** The whole change compared with the live task, with inputs only for somebody who may decide now. */
export function reviewModal(input: Reviewed, words: Words): ModalView {
  const { request, live, refusal } = input;
  const { modal, review, card } = words;
  const asked = refusal === undefined ? askedOf(request) : undefined;
  return {
    type: 'modal',
    callback_id: asked === 'looking' ? CALLBACK.afterReview : CALLBACK.review,
    private_metadata: toReviewValue(request, viewedOffAir(input)),
    title: plain(review.title(request.id)),
    close: plain(modal.close),
    ...given({ submit: asked && plain(asked === 'looking' ? modal.closeReview : modal.decide) }),
    blocks: [
      section(
        request.state === 'pending'
          ? pendingLines(request, words)
          : `*${stateWords(request, words)}*`,
      ),
      ...breakGlassBlocks(request, words),
      section(
        review.about(
          escapedWithin(titleSentence(request, words), TITLE_MAX),
          escaped(request.project),
          mention(request.requester.userId),
          moment(request.createdAtMs),
        ),
      ),
      richText(quote(visible(request.reason))),
      ...reviewedEffectBlocks(input, words),
      ...changeBlocks(request, words),
      ...opaqueNotice(request, words),
      context(
        `${card.fieldsKept(unchangedCount(request.change))} · ${fixedFacts(request.base, words)}`,
      ),
      ...(request.state === 'pending' ? holdNotice(request, words) : waitNotice(request, words)),
      ...(request.state === 'pending' ? liveBlocks(input, words) : outcomeBlocks(request, words)),
      ...openOutcomeBlocks(input, words),
      ...checkBlocks(input, words),
      richText(paragraph(span(`${card.digest}  `), span(request.digest, { code: true }))),
      ...inputsFor(request, asked, live, words),
      ...whyNot(request, refusal, words),
    ],
  };
}

/** Its state, and who still has to approve. In a modal, mentions notify nobody. */
function pendingLines(request: ChangeRequest, words: Words): string {
  const open = openSentence(request, asMention, words);
  return [
    `*${stateWords(request, words)}* · ${needsSentence(request, words)}`,
    ...(open === undefined ? [] : [words.slots.open(open)]),
  ].join('\n');
}

/** The change, or as much as fits; a list of thirty long URLs in place of thirty others does. */
function changeBlocks({ base, change }: ChangeRequest, words: Words): KnownBlock[] {
  const blocks = diffBlocks(base, change, words);
  if (blocks.length <= CHANGE_BLOCKS_MAX) return blocks;
  return [...blocks.slice(0, CHANGE_BLOCKS_MAX), section(words.review.restInThread)];
}

/** The change with what is known from outside by now. */
function foreseenIn({ request, ...found }: Reviewed): Foreseen {
  return {
    ...foreseen(request),
    ...forecastFactsOf({ ...request, ...findingsOf(request, found) }),
  };
}

function viewedOffAir(input: Reviewed): string {
  return offAirMark(effectsOf({ ...foreseenIn(input), task: input.request.base }));
}

function reviewedEffectBlocks(input: Reviewed, words: Words): KnownBlock[] {
  const lines = reviewedEffects(foreseenIn(input), words);
  return packed(lines, EFFECTS_MAX).map((text) => section(text));
}

/** The input for somebody who may decide: a decision, a stop, or a sign-off. */
function askedOf(request: ChangeRequest): 'deciding' | 'stopping' | 'looking' | undefined {
  if (request.state === 'pending') return 'deciding';
  if (request.state === 'approved' && runsAtMs(request) !== undefined) return 'stopping';
  return isClosed(request.state) && awaitsReview(request) ? 'looking' : undefined;
}

function inputsFor(
  request: ChangeRequest,
  asked: ReturnType<typeof askedOf>,
  live: LiveNow,
  words: Words,
): KnownBlock[] {
  const { review } = words;
  switch (asked) {
    case 'deciding':
      return decisionInputs(decisionsOn(request, canRebase(request, live), words), words);
    case 'stopping':
      return decisionInputs([{ value: 'reject', ...choice(review.stop) }], words);
    case 'looking':
      return [noteInput({ ...review.after, isOptional: false })];
    case undefined:
      return [];
  }
}

/** A scheduled request can still be stopped; this says until when. */
function waitNotice(request: ChangeRequest, { review }: Words): KnownBlock[] {
  const runMs = request.state === 'approved' ? runsAtMs(request) : undefined;
  return runMs === undefined ? [] : [section(review.waits(moment(runMs)))];
}

function openOutcomeBlocks({ request, openOutcomes }: Reviewed, { review }: Words): KnownBlock[] {
  if (openOutcomes.length === 0 || isClosed(request.state)) return [];
  return [section(review.openOutcomes(openOutcomes.map(({ id }) => id)))];
}

function checkBlocks({ request, checks, nowMs }: Reviewed, words: Words): KnownBlock[] {
  if (!checks) return [];
  return [
    ...sourceBlocks(checkedList(request.base, request.change), checks, nowMs, words),
    ...runningOrderBlocks(request, checks, nowMs, words),
  ];
}

function liveBlocks({ request, live, nowMs }: Reviewed, words: Words): KnownBlock[] {
  const { review } = words;
  if (live.ok === 'not_found') return [section(review.taskGone)];
  if (!live.ok) return [section(review.taskUnread)];
  const { overlapping, disjoint } = driftOf(request.base, live.task, request.change);
  const moved = [...overlapping, ...disjoint];
  if (moved.length === 0) return [context(review.unchanged(moment(nowMs)))];
  return [section(review.drifted), driftBlock(moved, request.change, words)];
}

/** Only fields that this change leaves alone have changed, so it can be rebased. */
function canRebase({ base, change }: ChangeRequest, live: LiveNow): boolean {
  if (live.ok !== true || unreadableFields(live.task).length > 0) return false;
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

function whyNot(request: ChangeRequest, refusal: Refusal | undefined, words: Words): KnownBlock[] {
  if (!refusal || askedOf(request) === undefined) return [];
  return [section(`🔒 ${refusalSentence(refusal, words)}`)];
}
