import type { ApprovalContext, Result } from '#src/approval/approval-context.ts';
import { commitEvent } from '#src/approval/commit-event.ts';
import { type Person, samePerson } from '#src/approval/record/change-request.ts';
import {
  type AnsweredQuestion,
  questionOf,
  takesQuestions,
} from '#src/approval/record/question.ts';
import { isCurrent, loadViewed, type ViewedVersion } from '#src/approval/record/viewed-version.ts';
import { whyNotDecide } from './permission.ts';

/**
 * Questions of those who decide, and the answers of the requester. They do not move a deadline or change the request.
 */

export const QUESTIONS_MAX = 10;
/** Characters of a question and of an answer. */
export const QUESTION_MAX = 500;
export const ANSWER_MAX = 1_000;

/** Asks the requester something. Everybody who may decide on the request can ask, while it is open. */
export async function ask(
  context: ApprovalContext,
  input: ViewedVersion & { readonly id: string; readonly person: Person; readonly text: string },
): Promise<Result> {
  const { id, person, text } = input;
  const found = await loadViewed(context, id, input);
  if (!found.ok) return found;
  const loaded = found.request;
  const refusal = await whyNotDecide(context, loaded, person);
  // People who have approved may still ask.
  if (refusal && refusal.reason !== 'already_decided_by_you') {
    return { ok: false, refusal, request: loaded };
  }
  const question = { person, text, atMs: context.now() };
  return commitEvent(
    context,
    id,
    (request) => {
      if ((request.questions ?? []).length >= QUESTIONS_MAX) {
        return { reason: 'too_many_questions', max: QUESTIONS_MAX };
      }
      // If the request was edited meanwhile, the question would be about something else.
      if (takesQuestions(request.state) && !isCurrent(request, input))
        return { reason: 'wrong_digest' };
      return { name: 'ask', question };
    },
    loaded,
  );
}

/** The requester's answer, once, while the request is open. */
export async function answer(
  context: ApprovalContext,
  input: AnsweredQuestion & { readonly person: Person; readonly text: string },
): Promise<Result> {
  const { id, index, person, text } = input;
  return commitEvent(context, id, (request) => {
    const question = questionOf(request, input);
    if (!question) return { reason: 'not_found' };
    if (!samePerson(request.requester, person)) return { reason: 'not_yours_to_answer' };
    if (question.answer) return { reason: 'already_answered', atMs: question.answer.atMs };
    return { name: 'answer', index, answer: { person, text, atMs: context.now() } };
  });
}
