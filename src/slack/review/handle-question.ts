import type { ModalView } from '@slack/types';
import type { Result } from '#src/approval/approval-context.ts';
import {
  type ChangeRequest,
  isClosed,
  isNotHeld,
  samePerson,
} from '#src/approval/change-request.ts';
import { questionOf, takesQuestions } from '#src/approval/question.ts';
import { ANSWER_MAX, QUESTION_MAX } from '#src/approval/questions.ts';
import type { Refusal } from '#src/approval/refusal.ts';
import { standsSinceMs } from '#src/approval/request-times.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { context, plain, quote, richText, section } from '#src/slack/kit/blocks.ts';
import { ACTION, BLOCK, CALLBACK, fromButtonValue, fromQuestionValue } from '#src/slack/kit/ids.ts';
import { input, linesElement } from '#src/slack/kit/inputs.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import { mention } from '#src/slack/kit/text.ts';
import { type MembersDeps, openForMember } from '#src/slack/modal/members-only.ts';
import {
  errorsAnswer,
  noticeModal,
  refusedModal,
  viewAnswer,
} from '#src/slack/modal/notice-modals.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { ButtonArgs, SubmissionArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';

export interface QuestionDeps extends MembersDeps {
  readonly approval: Pick<
    ApprovalService,
    'load' | 'whyNotRequest' | 'whyNotDecide' | 'ask' | 'answer'
  >;
}

const NOT_FOUND: Refusal = { reason: 'not_found' };

/** Ask…, in the review: a small modal on top of it, so that what was typed there stays. */
export function handleAskButton(deps: QuestionDeps) {
  return async (args: ButtonArgs): Promise<void> => {
    const fill = async (words: Words) => askModal(args.action.value ?? '', words);
    await openForMember(deps, args, fill, { isOnTop: true });
  };
}

/** The question, with which the requester is called in the thread. */
export function handleQuestion(deps: QuestionDeps) {
  return async ({ ack, view, body }: SubmissionArgs): Promise<void> => {
    const viewed = fromButtonValue(view.private_metadata);
    const person = personOf(body);
    const words = await deps.words.soon(person.userId);
    const text = typedIn(view);
    await respond(ack, words, text, words.questions.askedTitle, async () => {
      const result: Result = viewed
        ? await deps.approval.ask({ ...viewed, id: viewed.request, person, text })
        : { ok: false, refusal: NOT_FOUND };
      return result.ok
        ? words.questions.asked(mention(result.request.requester.userId))
        : `🔒 ${refusalSentence(result.refusal, words)}`;
    });
  };
}

/** Answer…, beneath a question in the thread. */
export function handleAnswerButton(deps: QuestionDeps) {
  return async (args: ButtonArgs): Promise<void> => {
    const value = args.action.value ?? '';
    await openForMember(deps, args, async (words, person) => {
      const named = fromQuestionValue(value);
      const request = named && (await deps.approval.load(named.id));
      const question = named && request && questionOf(request, named);
      if (!question) return refusedModal(NOT_FOUND, words);
      if (!samePerson(request.requester, person)) {
        return refusedModal({ reason: 'not_yours_to_answer' }, words);
      }
      if (question.answer) {
        return refusedModal({ reason: 'already_answered', atMs: question.answer.atMs }, words);
      }
      if (!takesQuestions(request.state)) return refusedModal(overAlready(request), words);
      return answerModal(value, question.text, mention(question.person.userId), words);
    });
  };
}

/** The answer, which is told in the thread and to the person who asked. */
export function handleAnswer(deps: QuestionDeps) {
  return async ({ ack, view, body }: SubmissionArgs): Promise<void> => {
    const named = fromQuestionValue(view.private_metadata);
    const person = personOf(body);
    const words = await deps.words.soon(person.userId);
    const text = typedIn(view);
    await respond(ack, words, text, words.questions.answeredTitle, async () => {
      const result: Result = named
        ? await deps.approval.answer({ ...named, person, text })
        : { ok: false, refusal: NOT_FOUND };
      if (!result.ok) return `🔒 ${refusalSentence(result.refusal, words)}`;
      const asker = named && questionOf(result.request, named)?.person;
      return words.questions.answered(asker ? mention(asker.userId) : '');
    });
  };
}

function typedIn(view: SubmissionArgs['view']): string {
  return view.state.values[BLOCK.note]?.[ACTION.value]?.value?.trim() ?? '';
}

/** Blank text gets an error below its field; otherwise the result replaces the modal. */
async function respond(
  ack: SubmissionArgs['ack'],
  words: Words,
  text: string,
  title: string,
  act: () => Promise<string>,
): Promise<void> {
  if (text === '') return ack(errorsAnswer({ [BLOCK.note]: words.questions.missing }));
  const done = await act().catch((error: unknown) => ({ error }));
  if (typeof done === 'object') {
    await ack(errorsAnswer({ [BLOCK.note]: words.notices.somethingWentWrong }));
    throw done.error;
  }
  await ack(viewAnswer(noticeModal(done, words, { title })));
}

function askModal(value: string, words: Words): ModalView {
  const { askTitle: title, label, hint } = words.questions;
  const field = { label, hint, max: QUESTION_MAX };
  return textModal({ callback: CALLBACK.question, value, title }, field, [], words);
}

function answerModal(value: string, question: string, asker: string, words: Words): ModalView {
  const { answerTitle: title, answerLabel: label, answerHint: hint, askedBy } = words.questions;
  const asked = [section(askedBy(asker)), richText(quote(visible(question)))];
  const field = { label, hint, max: ANSWER_MAX };
  return textModal({ callback: CALLBACK.answer, value, title }, field, asked, words);
}

function textModal(
  named: { readonly callback: string; readonly value: string; readonly title: string },
  field: { readonly label: string; readonly hint: string; readonly max: number },
  before: ModalView['blocks'],
  { modal, questions }: Words,
): ModalView {
  return {
    type: 'modal',
    callback_id: named.callback,
    private_metadata: named.value,
    title: plain(named.title),
    submit: plain(questions.send),
    close: plain(modal.cancel),
    blocks: [
      ...before,
      input(BLOCK.note, { label: field.label }, linesElement(field.max)),
      context(field.hint),
    ],
  };
}

function overAlready(request: ChangeRequest): Refusal {
  const isOver = isClosed(request.state) && isNotHeld(request);
  const { state } = request;
  return { reason: 'wrong_state', state, atMs: standsSinceMs(request), isNotHeld: isOver };
}
