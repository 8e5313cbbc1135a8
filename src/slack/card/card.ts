import type { KnownBlock } from '@slack/types';
import {
  approvals,
  type ChangeRequest,
  isClosed,
  type Outcome,
  runsAtMs,
  shortDigest,
} from '#src/approval/change-request.ts';
import { consequencesOf } from '#src/relay/consequence.ts';
import { adviceFor } from '#src/relay/error-catalogue.ts';
import type { Failure } from '#src/relay/live-api.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import {
  context,
  header,
  paragraph,
  preformatted,
  quote,
  richText,
  section,
  span,
} from '#src/slack/kit/blocks.ts';
import { cardButtons, directButtons } from './card-buttons.ts';
import {
  diffBlocks,
  differenceBlock,
  diffSummaryBlocks,
  driftBlock,
  unchangedCount,
} from './diff-blocks.ts';
import { competingNotice } from '#src/slack/form/form-view.ts';
import { problemSentence, spanSentence } from '#src/slack/kit/sentences.ts';
import {
  cut,
  escaped,
  escapedWithin,
  mention,
  moment,
  nameOf,
  visible,
} from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

export interface Rendered {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/**
 * Characters of a change that a card shows itself; Slack takes about 13,000 in a message. What is
 * longer goes into the thread whole, and the card says so.
 */
const CARD_DIFF_MAX = 6_000;

/** Characters of a change and of a reason that stand side by side. */
const CARD_TEXT_MAX = 9_000;

/** Characters of a note, or of a reason beside an outcome, with what hides made visible. */
const SAID_MAX = 1_500;
/** A reason is typed with 1,000 characters, of which each may have to be made visible by eight. */
const REASON_MAX = 8_000;

/** What a card says beside its request. */
export interface Surroundings {
  /** Mentions of who is called to decide. */
  readonly ping: readonly string[];
  /** Ids of other open requests for the same task. */
  readonly competing: readonly string[];
  /** Leads to the card itself, for whoever passes it on. */
  readonly link?: string | undefined;
  /** The requester's own, in a direct message: only with what a requester may do. */
  readonly isDirect?: boolean;
}

/** The card of a request, from the request alone: every update renders it anew. */
export function renderCard(
  request: ChangeRequest,
  { ping, competing, link, isDirect = false }: Surroundings,
  words: Words,
): Rendered {
  const { id, state, project, base } = request;
  const { card, states } = words;
  const askedBy = card.askedBy(mention(request.requester.userId), escaped(project));
  return {
    text: card.headline(id, states[state], nameOf(base), escaped(project)),
    blocks: [
      header(title(request, words)),
      section(stateLine(request, ping, words)),
      ...breakGlassBlocks(request, words),
      ...outcomeBlocks(request, words),
      ...(isClosed(state) ? [] : [section(consequenceLine(request, words))]),
      ...(state === 'pending' ? holdNotice(request, words) : []),
      ...(state === 'pending' ? competingNotice(competing, words) : []),
      ...cardDiff(request, isDirect, words),
      section([askedBy, ...target(base, words)].join(' · ')),
      richText(quote(cut(visible(request.reason), request.outcome ? SAID_MAX : REASON_MAX))),
      context(
        `${link === undefined ? id : `<${link}|${id}>`} · ${card.digest} \`${shortDigest(request.digest)}\` · ${card.fieldsKept(unchangedCount(request.change))}`,
        deadline(request, words),
      ),
      ...(isDirect ? directButtons(request, words) : cardButtons(request, words)),
    ],
  };
}

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
    richText(quote(cut(visible(note), SAID_MAX))),
  ];
}

export function holdNotice({ policy }: ChangeRequest, words: Words): KnownBlock[] {
  return policy.holdMs ? [context(words.card.hold(spanSentence(policy.holdMs, words)))] : [];
}

function title({ id, reverts, base }: ChangeRequest, { card }: Words): string {
  const name = visible(taskName(base));
  return reverts === undefined ? card.changes(id, name) : card.reverts(id, reverts, name);
}

/** The parts of a change that are too long for the card, as messages for its thread, in order. */
export function threadParts(request: ChangeRequest, words: Words): Rendered[] {
  if (!isLong(request, words)) return [];
  const blocks = diffBlocks(request.base, request.change, words);
  return blocks.map((block, index) => ({
    text: words.card.wholeChangeOf(request.id, index + 1, blocks.length),
    blocks: [context(words.card.wholeChange(index + 1, blocks.length)), block],
  }));
}

/** What the ops channel is told at the end. */
export function renderResult(request: ChangeRequest, sentence: string, words: Words): Rendered {
  return { text: sentence, blocks: [section(sentence), ...outcomeBlocks(request, words)] };
}

export function consequenceLine(request: ChangeRequest, { consequences }: Words): string {
  // A change that waits for its time is judged by that time.
  const atMs = Math.max(request.createdAtMs, runsAtMs(request) ?? 0);
  const found = consequencesOf(request.base, request.change, atMs);
  return found.map((consequence) => `⚠️ ${consequences[consequence]}`).join('\n');
}

function stateLine(
  request: ChangeRequest,
  ping: readonly string[],
  { card, states }: Words,
): string {
  const count = card.approvals(approvals(request).length, request.policy.quorum);
  const last = request.history.at(-1);
  const by = request.decisions.map(({ kind, person, atMs }) => {
    const say = kind === 'approve' ? card.approvedBy : card.rejectedBy;
    return say(mention(person.userId), moment(atMs));
  });
  const line = [`*${states[request.state]}*`];
  if (request.state === 'pending') line.push(count, ...ping);
  else if (last) line.push(moment(last.atMs));
  return [line.join(' · '), ...by].join('\n');
}

function target(task: RelayTask, { card }: Words): string[] {
  const to = task.domain ?? task.destination_url?.replace(/^[a-z]+:\/\/|[/?].*$/g, '');
  return to ? [card.pushesTo(escapedWithin(to, 255))] : [];
}

function deadline(request: ChangeRequest, { card }: Words): string {
  const { state } = request;
  const runMs = runsAtMs(request);
  const runsAt = runMs === undefined || isClosed(state) ? undefined : moment(runMs);
  return state === 'pending'
    ? card.decideUntil(moment(request.expiresAtMs), runsAt)
    : card.asked(moment(request.createdAtMs), runsAt);
}

function cardDiff(request: ChangeRequest, isDirect: boolean, words: Words): KnownBlock[] {
  const { base, change } = request;
  if (!isLong(request, words)) return diffBlocks(base, change, words);
  const { listInReplies, listInThread } = words.card;
  const where = context(isDirect ? listInReplies : listInThread);
  return [...diffSummaryBlocks(base, change, words), where];
}

function isLong({ base, change, reason }: ChangeRequest, words: Words): boolean {
  const length = JSON.stringify(diffBlocks(base, change, words)).length;
  return length > CARD_DIFF_MAX || length + visible(reason).length > CARD_TEXT_MAX;
}

/** How it ended: who answered what, and what the task holds now. */
export function outcomeBlocks(
  { outcome, base, change, state }: ChangeRequest,
  words: Words,
): KnownBlock[] {
  if (!outcome) return [];
  const blocks: KnownBlock[] = [];
  if (state === 'applied') {
    const ids = [`task_id \`${escapedWithin(base.task_id, 100)}\``];
    if (outcome.request_id) ids.push(`request_id \`${escapedWithin(outcome.request_id, 100)}\``);
    blocks.push(context(ids.join(' · '), readBackLine(outcome, words)));
  } else if (state === 'failed' && !outcome.sent) {
    blocks.push(context(words.outcome.nothingSent));
  } else if (state === 'failed') {
    blocks.push(context(outcome.after ? words.outcome.failedRead : words.outcome.failedUnread));
  }
  if (outcome.failure) blocks.push(...failureBlocks(outcome.failure, words));
  if (outcome.problems?.length) {
    const lines = outcome.problems.map((p) => `${p.field}: ${problemSentence(p, words)}`);
    blocks.push(
      richText(paragraph(span(words.outcome.noLongerHolds)), preformatted(lines.join('\n'))),
    );
  }
  if (outcome.drift?.length) blocks.push(driftBlock(outcome.drift, change, words));
  const differing = state === 'applied' ? (outcome.differences ?? []) : [];
  if (differing.length > 0) blocks.push(differenceBlock(differing, words));
  return blocks;
}

function readBackLine({ after, differences }: Outcome, { outcome }: Words): string {
  if (!after) return outcome.appliedUnread;
  return differences?.length ? outcome.differs : outcome.holdsAll;
}

function failureBlocks(failure: Failure, { advice }: Words): KnownBlock[] {
  const { error_code, error_msg, request_id, http_status, detail } = failure;
  const facts = { error_code, error_msg, request_id, http_status, detail };
  const lines = Object.entries(facts).flatMap(([name, value]) => {
    return value === undefined ? [] : [`${name}: ${cut(visible(String(value)), 500)}`];
  });
  return [
    richText(preformatted(lines.join('\n') || failure.kind)),
    context(`💡 ${advice[adviceFor(failure)]}`),
  ];
}
