import type { webApi } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { type ChangeRequest, isNotHeld } from '#src/approval/record/change-request.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { standsSinceMs } from '#src/approval/record/request-times.ts';
import { context, plain, section } from '#src/slack/kit/blocks.ts';
import { CALLBACK } from '#src/slack/kit/ids.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import type { Words } from '#src/slack/words/index.ts';

export function loadingModal({ modal, notices }: Words): ModalView {
  return {
    type: 'modal',
    callback_id: CALLBACK.loading,
    title: plain(modal.title),
    close: plain(modal.close),
    blocks: [section(notices.reading), context(notices.readingHint)],
  };
}

interface Notice {
  /** The title, at most 24 characters. */
  readonly title?: string | undefined;
  readonly more?: readonly KnownBlock[] | undefined;
}

/** A modal with a message. */
export function noticeModal(
  sentence: string,
  { modal }: Words,
  { title = modal.title, more = [] }: Notice = {},
): ModalView {
  return {
    type: 'modal',
    callback_id: CALLBACK.notice,
    title: plain(title),
    close: plain(modal.close),
    blocks: [section(sentence), ...more],
  };
}

/** A modal that says why something is refused. */
export function refusedModal(refusal: Refusal, words: Words): ModalView {
  return noticeModal(`🔒 ${refusalSentence(refusal, words)}`, words);
}

/** A modal that says that the request has moved on since the button was shown. */
export function wrongStateModal(request: ChangeRequest, words: Words): ModalView {
  const { state } = request;
  const [atMs, notHeld] = [standsSinceMs(request), isNotHeld(request)];
  return refusedModal({ reason: 'wrong_state', state, atMs, isNotHeld: notHeld }, words);
}

/** Answers of a submission: the modal that replaces the submitted one, */
export function viewAnswer(view: webApi.ViewsUpdateArguments['view']) {
  return { response_action: 'update' as const, view };
}

/** or what is wrong, in plain text under each block; the modal stays open. */
export function errorsAnswer(errors: Record<string, string>) {
  return { response_action: 'errors' as const, errors };
}

export type ModalAnswer = ReturnType<typeof viewAnswer> | ReturnType<typeof errorsAnswer>;

/** Answers a submission with what `work` comes to. If that fails, `failed` is said under its block, and it is thrown. */
export async function answerSubmission(
  ack: (answer: ModalAnswer) => Promise<void>,
  failed: Record<string, string>,
  work: Promise<ModalAnswer>,
): Promise<void> {
  const answer = await work.catch((error: unknown) => ({ error }));
  if ('error' in answer) {
    await ack(errorsAnswer(failed));
    throw answer.error;
  }
  await ack(answer);
}
