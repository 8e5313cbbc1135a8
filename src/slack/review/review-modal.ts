import type { KnownBlock, ModalView } from '@slack/types';
import { type ChangeRequest, isClosed } from '#src/approval/record/change-request.ts';
import { findingsOf, forecastFactsOf } from '#src/approval/record/findings.ts';
import { takesQuestions } from '#src/approval/record/question.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import { given } from '#src/basics/given.ts';
import type { SourceChecks } from '#src/ports/source-checks.ts';
import { differsFromForetold } from '#src/relay/chain.ts';
import { driftOf, holdsChange } from '#src/relay/drift.ts';
import { effectsOf } from '#src/relay/forecast/forecast.ts';
import type { KnownFacts } from '#src/relay/forecast/known-facts.ts';
import type { Rival } from '#src/relay/forecast/push-target.ts';
import { offAirMark } from '#src/relay/forecast/worse.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import {
  breakGlassBlocks,
  foreseen,
  holdNotice,
  opaqueNotice,
} from '#src/slack/card/card-notices.ts';
import type { Chained } from '#src/slack/card/card-state.ts';
import { chainNotice, heldNotice } from '#src/slack/card/chain-blocks.ts';
import {
  differenceBlock,
  diffBlocks,
  driftBlock,
  unchangedCount,
} from '#src/slack/card/diff-blocks.ts';
import { outcomeBlocks } from '#src/slack/card/outcome-blocks.ts';
import { checkedList, sourceBlocks } from '#src/slack/card/source-blocks.ts';
import { context, digestBlock, plain, quote, richText, section } from '#src/slack/kit/blocks.ts';
import { type Foreseen, reviewedEffects } from '#src/slack/kit/effect-sentences.ts';
import { CALLBACK, toReviewValue } from '#src/slack/kit/ids.ts';
import {
  needsSentence,
  refusalSentence,
  stateWords,
  titleSentence,
} from '#src/slack/kit/sentences.ts';
import { asMention, openSentence } from '#src/slack/kit/slot-sentences.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import { escaped, escapedWithin, mention, moment } from '#src/slack/kit/text.ts';
import { fixedFacts } from '#src/slack/task/fixed-facts.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { askedOf, inputsFor, type LiveNow } from './decision-inputs.ts';
import { questionBlocks } from './question-blocks.ts';
import {
  changeBlocks,
  EFFECTS_MAX,
  mostBlocksOf,
  runningOrderBlocks,
  wayBackBlocks,
  wayBackIn,
} from './reviewed-change.ts';

interface Reviewed {
  readonly request: ChangeRequest;
  readonly live: LiveNow;
  /** Why this person may not decide. */
  readonly refusal: Refusal | undefined;
  /** Other requests for the same task whose call may still take effect. */
  readonly openOutcomes: readonly ChangeRequest[];
  /** What is open of its chain. */
  readonly chained?: Chained | undefined;
  /** What was found out about the sources; undefined if it no longer matters. */
  readonly checks: SourceChecks | undefined;
  /** Other tasks that push to the same target. */
  readonly rivals?: readonly Rival[] | undefined;
  /** What was measured about the Live API. */
  readonly known?: KnownFacts | undefined;
  readonly nowMs: number;
}

/** Characters of a request's title. */
const TITLE_MAX = 200;

/** The whole change compared with the live task, with inputs only for somebody who may decide now. */
export function reviewModal(input: Reviewed, words: Words): ModalView {
  const { request, live, refusal } = input;
  const { modal, review, card } = words;
  const asked = refusal === undefined ? askedOf(request) : undefined;
  const asking = questionBlocks(request, mayAsk(request, refusal), words);
  return {
    type: 'modal',
    callback_id: asked === 'looking' ? CALLBACK.afterReview : CALLBACK.review,
    private_metadata: toReviewValue(request, viewedOffAir(input)),
    title: plain(review.title(request.id)),
    close: plain(modal.close),
    ...given({ submit: asked && plain(asked === 'looking' ? modal.closeReview : modal.decide) }),
    blocks: [
      stateBlock(request, words),
      ...breakGlassBlocks(request, words),
      ...aboutBlocks(request, words),
      ...reviewedEffectBlocks(input, words),
      ...changeBlocks(request, words, mostBlocksOf(request) - asking.length),
      ...opaqueNotice(request, words),
      context(
        `${card.fieldsKept(unchangedCount(request.change))} · ${fixedFacts(request.base, words)}`,
      ),
      ...wayBackBlocks(input, words),
      ...chainNotice(request, input.chained ?? {}, words),
      ...heldNotice(request, words),
      ...(request.state === 'pending' ? holdNotice(request, words) : waitNotice(request, words)),
      ...(isUndecided(request) ? liveBlocks(input, words) : outcomeBlocks(request, words)),
      ...openOutcomeBlocks(input, words),
      ...checkBlocks(input, words),
      digestBlock(request.digest, card.digest),
      ...asking,
      ...inputsFor(request, asked, live, words),
      ...whyNot(request, refusal, words),
    ],
  };
}

/** Its state, and who still has to approve. In a modal, mentions notify nobody. */
export function stateBlock(request: ChangeRequest, words: Words): KnownBlock {
  const state = `*${stateWords(request, words)}*`;
  if (request.state !== 'pending') return section(state);
  const open = openSentence(request, asMention, words);
  return section(
    [
      `${state} · ${needsSentence(request, words)}`,
      ...(open === undefined ? [] : [words.slots.open(open)]),
    ].join('\n'),
  );
}

/** What is requested, of which project, by whom and when, and why. */
export function aboutBlocks(request: ChangeRequest, words: Words): KnownBlock[] {
  const { project, requester, createdAtMs, reason } = request;
  const title = escapedWithin(titleSentence(request, words), TITLE_MAX);
  const by = mention(requester.userId);
  return [
    section(words.review.about(title, escaped(project), by, moment(createdAtMs))),
    richText(quote(visible(reason))),
  ];
}

/** The change with what is known from outside by now. */
function foreseenIn({ request, ...found }: Reviewed): Foreseen {
  return {
    ...foreseen(request),
    ...forecastFactsOf({ ...request, ...findingsOf(request, found) }),
  };
}

function viewedOffAir(input: Reviewed): string {
  const back = wayBackIn(input);
  return offAirMark([
    ...effectsOf({ ...foreseenIn(input), task: input.request.base }),
    ...(back ? effectsOf({ ...back, task: back.base }) : []),
  ]);
}

function reviewedEffectBlocks(input: Reviewed, words: Words): KnownBlock[] {
  const lines = reviewedEffects(foreseenIn(input), words);
  return packed(lines, EFFECTS_MAX).map((text) => section(text));
}

/** Who may decide may ask, also once they have approved. */
function mayAsk({ state }: ChangeRequest, refusal: Refusal | undefined): boolean {
  return (
    takesQuestions(state) && (refusal === undefined || refusal.reason === 'already_decided_by_you')
  );
}

/** A scheduled request can still be stopped; this says until when. */
export function waitNotice(request: ChangeRequest, { review }: Words): KnownBlock[] {
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

/** Whether it waits for somebody who compares it with the task. */
function isUndecided({ state }: ChangeRequest): boolean {
  return state === 'pending' || state === 'held';
}

function liveBlocks(input: Reviewed, words: Words): KnownBlock[] {
  const { request, live, nowMs } = input;
  const { review, chains } = words;
  if (live.ok === 'not_found') return [section(review.taskGone)];
  if (!live.ok) return [section(review.taskUnread)];
  if (request.state === 'held') {
    return holdsChange(request.change, live.task)
      ? [context(chains.alreadySo)]
      : [section(ontoWhat(live, words)), ...diffBlocks(live.task, request.change, words)];
  }
  if (request.after !== undefined) return linkBlocks(input, request.after, live.task, words);
  const { overlapping, disjoint } = driftOf(request.base, live.task, request.change);
  const moved = [...overlapping, ...disjoint];
  if (moved.length === 0) return [context(review.unchanged(moment(nowMs)))];
  return [section(review.drifted), driftBlock(moved, request.change, words)];
}

/** Before its predecessor has run a link is not compared with the task; from then on with what it was built on. */
function linkBlocks(
  { request, chained, nowMs }: Reviewed,
  after: string,
  task: RelayTask,
  words: Words,
): KnownBlock[] {
  const { chains, review } = words;
  if (chained?.follows) return [context(chains.builtOn(after))];
  const differences = differsFromForetold(request, task);
  if (differences.length === 0) return [context(review.unchanged(moment(nowMs)))];
  return [context(chains.differences), differenceBlock(differences, words)];
}

/** On what a held link would be built by a rebase. */
function ontoWhat(live: LiveNow, { chains }: Words): string {
  const by = 'leftBy' in live ? live.leftBy : undefined;
  return by === undefined ? chains.rebased : chains.rebasedOnto(by);
}

export function whyNot(
  request: ChangeRequest,
  refusal: Refusal | undefined,
  words: Words,
): KnownBlock[] {
  if (!refusal || askedOf(request) === undefined) return [];
  return [section(`🔒 ${refusalSentence(refusal, words)}`)];
}
