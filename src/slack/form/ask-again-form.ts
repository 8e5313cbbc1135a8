import { type ChangeRequest, mayBeAskedAgain, type Person } from '#src/approval/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { stateWords } from '#src/slack/kit/sentences.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { Words } from '#src/slack/words/index.ts';
import type { FormFlow } from './form-flow.ts';

/** The form filled with what a request asked for, for the task as it is now; or a notice why that is not offered. */
export async function askAgainForm(
  forms: FormFlow,
  request: ChangeRequest,
  person: Person,
  words: Words,
): Promise<View> {
  return mayBeAskedAgain(request) || request.batch
    ? forms.again(request, person, 'ask_again', words)
    : noticeModal(words.notices.notToAskAgain(request.id, stateWords(request, words)), words);
}

export const askAgainView = formById(askAgainForm);

/** The form for a request that somebody named by its id; a notice if there is none. */
export function formById(form: typeof askAgainForm) {
  return async (
    deps: { readonly approval: Pick<ApprovalService, 'load'>; readonly forms: FormFlow },
    id: string,
    person: Person,
    words: Words,
  ): Promise<View> => {
    const request = await deps.approval.load(id);
    return request
      ? form(deps.forms, request, person, words)
      : noticeModal(`🔒 ${words.requestList.noRequest(id)}`, words);
  };
}
