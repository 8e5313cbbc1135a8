import type { Button, KnownBlock } from '@slack/types';
import { isFollowable } from '#src/approval/chain.ts';
import {
  awaitsReview,
  type ChangeRequest,
  isClosed,
  mayBeAskedAgain,
  mayBeReverted,
} from '#src/approval/change-request.ts';
import { openHalt } from '#src/approval/part.ts';
import { actions, button, buttonRow, plain, withLabel } from '#src/slack/kit/blocks.ts';
import { ACTION, toButtonValue, toQuestionValue } from '#src/slack/kit/ids.ts';
import { titleSentence } from '#src/slack/kit/sentences.ts';
import type { Words } from '#src/slack/words/index.ts';

/** What can be done with a request in its state. */
export function cardButtons(request: ChangeRequest, words: Words): KnownBlock[] {
  return buttonRow([
    ...reviewAfter(request, words),
    ...buttonsFor(request, words),
    ...followUp(request, words),
  ]);
}

/** What is to come after a scheduled request. A change with a way back is followed through that. */
function followUp(request: ChangeRequest, { buttons }: Words): Button[] {
  if (!isFollowable(request) || request.wayBack !== undefined) return [];
  return [buttonOf(request, ACTION.followUp, buttons.followUp)];
}

/** The buttons for its requester, wherever they see it. */
export function requesterButtons(request: ChangeRequest, words: Words): Button[] {
  const theirs: readonly (string | undefined)[] = [
    ACTION.edit,
    ACTION.move,
    ACTION.withdraw,
    ACTION.askAgain,
    ACTION.stopRest,
  ];
  return buttonsFor(request, words).filter(({ action_id: id }) => theirs.includes(id));
}

/** A button in a list, with a label that tells a screen reader what it is about. */
export function labelled(shown: Button, request: ChangeRequest, words: Words): Button {
  const verb = shown.text.text.replace(/…$/, '');
  return withLabel(shown, words.buttonLabel(verb, request.id, titleSentence(request, words)));
}

/** Under a card in the requester's direct messages. */
export function directButtons(request: ChangeRequest, words: Words): KnownBlock[] {
  return buttonRow([...requesterButtons(request, words), ...followUp(request, words)]);
}

/** The button beneath a question in the thread. */
export function answerButton(
  { id, createdAtMs }: ChangeRequest,
  index: number,
  askedAtMs: number,
  { buttons }: Words,
): KnownBlock {
  const value = toQuestionValue({ id, createdAtMs, index, askedAtMs });
  return actions([button(ACTION.answer, buttons.answer, value)]);
}

/** The button for what an approver has to do: decide, or review afterwards. */
export function reviewButton(request: ChangeRequest, words: Words): Button {
  const [afterwards] = reviewAfter(request, words);
  return afterwards ?? buttonOf(request, ACTION.review, words.buttons.review);
}

/** A change that was run without approval is reviewed by somebody else afterwards. */
function reviewAfter(request: ChangeRequest, { buttons }: Words): Button[] {
  if (!isClosed(request.state) || !awaitsReview(request)) return [];
  return [{ ...buttonOf(request, ACTION.closeReview, buttons.closeReview), style: 'primary' }];
}

function buttonOf(request: ChangeRequest, action_id: string, label: string): Button {
  return button(action_id, label, toButtonValue(request));
}

function buttonsFor(request: ChangeRequest, { buttons, confirms }: Words): Button[] {
  const of = (action_id: string, label: string) => buttonOf(request, action_id, label);
  const review = of(ACTION.review, buttons.review);
  const askAgain = of(ACTION.askAgain, buttons.askAgain);
  const withdraw = confirmed(of(ACTION.withdraw, buttons.withdraw), {
    ...confirms.withdraw,
    title: confirms.withdraw.title(request.id),
  });
  if (request.batch) {
    const asked = (action: string, label: string, say: ConfirmWords): Button =>
      confirmed(of(action, label), { ...say, title: say.title(request.id) });
    return ofBatch(request, {
      review,
      withdraw,
      revertAll: of(ACTION.revert, buttons.revertAll),
      goOn: asked(ACTION.goOn, buttons.goOn, confirms.goOn),
      stopRest: asked(ACTION.stopRest, buttons.stopRest, confirms.stopRest),
    });
  }
  // A part that waits is decided on with its batch.
  if (request.partOf !== undefined && request.state === 'pending') return [];
  const edit = of(ACTION.edit, buttons.edit);
  const move = isFollowable(request) ? [of(ACTION.move, buttons.move)] : [];
  switch (request.state) {
    case 'pending':
    case 'held':
      return [{ ...review, style: 'primary' }, edit, ...move, withdraw];
    case 'approved':
      return [review, ...move, withdraw];
    case 'applying':
    case 'unconfirmed':
      return [review];
    case 'failed':
      return [
        confirmed(of(ACTION.retry, buttons.retry), {
          ...confirms.retry,
          title: confirms.retry.title(request.id),
        }),
        askAgain,
      ];
    case 'applied':
      return mayBeAskedAgain(request) ? [askAgain] : [of(ACTION.revert, buttons.revert)];
    case 'rejected':
    case 'withdrawn':
    case 'expired':
    case 'stale':
      return [askAgain];
  }
}

/** What was applied of it can be reverted together. */
function ofBatch(
  request: ChangeRequest,
  {
    review,
    withdraw,
    revertAll,
    goOn,
    stopRest,
  }: Readonly<Record<'review' | 'withdraw' | 'revertAll' | 'goOn' | 'stopRest', Button>>,
): Button[] {
  const { state, batch } = request;
  if (isClosed(state)) return mayBeReverted(request) ? [revertAll] : [];
  const first: Button = { ...review, style: 'primary' };
  if (state !== 'applying') return [first, withdraw];
  if (openHalt(batch)) return [{ ...goOn, style: 'primary' }, stopRest, review];
  return batch?.isStopped ? [first] : [first, stopRest];
}

type ConfirmWords = Words['confirms']['goOn'];

function confirmed(
  asking: Button,
  { title, text, yes, no }: Readonly<Record<'title' | 'text' | 'yes' | 'no', string>>,
): Button {
  return {
    ...asking,
    confirm: { title: plain(title), text: plain(text), confirm: plain(yes), deny: plain(no) },
  };
}
