import { partOfLine } from '#src/approval/batch.ts';
import type { ChangeRequest, EventName, HistoryLine } from '#src/approval/change-request.ts';
import { mention, moment, slashCommand } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { peopleOf } from './request-summary.ts';

/** What happens to a batch or one of its parts and to nothing else, a sentence for each event. */

const OF_BATCHES = [
  'begin',
  'approve_part',
  'halt',
  'go_on',
  'stop_rest',
  'part_gone',
  'part_late',
] as const;

export function isOfBatch(event: EventName): event is (typeof OF_BATCHES)[number] {
  return OF_BATCHES.some((one) => one === event);
}

export function batchSentence(request: ChangeRequest, line: HistoryLine, words: Words): string {
  const { batches } = words;
  switch (line.event) {
    case 'begin':
      return batches.begun(request.batch?.parts.length ?? 0);
    case 'halt':
      return haltedSentence(request, line, words);
    case 'go_on':
      return batches.wentOn(line.person ? mention(line.person.userId) : '');
    case 'stop_rest':
      return line.person ? batches.stoppedBy(mention(line.person.userId)) : batches.unanswered;
    case 'part_gone':
      return `${partSentence(request, line, batches.partGone)} ${peopleOf(request)}`;
    case 'part_late':
      return partSentence(request, line, batches.partLate);
    default:
      return batches.approvedWith(request.partOf ?? '');
  }
}

/** Why it asks, with the requester and everybody who decided. */
function haltedSentence(request: ChangeRequest, line: HistoryLine, words: Words): string {
  const lines = request.history.filter(({ event }) => event === 'halt');
  const halt = request.batch?.halts?.[lines.indexOf(line)];
  if (!halt) return words.batches.waits;
  const said = words.batches.wasHalted(halt.waiting, halt.failed, moment(halt.untilMs));
  return `${said} ${peopleOf(request)}`;
}

function partSentence(
  request: ChangeRequest,
  line: HistoryLine,
  said: (part: string, show: string) => string,
): string {
  const part = partOfLine(request, line) ?? '';
  return said(part, slashCommand(`show ${part}`));
}
