import {
  approvals,
  type ChangeRequest,
  type Decision,
  type Held,
  type HistoryLine,
  shortDigest,
} from '#src/approval/change-request.ts';
import { plannedAtMs } from '#src/approval/request-times.ts';
import { effectSentences } from '#src/slack/kit/effect-sentences.ts';
import { stateWords, titleSentence } from '#src/slack/kit/sentences.ts';
import { escaped, escapedWithin, mention, moment, nameOf } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { batchSentence, isOfBatch } from './batch-sentences.ts';
import { foreseen, heldBackWhy } from './card-notices.ts';
import { heldWhy } from './chain-blocks.ts';
import { isQuestion, questionSentence } from './question-sentence.ts';
import { peopleOf } from './request-summary.ts';
import { presentSentence } from './stream-words.ts';

/** The history of a request, a sentence for each event. All mrkdwn, escaped. */

/** Characters of one quoted text, escaped: a section takes 3,000 in all. */
const NOTE_MAX = 1_800;
/** Characters of a request's title. */
const TITLE_MAX = 200;

/** The line of the thread for an event, or undefined if only the card shows it. */
export function historySentence(
  request: ChangeRequest,
  line: HistoryLine,
  words: Words,
): string | undefined {
  const { thread } = words;
  const { event, person } = line;
  const who = person ? mention(person.userId) : '';
  if (isOfBatch(event)) return batchSentence(request, line, words);
  if (isQuestion(event)) return questionSentence(request, line, words);
  switch (event) {
    case 'submit':
      return request.breakGlass && brokenSentence(request, words);
    case 'claim':
    case 'send':
    case 'stream_absent':
      return undefined;
    case 'stream_present':
    case 'stream_gone':
      return streamSentence(request, line, words);
    case 'approve':
      return approvedSentence(request, line, words);
    case 'reject':
      return thread.rejected(who, note(request, line), mention(request.requester.userId));
    case 'withdraw':
    case 'hold_link':
    case 'cancel':
      return chainSentence(request, line, words);
    case 'expire':
      return expiredSentence(request, words);
    case 'edit':
    case 'rebase':
    case 'move':
    case 'retry':
      return contentSentence(request, line, words);
    case 'remind':
    case 'escalate':
    case 'ask_review':
      return waitingSentence(request, line, thread);
    case 'after_review':
      return thread.reviewed(who, quoted(request.afterReview?.note));
    case 'hold_back':
      return heldBackSentence(request, line, words);
    case 'worsen':
    case 'mend':
      return aheadSentence(request, line, words);
    case 'lose':
    case 'recover':
      return event === 'lose' ? thread.lost : thread.recovered;
    case 'overwritten':
      return thread.overwritten(request.id, request.overwritten?.by ?? '', peopleOf(request));
    case 'late_effect':
    case 'succeed':
    case 'fail':
    case 'drift':
    case 'all_done':
    case 'some_failed':
      return endSentence(request, line, words);
  }
}

function contentSentence(request: ChangeRequest, line: HistoryLine, words: Words): string {
  const { event, person } = line;
  if (event === 'move') return movedSentence(request, line, words);
  const { edited, rebased, retried } = words.thread;
  const who = mention(person?.userId ?? '');
  if (event === 'retry') return retried(who);
  return (event === 'edit' ? edited : rebased)(who, shortDigest(request.digest));
}

function movedSentence(
  { moves: made = [] }: ChangeRequest,
  { atMs, person }: HistoryLine,
  { moves }: Words,
): string {
  const move = made.find((each) => each.atMs === atMs);
  if (!move) return '';
  const { fromMs, toMs, back, voided } = move;
  return [
    moves.inThread(mention(person?.userId ?? ''), moment(fromMs), moment(toMs)),
    ...(back ? [moves.backInThread(moment(back.fromMs), moment(back.toMs))] : []),
    ...(voided === undefined ? [] : [moves.voided[voided]]),
  ].join(' ');
}

function waitingSentence(
  { id, expiresAtMs }: ChangeRequest,
  { event }: HistoryLine,
  { reminded, escalated, reviewAsked }: Words['thread'],
): string {
  if (event === 'ask_review') return reviewAsked(id);
  return (event === 'remind' ? reminded : escalated)(moment(expiresAtMs));
}

function endSentence(request: ChangeRequest, line: HistoryLine, words: Words): string {
  if (isPresentEnd(request, line)) {
    const stays = line.event === 'fail' ? staysSentence(request, words) : '';
    return `${resultSentence(request, words)}${stays}`;
  }
  const state = words.states[line.state];
  const title = titleOf(request, words);
  const said = words.thread.earlierEnd(state, request.id, title, escaped(request.project));
  return request.lateEffect === undefined ? `${said} ${words.thread.triedAgain}` : said;
}

/** Why it was not run, with the most serious effect at that time; mentions the requester and the approvers. */
function heldBackSentence(request: ChangeRequest, line: HistoryLine, words: Words): string {
  const { id, base, project } = request;
  const [gravest = ''] = effectSentences({ ...foreseen(request), atMs: line.atMs }, words);
  const { heldBack } = words.thread;
  const why = heldBackWhy(request, words);
  return `${heldBack(id, nameOf(base), escaped(project), why, gravest)} ${askersOf(request)}`;
}

/** Somebody took it back, or it does not run as planned, which mentions the requester and the approvers. */
function chainSentence(request: ChangeRequest, line: HistoryLine, words: Words): string {
  if (line.event === 'withdraw') return withdrawnSentence(request, line, words);
  if (line.event === 'cancel') return cancelledSentence(request, words);
  const { id, base, project, held } = request;
  // It was rebased since; a request keeps only why it is held now.
  const why = held ? heldWhy(held, words) : words.states.held;
  const said = words.chains.wasHeld(id, nameOf(base), escaped(project), why);
  return `${said} ${askersOf(request)}${hasNotRun(held) ? '' : staysSentence(request, words)}`;
}

/** Whether the predecessor has changed nothing, so that there is nothing that stays. */
function hasNotRun(held: Held | undefined): boolean {
  return ['ended', 'held', 'later'].includes(held?.why ?? '');
}

function withdrawnSentence(
  { decidedWith }: ChangeRequest,
  { person }: HistoryLine,
  words: Words,
): string {
  const who = person ? mention(person.userId) : '';
  return decidedWith === undefined
    ? words.thread.withdrawn(who)
    : words.chains.withdrawn(who, decidedWith);
}

/** What it means that a way back did not run. */
function staysSentence(request: ChangeRequest, words: Words): string {
  const { decidedWith } = request;
  return decidedWith === undefined ? '' : `\n${words.chains.stays(decidedWith, askersOf(request))}`;
}

function cancelledSentence(request: ChangeRequest, words: Words): string {
  const { id, held, decidedWith = '' } = request;
  const state = words.states[held?.state ?? 'failed'];
  return words.chains.cancelled(id, decidedWith, state, askersOf(request));
}

/** Why it would be held back, with the most serious effect at the time of its run; or that it would not any more. */
function aheadSentence(request: ChangeRequest, { event }: HistoryLine, words: Words): string {
  const when = moment(plannedAtMs(request));
  if (event === 'mend') return words.thread.mended(when);
  const [gravest = ''] = effectSentences(foreseen(request), words);
  return `${words.thread.worsened(when, heldBackWhy(request, words), gravest)} ${askersOf(request)}`;
}

/** The requester, and everybody who has approved any version, or what it was decided on with. */
function askersOf({ requester, history, decisions }: ChangeRequest): string {
  const approved = history.filter(({ event }) => event === 'approve' || event === 'retry');
  const deciders = decisions.map(({ person }) => person);
  const people = [requester, ...approved.flatMap(({ person }) => person ?? []), ...deciders];
  return [...new Set(people.map(({ userId }) => mention(userId)))].join(' ');
}

/** An approved request missed its slot; any other was not decided in time. */
function expiredSentence(request: ChangeRequest, { thread }: Words): string {
  const requester = mention(request.requester.userId);
  return request.decisions.some(({ kind }) => kind === 'approve') || request.breakGlass
    ? thread.missed(requester)
    : thread.expired(requester);
}

/** A stream that returned after it was reported missing is reported as back. */
function streamSentence(request: ChangeRequest, line: HistoryLine, words: Words): string {
  const { history, stream, base, id } = request;
  if (line.event === 'stream_gone') {
    return words.thread.streamGone(id, nameOf(base), peopleOf(request));
  }
  const earlier = history.slice(0, history.indexOf(line));
  if (earlier.some(({ event }) => event === 'stream_gone')) {
    return words.thread.streamBack(id, nameOf(base), moment(line.atMs));
  }
  // A request holds only the latest facts about the stream.
  const isLast = line === history.findLast(({ event }) => event === 'stream_present');
  return isLast && stream?.stream
    ? presentSentence(stream.stream, words)
    : words.streams.presentAt(moment(line.atMs));
}

/** Announced when it begins, not only when it is over. */
function brokenSentence(request: ChangeRequest, { thread }: Words): string {
  const { id, requester, base, project, reason } = request;
  const task = nameOf(base);
  const said = thread.withoutApproval(id, mention(requester.userId), task, escaped(project));
  return `${said}${quoted(reason)}`;
}

/** Events that end a call. */
export const ENDS: ReadonlySet<HistoryLine['event']> = new Set([
  'succeed',
  'fail',
  'drift',
  'late_effect',
  'all_done',
  'some_failed',
]);

/** Whether a line is the end of the last try: a request holds only that outcome. */
export function isPresentEnd(
  { outcome, batch, state, history }: ChangeRequest,
  line: HistoryLine,
): boolean {
  const isLast = line === history.findLast(({ event }) => ENDS.has(event));
  return isLast && (outcome ?? batch) !== undefined && line.state === state;
}

function approvedSentence(request: ChangeRequest, line: HistoryLine, { thread }: Words): string {
  const who = line.person ? mention(line.person.userId) : '';
  const made = decisionOf(request, line);
  // The request was edited or retried since, so this approval no longer counts.
  if (!made) return thread.approvedBefore(who);
  const count = approvals(request).indexOf(made) + 1;
  return `${thread.approved(who, count, request.policy.quorum)}${quoted(made.note)}`;
}

function note(request: ChangeRequest, line: HistoryLine): string {
  return quoted(decisionOf(request, line)?.note);
}

/** Undefined if it no longer counts. */
function decisionOf({ decisions }: ChangeRequest, line: HistoryLine): Decision | undefined {
  return decisions.find(({ atMs, person }) => {
    return atMs === line.atMs && person.userId === line.person?.userId;
  });
}

function quoted(text: string | undefined): string {
  return text ? `\n>${escapedWithin(text, NOTE_MAX).replaceAll('\n', '\n>')}` : '';
}

/** The result, in one line. */
export function resultSentence(request: ChangeRequest, words: Words): string {
  const { outcome, thread } = words;
  const { id, lateEffect } = request;
  const [title, project] = [titleOf(request, words), escaped(request.project)];
  if (lateEffect) return thread.lateEffect(id, title, project, lateEffect.over);
  return outcome.result(stateWords(request, words), id, title, project);
}

function titleOf(request: ChangeRequest, words: Words): string {
  return escapedWithin(titleSentence(request, words), TITLE_MAX);
}
