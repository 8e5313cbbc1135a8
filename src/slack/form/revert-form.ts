import type { ChangeRequest, Person } from '#src/approval/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { Words } from '#src/slack/words/index.ts';
import type { FormFlow } from './form-flow.ts';

/** The form that brings back what an applied request changed; a notice for one that was not applied. */
export async function revertForm(
  forms: FormFlow,
  request: ChangeRequest,
  person: Person,
  words: Words,
): Promise<View> {
  const { id, state } = request;
  return state === 'applied'
    ? forms.again(request, person, 'revert', words)
    : noticeModal(words.notices.notApplied(id, words.states[state]), words);
}

/** The same for the id of a request, as somebody typed or chose it. */
export async function revertView(
  deps: { readonly approval: Pick<ApprovalService, 'load'>; readonly forms: FormFlow },
  id: string,
  person: Person,
  words: Words,
): Promise<View> {
  const request = await deps.approval.load(id);
  if (!request) return noticeModal(`🔒 ${words.requestList.noRequest(id)}`, words);
  return revertForm(deps.forms, request, person, words);
}
