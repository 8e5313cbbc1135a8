import type { Button, KnownBlock } from '@slack/types';
import { awaitsReview } from '#src/approval/record/break-glass.ts';
import {
  type ChangeRequest,
  isClosed,
  mayBeAskedAgain,
  mayBeReverted,
} from '#src/approval/record/change-request.ts';
import { openHalt } from '#src/approval/record/part.ts';
import { isFollowable } from '#src/approval/states/chain.ts';
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
function followUp(request: ChangeRequest, words: Words): Button[] {
  if (!isFollowable(request) || request.wayBack !== undefined) return [];
  return [requestButton('followUp', request, words)];
}

const OF_REQUESTER: readonly (string | undefined)[] = [
  ACTION.edit,
  ACTION.move,
  ACTION.withdraw,
  ACTION.askAgain,
  ACTION.stopRest,
];

/** The buttons for its requester, wherever they see it. */
export function requesterButtons(request: ChangeRequest, words: Words): Button[] {
  return buttonsFor(request, words).filter(({ action_id: id }) => OF_REQUESTER.includes(id));
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
  return afterwards ?? requestButton('review', request, words);
}

/** A change that was run without approval is reviewed by somebody else afterwards. */
function reviewAfter(request: ChangeRequest, words: Words): Button[] {
  if (!isClosed(request.state) || !awaitsReview(request)) return [];
  return [primary(requestButton('closeReview', request, words))];
}

type RequestAction = keyof typeof ACTION & keyof Words['buttons'];

/** A button about a request; some ask for a confirmation. */
export function requestButton(
  action: RequestAction,
  request: ChangeRequest,
  { buttons, confirms }: Words,
): Button {
  const shown = button(ACTION[action], buttons[action], toButtonValue(request));
  const asks: Readonly<Partial<Record<RequestAction, Words['confirms']['goOn']>>> = confirms;
  const ask = asks[action];
  if (!ask) return shown;
  const { title, text, yes, no } = ask;
  return {
    ...shown,
    confirm: {
      title: plain(title(request.id)),
      text: plain(text),
      confirm: plain(yes),
      deny: plain(no),
    },
  };
}

function primary(shown: Button): Button {
  return { ...shown, style: 'primary' };
}

function buttonsFor(request: ChangeRequest, words: Words): Button[] {
  const { state, partOf } = request;
  const of = (action: RequestAction) => requestButton(action, request, words);
  if (request.batch) return batchButtons(request, of, words);
  // A part that waits is decided on with its batch.
  if (partOf !== undefined && state === 'pending') return [];
  const move = isFollowable(request) ? [of('move')] : [];
  switch (state) {
    case 'pending':
    case 'held':
      return [primary(of('review')), of('edit'), ...move, of('withdraw')];
    case 'approved':
      return [of('review'), ...move, of('withdraw')];
    case 'applying':
    case 'unconfirmed':
      return [of('review')];
    case 'failed':
      return [of('retry'), of('askAgain')];
    case 'applied':
      return [of(mayBeAskedAgain(request) ? 'askAgain' : 'revert')];
    case 'rejected':
    case 'withdrawn':
    case 'expired':
    case 'stale':
      return [of('askAgain')];
  }
}

/** What was applied of a batch can be reverted together. */
function batchButtons(
  request: ChangeRequest,
  of: (action: RequestAction) => Button,
  { buttons }: Words,
): Button[] {
  const { state, batch } = request;
  if (isClosed(state)) {
    const revertAll = { ...of('revert'), text: plain(buttons.revertAll) };
    return mayBeReverted(request) ? [revertAll] : [];
  }
  if (state !== 'applying') return [primary(of('review')), of('withdraw')];
  if (openHalt(batch)) return [primary(of('goOn')), of('stopRest'), of('review')];
  return [primary(of('review')), ...(batch?.isStopped ? [] : [of('stopRest')])];
}
