import { type ChangeRequest, isClosed, type Person } from '#src/approval/change-request.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { Words } from '#src/slack/words/index.ts';
import { formById } from './ask-again-form.ts';
import type { FormFlow } from './form-flow.ts';

/** The form that reverts an applied request; a notice for one that was not applied. */
export async function revertForm(
  forms: FormFlow,
  request: ChangeRequest,
  person: Person,
  words: Words,
): Promise<View> {
  const { id, state } = request;
  if (request.batch && !isClosed(state)) return noticeModal(words.batches.notYet(id), words);
  return request.batch || state === 'applied'
    ? forms.again(request, person, 'revert', words)
    : noticeModal(words.notices.notApplied(id, words.states[state]), words);
}

export const revertView = formById(revertForm);
