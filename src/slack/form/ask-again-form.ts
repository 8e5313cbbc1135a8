import { type ChangeRequest, mayBeAskedAgain, type Person } from '#src/approval/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { stateWords } from '#src/slack/kit/sentences.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { Words } from '#src/slack/words/index.ts';
import type { FormFlow } from './form-flow.ts';

/** The form filled with what a request asked for, on the task as it is now; a notice where that is not offered. */
export async function askAgainForm(
  forms: FormFlow,
  request: ChangeRequest,
  person: Person,
  words: Words,
): Promise<View> {
  return mayBeAskedAgain(request)
    ? forms.again(request, person, 'ask_again', words)
    : noticeModal(words.notices.notToAskAgain(request.id, stateWords(request, words)), words);
}

/** The same for the id of a request, as somebody chose it. */
export async function askAgainView(
  deps: { readonly approval: Pick<ApprovalService, 'load'>; readonly forms: FormFlow },
  id: string,
  person: Person,
  words: Words,
): Promise<View> {
  const request = await deps.approval.load(id);
  if (!request) return noticeModal(`🔒 ${words.requestList.noRequest(id)}`, words);
  return askAgainForm(deps.forms, request, person, words);
}
