import type { Answer, ChangeRequest, HistoryLine, Question, State } from './change-request.ts';
import { isSameRequest } from './viewed-version.ts';

/** Questions in the record of a request. Pure. */

/** Whether an answer of the requester still matters. */
export function takesQuestions(state: State): boolean {
  return state === 'pending' || state === 'approved' || state === 'held';
}

/**
 * Identifies a question by its index and the time when it was asked, since a store that lost it may have another one
 * there.
 */
export interface AnsweredQuestion {
  readonly id: string;
  readonly createdAtMs: number;
  /** From 0. */
  readonly index: number;
  readonly askedAtMs: number;
}

export function questionOf(
  request: ChangeRequest,
  { createdAtMs, index, askedAtMs }: AnsweredQuestion,
): Question | undefined {
  const question = request.questions?.[index];
  return isSameRequest(request, { createdAtMs }) && question?.atMs === askedAtMs
    ? question
    : undefined;
}

/** The question that a line of the history is about, with its index. */
export function questionOfLine(
  { questions = [] }: ChangeRequest,
  { event, atMs, person }: HistoryLine,
): { readonly question: Question; readonly index: number } | undefined {
  const isMeant = (made: Question | Answer | undefined) =>
    made?.atMs === atMs && made.person.userId === person?.userId;
  const index = questions.findIndex((each) => isMeant(event === 'ask' ? each : each.answer));
  const question = questions[index];
  return question && { question, index };
}
