import type { KnownBlock } from '@slack/types';
import type { ChangeRequest, Question } from '#src/approval/record/change-request.ts';
import { actions, button, context, section } from '#src/slack/kit/blocks.ts';
import { ACTION, toButtonValue } from '#src/slack/kit/ids.ts';
import { escapedWithin, mention, moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Questions that are shown; earlier ones are in the thread. */
const SHOWN_MAX = 5;
/** Characters of a question and of its answer, escaped: a section takes 3,000 in all. */
const TEXT_MAX = 1_200;

/** What was asked and answered, and the button to ask; at most seven blocks. */
export function questionBlocks(
  request: ChangeRequest,
  mayAsk: boolean,
  words: Words,
): KnownBlock[] {
  const { questions: asked = [] } = request;
  const { questions, buttons } = words;
  const earlier = asked.length - SHOWN_MAX;
  const ask = button(ACTION.question, buttons.question, toButtonValue(request));
  return [
    ...(earlier > 0 ? [context(questions.earlier(earlier))] : []),
    ...asked.slice(-SHOWN_MAX).map((each) => section(questionText(each, words))),
    ...(mayAsk ? [actions([ask])] : []),
  ];
}

function questionText({ person, atMs, text, answer }: Question, { questions }: Words): string {
  const said = questions.line(mention(person.userId), moment(atMs), quoted(text));
  return answer
    ? `${said}\n${questions.answerLine(moment(answer.atMs), quoted(answer.text))}`
    : `${said}\n${questions.unanswered}`;
}

function quoted(text: string): string {
  return `\n>${escapedWithin(text, TEXT_MAX).replaceAll('\n', '\n>')}`;
}
