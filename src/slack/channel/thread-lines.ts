import type { KnownBlock } from '@slack/types';
import type { Approvers, ChangeRequest, HistoryLine } from '#src/approval/record/change-request.ts';
import { questionOfLine } from '#src/approval/record/question.ts';
import { isMissed } from '#src/approval/record/request-times.ts';
import { leavesChange } from '#src/approval/states/chain.ts';
import { answerButton, cardButtons } from '#src/slack/card/card-buttons.ts';
import { ENDS, historySentence, isPresentEnd } from '#src/slack/card/history-sentences.ts';
import { renderResult } from '#src/slack/card/result.ts';
import { type Message, messageFrom } from '#src/slack/kit/message.ts';
import { groupMention, mention } from '#src/slack/kit/text.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { type Words, wordsFor } from '#src/slack/words/index.ts';

/** One message of a thread. */
export interface Line {
  readonly message: Message;
  /** A single sentence, which may share a message with the lines after it. */
  readonly isShort: boolean;
  /** For everybody on call, not only for the thread. */
  readonly isForAll: boolean;
  /** Whether it tells the current outcome of the request. */
  readonly isEnd: boolean;
}

/** Announced to everybody, besides outcomes: changes without approval, and changes that were held back. */
const LOUD: ReadonlySet<HistoryLine['event']> = new Set([
  'submit',
  'hold_back',
  'hold_link',
  'cancel',
  'ask_review',
  'after_review',
  'stream_gone',
  'part_gone',
  'part_late',
  'halt',
  'stop_rest',
]);
/** Events that notify the people on the card again. */
const CALLED_AGAIN: ReadonlySet<HistoryLine['event']> = new Set([
  'remind',
  'hold_back',
  'hold_link',
  'worsen',
  'late_effect',
  'overwritten',
  'stream_gone',
  'part_gone',
  'part_late',
  'halt',
]);
/** What a requester who does not read the thread is told. */
const FOR_REQUESTER: ReadonlySet<HistoryLine['event']> = new Set([
  ...ENDS,
  'reject',
  'ask',
  'expire',
  'hold_back',
  'hold_link',
  'cancel',
  'worsen',
  'mend',
  'overwritten',
  'stream_gone',
  'part_gone',
  'part_late',
  'halt',
  'go_on',
  'stop_rest',
]);

/** The lines of a card's thread, in order; new ones are only added at the end. */
export function threadLines(request: ChangeRequest, project: SlackProject): Line[] {
  return linesOf(request, project, {
    isTold: () => true,
    isForAll: (line) => ENDS.has(line.event) || LOUD.has(line.event) || isNotRun(request, line),
    called: (line) => calledBy(line, request, project),
  });
}

/** The lines below a direct card: how the request ended. */
export function requesterLines(request: ChangeRequest, project: SlackProject): Line[] {
  return linesOf(request, project, {
    isTold: ({ event }) => FOR_REQUESTER.has(event),
    isForAll: () => true,
    called: () => [],
  });
}

function linesOf(
  request: ChangeRequest,
  { language }: SlackProject,
  reader: {
    readonly isTold: (line: HistoryLine) => boolean;
    readonly isForAll: (line: HistoryLine) => boolean;
    readonly called: (line: HistoryLine) => readonly string[];
  },
): Line[] {
  const words = wordsFor(language);
  return request.history.flatMap((line): Line[] => {
    const sentence = historySentence(request, line, words);
    if (sentence === undefined || !reader.isTold(line)) return [];
    const called = reader.called(line).filter((person) => !sentence.includes(person));
    // A quotation takes everything on its line.
    const gap = /(?:^|\n)>.*$/.test(sentence) ? '\n' : ' ';
    const said = called.length === 0 ? sentence : `${sentence}${gap}${called.join(' ')}`;
    const isEnd = isPresentEnd(request, line);
    const message = isEnd ? renderResult(request, said, words) : messageFrom(said);
    // The buttons that may be needed come with the message.
    const buttons = buttonsBelow(request, line, words);
    const isForAll = reader.isForAll(line);
    return [
      {
        message: { ...message, blocks: [...message.blocks, ...buttons] },
        isShort: !isEnd && !isForAll && buttons.length === 0,
        isForAll,
        isEnd,
      },
    ];
  });
}

function buttonsBelow(request: ChangeRequest, line: HistoryLine, words: Words): KnownBlock[] {
  if (line.event === 'stream_gone') return cardButtons(request, words);
  const asked = line.event === 'ask' ? questionOfLine(request, line) : undefined;
  return asked ? [answerButton(request, asked.index, asked.question.atMs, words)] : [];
}

/** What people rely on is not going to run: an approved change, or a way back, so that the task stays as it was changed. */
function isNotRun(request: ChangeRequest, line: HistoryLine): boolean {
  const isNotSetBack = ['fail', 'expire'].includes(line.event) && leavesChange(request);
  return isNotSetBack || isMissed(request, line);
}

/** Who a line notifies: a reminder the first line again, an escalation the second. */
function calledBy(line: HistoryLine, request: ChangeRequest, project: SlackProject): string[] {
  const { event } = line;
  if (CALLED_AGAIN.has(event) || isNotRun(request, line)) return pings(request, project);
  if (event === 'escalate') return mentionsOf(project.policy.escalate?.to);
  // Nobody approved, so everybody who would have been asked is notified, first line and second.
  const isLoud = event === 'submit' || event === 'ask_review';
  return isLoud ? [...pings(request, project), ...mentionsOf(project.policy.escalate?.to)] : [];
}

/** Mentions of who hears of a request: by the rules that match it, else by its project, and whom its requester named. */
export function pings({ policy, called = [] }: ChangeRequest, { notify }: SlackProject): string[] {
  return [...new Set([...mentionsOf(policy.notify ?? notify), ...called.map(mention)])];
}

/** Mentions of everybody on a list, groups first. */
export function mentionsOf(people: Approvers | undefined): string[] {
  return [...(people?.usergroups ?? []).map(groupMention), ...(people?.users ?? []).map(mention)];
}
