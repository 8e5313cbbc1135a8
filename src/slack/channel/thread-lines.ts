import type { Approvers, ChangeRequest, HistoryLine } from '#src/approval/change-request.ts';
import { cardButtons } from '#src/slack/card/card-buttons.ts';
import { ENDS, historySentence, isPresentEnd } from '#src/slack/card/history-sentences.ts';
import { renderResult } from '#src/slack/card/result.ts';
import { type Message, messageFrom } from '#src/slack/kit/message.ts';
import { groupMention, mention } from '#src/slack/kit/text.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { wordsFor } from '#src/slack/words/index.ts';

/** One thing that a thread tells. */
export interface Line {
  readonly message: Message;
  /** A sentence, which may stand in one message with what follows it. */
  readonly isShort: boolean;
  /** For everybody on call, and not only for the thread. */
  readonly isForAll: boolean;
  /** How the request ended, by its present outcome. */
  readonly isEnd: boolean;
}

/** Told loudly beside how a call ended: everything about a change without approval, and one that was held back. */
const LOUD: ReadonlySet<HistoryLine['event']> = new Set([
  'submit',
  'hold_back',
  'ask_review',
  'after_review',
  'stream_gone',
]);
/** Those who were called by the card are called once more. */
const CALLED_AGAIN: ReadonlySet<HistoryLine['event']> = new Set([
  'remind',
  'hold_back',
  'worsen',
  'late_effect',
  'overwritten',
  'stream_gone',
]);
/** What the requester is told who does not read the thread. */
const FOR_REQUESTER: ReadonlySet<HistoryLine['event']> = new Set([
  ...ENDS,
  'reject',
  'expire',
  'hold_back',
  'worsen',
  'mend',
  'overwritten',
  'stream_gone',
]);

/** The story that the thread of a card should tell, in order; more comes to its end only. */
export function threadLines(request: ChangeRequest, project: SlackProject): Line[] {
  return linesOf(request, project, {
    isTold: () => true,
    isForAll: ({ event }) => ENDS.has(event) || LOUD.has(event),
    called: ({ event }) => called(event, project),
  });
}

/** What the thread of a card of one's own tells: how it ended. */
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
    const said = [sentence, ...reader.called(line)].join(' ');
    const isEnd = isPresentEnd(request, line);
    const message = isEnd ? renderResult(request, said, words) : messageFrom(said);
    // What may have to be done is at hand where it is told.
    const buttons = line.event === 'stream_gone' ? cardButtons(request, words) : [];
    const isForAll = reader.isForAll(line);
    return [
      {
        message: { ...message, blocks: [...message.blocks, ...buttons] },
        isShort: !isEnd && !isForAll,
        isForAll,
        isEnd,
      },
    ];
  });
}

/** Who is pinged by a line: the first line again by a reminder, the second by an escalation. */
function called(event: HistoryLine['event'], project: SlackProject): string[] {
  if (CALLED_AGAIN.has(event)) return pings(project);
  if (event === 'escalate') return mentionsOf(project.policy.escalate?.to);
  // Nobody approved, so everybody is called who would have been, first line and second.
  const isLoud = event === 'submit' || event === 'ask_review';
  return isLoud ? [...pings(project), ...mentionsOf(project.policy.escalate?.to)] : [];
}

export function pings({ notify }: SlackProject): string[] {
  return mentionsOf(notify);
}

function mentionsOf(people: Approvers | undefined): string[] {
  return [...(people?.usergroups ?? []).map(groupMention), ...(people?.users ?? []).map(mention)];
}
