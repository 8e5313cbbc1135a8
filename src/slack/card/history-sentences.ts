import { partOfLine } from '#src/approval/record/batch.ts';
import {
  approvals,
  type ChangeRequest,
  type Decision,
  type EventName,
  type HistoryLine,
  shortDigest,
} from '#src/approval/record/change-request.ts';
import { questionOfLine } from '#src/approval/record/question.ts';
import { isMissed, plannedAtMs } from '#src/approval/record/request-times.ts';
import { leavesChange } from '#src/approval/states/chain.ts';
import { effectSentences } from '#src/slack/kit/effect-sentences.ts';
import { stateWords, titleSentence } from '#src/slack/kit/sentences.ts';
import {
  escaped,
  escapedWithin,
  mention,
  moment,
  nameOf,
  slashCommand,
} from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { foreseen, heldBackWhy } from './card-notices.ts';
import { heldWhy } from './chain-blocks.ts';
import { peopleOf } from './request-summary.ts';
import { presentSentence } from './stream-words.ts';

/** The history of a request, a sentence for each event. All mrkdwn, escaped. */

/** Characters of one quoted text, escaped: a section takes 3,000 in all. */
const NOTE_MAX = 1_800;
/** Characters of a request's title. */
const TITLE_MAX = 200;

type Say = (request: ChangeRequest, line: HistoryLine, words: Words) => string | undefined;

/** The line of the thread for an event, or undefined if only the card shows it. */
export function historySentence(
  request: ChangeRequest,
  line: HistoryLine,
  words: Words,
): string | undefined {
  // A newer version may have written an event that is not here.
  const say: Say | undefined = SENTENCES[line.event];
  return say?.(request, line, words);
}

const onCardOnly: Say = () => undefined;

/** The result of the last try; an earlier one is only named. A way back that failed leaves the task as it is. */
const endSentence: Say = (request, line, words) => {
  if (isPresentEnd(request, line)) {
    const stays = line.event === 'fail' ? staysSentence(request, words) : '';
    return `${resultSentence(request, words)}${stays}`;
  }
  const state = words.states[line.state];
  const title = titleOf(request, words);
  const said = words.thread.earlierEnd(state, request.id, title, escaped(request.project));
  return request.lateEffect === undefined ? `${said} ${words.thread.triedAgain}` : said;
};

const SENTENCES: Readonly<Record<EventName, Say>> = {
  claim: onCardOnly,
  send: onCardOnly,
  stream_absent: onCardOnly,
  // Announced when it begins, not only when it is over.
  submit: ({ id, breakGlass, requester, base, project, reason }, _line, { thread }) => {
    if (!breakGlass) return undefined;
    const who = mention(requester.userId);
    return `${thread.withoutApproval(id, who, nameOf(base), escaped(project))}${quoted(reason)}`;
  },
  approve: (request, line, { thread }) => {
    const made = decisionOf(request, line);
    // The request was edited or retried since, so this approval no longer counts.
    if (!made) return thread.approvedBefore(whoIn(line));
    const count = approvals(request).indexOf(made) + 1;
    return `${thread.approved(whoIn(line), count, request.policy.quorum)}${quoted(made.note)}`;
  },
  reject: (request, line, { thread }) => {
    const note = quoted(decisionOf(request, line)?.note);
    return thread.rejected(whoIn(line), note, mention(request.requester.userId));
  },
  withdraw: ({ decidedWith }, line, { thread, chains }) =>
    decidedWith === undefined
      ? thread.withdrawn(whoIn(line))
      : chains.withdrawn(whoIn(line), decidedWith),
  // An approved request missed its slot; any other was not decided in time.
  expire: (request, line, words) => {
    const { id, project, requester } = request;
    const said = isMissed(request, line)
      ? words.thread.missed(id, titleOf(request, words), escaped(project), askersOf(request))
      : words.thread.expired(mention(requester.userId));
    return `${said}${staysSentence(request, words)}`;
  },
  edit: ({ digest }, line, { thread }) => thread.edited(whoIn(line), shortDigest(digest)),
  rebase: ({ digest }, line, { thread }) => thread.rebased(whoIn(line), shortDigest(digest)),
  retry: (_request, line, { thread }) => thread.retried(whoIn(line)),
  move: ({ moves: made = [] }, line, { moves }) => {
    const move = made.find(({ atMs }) => atMs === line.atMs);
    if (!move) return '';
    const { fromMs, toMs, back, voided } = move;
    return [
      moves.inThread(whoIn(line), moment(fromMs), moment(toMs)),
      ...(back ? [moves.backInThread(moment(back.fromMs), moment(back.toMs))] : []),
      ...(voided === undefined ? [] : [moves.voided[voided]]),
    ].join(' ');
  },
  remind: ({ expiresAtMs }, { state }, { thread, chains }) =>
    (state === 'held' ? chains.reminded : thread.reminded)(moment(expiresAtMs)),
  escalate: ({ expiresAtMs }, _line, { thread }) => thread.escalated(moment(expiresAtMs)),
  ask_review: ({ id }, _line, { thread }) => thread.reviewAsked(id),
  after_review: ({ afterReview }, line, { thread }) =>
    thread.reviewed(whoIn(line), quoted(afterReview?.note)),
  // A question calls the requester, an answer the person who asked.
  ask: (request, line, { questions }) => {
    const { question } = questionOfLine(request, line) ?? {};
    return questions.inThread(
      whoIn(line),
      mention(request.requester.userId),
      quoted(question?.text),
    );
  },
  answer: (request, line, { questions }) => {
    const { question } = questionOfLine(request, line) ?? {};
    const asker = question ? mention(question.person.userId) : '';
    return questions.answerInThread(
      mention(request.requester.userId),
      asker,
      quoted(question?.answer?.text),
    );
  },
  hold_back: (request, line, words) => {
    const { id, base, project } = request;
    const [gravest = ''] = effectSentences({ ...foreseen(request), atMs: line.atMs }, words);
    const why = heldBackWhy(request, words);
    const said = words.thread.heldBack(id, nameOf(base), escaped(project), why, gravest);
    return `${said} ${askersOf(request)}${staysSentence(request, words)}`;
  },
  worsen: (request, _line, words) => {
    const when = moment(plannedAtMs(request));
    const [gravest = ''] = effectSentences(foreseen(request), words);
    return `${words.thread.worsened(when, heldBackWhy(request, words), gravest)} ${askersOf(request)}`;
  },
  mend: (request, _line, { thread }) => thread.mended(moment(plannedAtMs(request))),
  hold_link: (request, _line, words) => {
    const { id, base, project, held } = request;
    // It was rebased since; a request keeps only why it is held now.
    const why = held ? heldWhy(held, words) : words.states.held;
    const said = words.chains.wasHeld(id, nameOf(base), escaped(project), why);
    return `${said} ${askersOf(request)}${staysSentence(request, words)}`;
  },
  cancel: (request, _line, { chains, states }) => {
    const { id, held, decidedWith = '' } = request;
    if (held?.why === 'set_back') return chains.setBackAlready(id, decidedWith);
    return chains.cancelled(id, decidedWith, states[held?.state ?? 'failed'], askersOf(request));
  },
  lose: (_request, _line, { thread }) => thread.lost,
  recover: (_request, _line, { thread }) => thread.recovered,
  overwritten: (request, _line, { thread }) =>
    thread.overwritten(request.id, request.overwritten?.by ?? '', peopleOf(request)),
  stream_gone: (request, _line, { thread }) =>
    thread.streamGone(request.id, nameOf(request.base), peopleOf(request)),
  stream_present: (request, line, words) => {
    const { history, stream, base, id } = request;
    const earlier = history.slice(0, history.indexOf(line));
    if (earlier.some(({ event }) => event === 'stream_gone')) {
      return words.thread.streamBack(id, nameOf(base), moment(line.atMs));
    }
    // A request holds only the latest facts about the stream.
    const isLast = line === history.findLast(({ event }) => event === 'stream_present');
    return isLast && stream?.stream
      ? presentSentence(stream.stream, words)
      : words.streams.presentAt(moment(line.atMs));
  },
  late_effect: endSentence,
  succeed: endSentence,
  fail: endSentence,
  drift: endSentence,
  all_done: endSentence,
  some_failed: endSentence,
  begin: ({ batch }, _line, { batches }) => batches.begun(batch?.parts.length ?? 0),
  approve_part: ({ partOf = '' }, _line, { batches }) => batches.approvedWith(partOf),
  halt: (request, line, { batches }) => {
    const halt = request.batch?.halts?.[indexAmongItsKind(request, line)];
    if (!halt) return batches.waits;
    const said = batches.wasHalted(halt.waiting, halt.failed, moment(halt.untilMs));
    return `${said} ${peopleOf(request)}`;
  },
  go_on: (_request, line, { batches }) => batches.wentOn(whoIn(line)),
  stop_rest: (_request, line, { batches }) =>
    line.person ? batches.stoppedBy(whoIn(line)) : batches.unanswered,
  part_gone: (request, line, { batches }) =>
    `${aboutPart(request, line, batches.partGone)} ${peopleOf(request)}`,
  part_late: (request, line, { batches }) => aboutPart(request, line, batches.partLate),
};

function aboutPart(
  request: ChangeRequest,
  line: HistoryLine,
  said: (part: string, show: string) => string,
): string {
  const part = partOfLine(request, line) ?? '';
  return said(part, slashCommand(`show ${part}`));
}

function whoIn({ person }: HistoryLine): string {
  return person ? mention(person.userId) : '';
}

/** Halts of a batch are recorded in the order of their lines. */
function indexAmongItsKind({ history }: ChangeRequest, line: HistoryLine): number {
  return history.filter(({ event }) => event === line.event).indexOf(line);
}

/** What it means that a way back did not run. */
function staysSentence(request: ChangeRequest, { chains }: Words): string {
  const { decidedWith = '' } = request;
  return leavesChange(request) ? `\n${chains.stays(decidedWith, askersOf(request))}` : '';
}

/** The requester, and everybody who has approved any version, or what it was decided on with. */
function askersOf({ requester, history, decisions }: ChangeRequest): string {
  const approved = history.filter(({ event }) => event === 'approve' || event === 'retry');
  const deciders = decisions.map(({ person }) => person);
  const people = [requester, ...approved.flatMap(({ person }) => person ?? []), ...deciders];
  return [...new Set(people.map(({ userId }) => mention(userId)))].join(' ');
}

/** Events that end a call. */
export const ENDS: ReadonlySet<EventName> = new Set([
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
