import type { ModalView } from '@slack/types';
import type { Result } from '#src/approval/approval-context.ts';
import { ANSWER_MAX, QUESTION_MAX } from '#src/approval/decide/questions.ts';
import {
  type ChangeRequest,
  type Person,
  samePerson,
} from '#src/approval/record/change-request.ts';
import { questionOf, takesQuestions } from '#src/approval/record/question.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { context, plain, quote, richText, section } from '#src/slack/kit/blocks.ts';
import { BLOCK, CALLBACK, fromButtonValue, fromQuestionValue } from '#src/slack/kit/ids.ts';
import { input, linesElement, typedIn } from '#src/slack/kit/inputs.ts';
import { refusalPlain } from '#src/slack/kit/sentences.ts';
import { mention } from '#src/slack/kit/text.ts';
import { type MembersDeps, openForMember } from '#src/slack/modal/members-only.ts';
import {
  answerSubmission,
  errorsAnswer,
  noticeModal,
  refusedModal,
  viewAnswer,
  wrongStateModal,
} from '#src/slack/modal/notice-modals.ts';
import type { SlackProjects } from '#src/slack/projects.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { ButtonArgs, SubmissionArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';

export interface QuestionDeps extends MembersDeps {
  readonly projects: SlackProjects;
  readonly approval: Pick<
    ApprovalService,
    'load' | 'whyNotMember' | 'whyNotDecide' | 'ask' | 'answer'
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
  return textSubmission(deps, 'askedTitle', {
    send: async (value, typed) => {
      const viewed = fromButtonValue(value);
      return viewed
        ? deps.approval.ask({ ...viewed, id: viewed.request, ...typed })
        : { ok: false, refusal: NOT_FOUND };
    },
    say: ({ requester }, _value, words) => words.questions.asked(mention(requester.userId)),
  });
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
      if (!takesQuestions(request.state)) return wrongStateModal(request, words);
      return answerModal(value, question.text, mention(question.person.userId), words);
    });
  };
}

/** The answer, which is told in the thread and to the person who asked. */
export function handleAnswer(deps: QuestionDeps) {
  return textSubmission(deps, 'answeredTitle', {
    send: async (value, typed) => {
      const named = fromQuestionValue(value);
      return named
        ? deps.approval.answer({ ...named, ...typed })
        : { ok: false, refusal: NOT_FOUND };
    },
    say: (request, value, words) => {
      const named = fromQuestionValue(value);
      const asker = named && questionOf(request, named)?.person;
      return words.questions.answered(asker ? mention(asker.userId) : '');
    },
  });
}

/** What is said when the text was sent; what was typed stays, with an error below it, if it is blank or refused. */
function textSubmission(
  deps: QuestionDeps,
  title: 'askedTitle' | 'answeredTitle',
  {
    send,
    say,
  }: {
    readonly send: (
      value: string,
      typed: { readonly person: Person; readonly text: string },
    ) => Promise<Result>;
    readonly say: (request: ChangeRequest, value: string, words: Words) => string;
  },
) {
  return async ({ ack, view, body }: SubmissionArgs): Promise<void> => {
    const person = personOf(body);
    const words = await deps.words.soon(person.userId);
    const { questions } = words;
    const text = typedIn(view.state.values, BLOCK.note);
    if (text === '') return ack(errorsAnswer({ [BLOCK.note]: questions.missing }));
    const value = view.private_metadata;
    const sent = send(value, { person, text }).then((result) => {
      if (result.ok) {
        return viewAnswer(
          noticeModal(say(result.request, value, words), words, { title: questions[title] }),
        );
      }
      const zone = deps.projects.get(result.request?.project ?? '')?.timeZone ?? 'UTC';
      return errorsAnswer({ [BLOCK.note]: refusalPlain(result.refusal, words, zone) });
    });
    await answerSubmission(ack, { [BLOCK.note]: words.notices.somethingWentWrong }, sent);
  };
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
