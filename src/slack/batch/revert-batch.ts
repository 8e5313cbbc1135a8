import type { ChangeRequest, Person } from '#src/approval/change-request.ts';
import type { BatchDraftTask } from '#src/ports/draft.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { beforeState } from '#src/relay/revert.ts';
import { failureSentence, refusalSentence, stateWords } from '#src/slack/kit/sentences.ts';
import { nameOf } from '#src/slack/kit/text.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import type { Words } from '#src/slack/words/index.ts';
import type { LeftOut } from './left-out.ts';
import { type BatchDeps, changeOn, offerBatch } from './offer-batch.ts';

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
  if (refusal) return noticeModal(`🔒 ${refusalSentence(refusal, words)}`, words);
  const [parts, list] = await Promise.all([
    deps.approval.partsOf(request),
    deps.finder.list(project.tasks, { isFresh: true }),
  ]);
  if (!list.ok) {
    const said = failureSentence(list.failure, words);
    return noticeModal(`${words.notices.taskUnread}\n${said}`, words);
  }
  const live = new Map(list.tasks.map((task) => [task.task_id, task]));
  const nowMs = deps.now();
  const reverted = parts.map((part) =>
    revertOf(part, live.get(part.base.task_id), project, nowMs, words),
  );
  const tasks = reverted.flatMap((each) => ('change' in each ? each : []));
  const left = reverted.flatMap((each) => ('why' in each ? each : []));
  return offerBatch(deps, { person, project, batch: { reverts: request.id, tasks }, left }, words);
}

/** What reverts one part, as the form for it alone would ask for it; or why it is left out. */
function revertOf(
  part: ChangeRequest,
  task: RelayTask | undefined,
  project: SlackProject,
  nowMs: number,
  words: Words,
): BatchDraftTask | LeftOut {
  const { form } = words.batches;
  const name = `${part.id} ${nameOf(part.base)}`;
  if (part.state !== 'applied') return { name, why: form.notApplied(stateWords(part, words)) };
  if (!task) return { name, why: form.taskGone };
  const { prefill, notAskable, passedStart } = beforeState(part, task, nowMs);
  const stays =
    passedStart && !prefill.start_time ? [...notAskable, 'start_time' as const] : notAskable;
  const fields = stays.map((field) => words.fieldNames[field]);
  const same = fields.length > 0 ? form.notSetBack(fields) : form.revertedAlready;
  const change = changeOn(task, prefill, project, nowMs, words, same);
  if ('why' in change) return { name, why: change.why };
  return { ...change, reverts: part.id, notAskable: stays.length > 0 ? stays : undefined };
}
