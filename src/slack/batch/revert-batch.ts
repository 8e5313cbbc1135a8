import type { ChangeRequest, Person } from '#src/approval/record/change-request.ts';
import type { LeftOut, WhyLeftOut } from '#src/approval/record/part.ts';
import type { BatchDraftTask } from '#src/ports/draft.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { beforeState } from '#src/relay/revert.ts';
import { unreadTask } from '#src/slack/kit/sentences.ts';
import { noticeModal, refusedModal } from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import type { Words } from '#src/slack/words/index.ts';
import { type BatchDeps, changeOn, offerBatch, sorted } from './offer-batch.ts';

/** Revert all…: the form for a batch that reverts each applied part of another, on the tasks as they are now. */
export async function revertBatch(
  deps: BatchDeps,
  request: ChangeRequest,
  person: Person,
  words: Words,
): Promise<View> {
  const project = deps.projects.get(request.project);
  if (!project) return noticeModal(words.notices.formGone, words);
  const refusal = await deps.approval.whyNotRequest(project, person);
  if (refusal) return refusedModal(refusal, words);
  const [parts, list] = await Promise.all([
    deps.approval.partsOf(request),
    deps.finder.list(project.tasks, { isFresh: true }),
  ]);
  if (!list.ok) return noticeModal(unreadTask(list.failure, words), words);
  const live = new Map(list.tasks.map((task) => [task.task_id, task]));
  const nowMs = deps.now();
  const reverted = parts.map((part) => revertOf(part, live.get(part.base.task_id), project, nowMs));
  const batch = { reverts: request.id, ...sorted(reverted) };
  return offerBatch(deps, { person, project, batch }, words);
}

/** What reverts one part, as the form for it alone would ask for it; or why it is left out. */
function revertOf(
  part: ChangeRequest,
  task: RelayTask | undefined,
  project: SlackProject,
  nowMs: number,
): BatchDraftTask | LeftOut {
  const name = `${part.id} ${taskName(part.base)}`;
  if (part.state !== 'applied') return { name, why: { reason: 'not_applied' } };
  if (!task) return { name, why: { reason: 'task_gone' } };
  const { prefill, notAskable, passedStart } = beforeState(part, task, nowMs);
  const fields =
    passedStart && !prefill.start_time ? [...notAskable, 'start_time' as const] : notAskable;
  const same: WhyLeftOut =
    fields.length > 0 ? { reason: 'not_set_back', fields } : { reason: 'reverted_already' };
  const change = changeOn(task, prefill, project, nowMs, same);
  if ('why' in change) return { name, why: change.why };
  return { ...change, reverts: part.id, notAskable: fields.length > 0 ? fields : undefined };
}
