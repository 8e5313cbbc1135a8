import type { ChangeRequest, HistoryLine } from '#src/approval/change-request.ts';
import { questionOfLine } from '#src/approval/question.ts';
import { escapedWithin, mention } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Characters of one quoted text, escaped: a section takes 3,000 in all. */
const QUOTED_MAX = 1_800;

/** Whether an event is a question about a request, or the answer to one. */
export function isQuestion(event: HistoryLine['event']): event is 'ask' | 'answer' {
  return event === 'ask' || event === 'answer';
}

/** A question calls the requester, an answer the person who asked. */
export function questionSentence(
  request: ChangeRequest,
  line: HistoryLine,
  { questions }: Words,
): string {
  const { question } = questionOfLine(request, line) ?? {};
  const requester = mention(request.requester.userId);
  const asker = question ? mention(question.person.userId) : '';
  return line.event === 'ask'
    ? questions.inThread(asker, requester, quoted(question?.text))
    : questions.answerInThread(requester, asker, quoted(question?.answer?.text));
}

function quoted(text = ''): string {
  return `\n>${escapedWithin(text, QUOTED_MAX).replaceAll('\n', '\n>')}`;
}
