import type { Person } from '#src/approval/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { BatchDraft, BatchDraftTask, DraftStore } from '#src/ports/draft.ts';
import type { SourceLooks } from '#src/ports/source-checks.ts';
import { changedFields, changeFrom } from '#src/relay/change.ts';
import type { ModifiableFields, RelayTask } from '#src/relay/relay-task.ts';
import { problemsOf, taskRefusal } from '#src/relay/rules.ts';
import { problemMarkup } from '#src/slack/kit/sentences.ts';
import { nameOf } from '#src/slack/kit/text.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { taskRefusalSentence } from '#src/slack/task/task-sentences.ts';
import type { Words } from '#src/slack/words/index.ts';
import { batchForm, type LeftOut, leftBlocks } from './batch-form.ts';

export interface OfferDeps {
  readonly approval: Pick<ApprovalService, 'findingsNow'>;
  readonly drafts: DraftStore;
  readonly sources: Pick<SourceLooks, 'begin'>;
  readonly newId: () => string;
  readonly now: () => number;
}

interface Offered {
  readonly person: Person;
  readonly project: SlackProject;
  readonly batch: BatchDraft;
  readonly left: readonly LeftOut[];
}

/** The form for what may be asked for; if that is nothing, why not. */
export async function offerBatch(
  deps: OfferDeps,
  { person, project, batch, left }: Offered,
  words: Words,
): Promise<View> {
  if (batch.tasks.length === 0) {
    return noticeModal(words.batches.form.noneLeft, words, { more: leftBlocks(left, words) });
  }
  deps.sources.begin([...new Set(batch.tasks.flatMap(({ change }) => change.source_urls ?? []))]);
  const draftId = deps.newId();
  await deps.drafts.save(draftId, { person, project: project.name, batch, urlBoxes: 1 });
  return batchForm(deps, { draftId, batch, project, left }, words);
}

/** What is changed on a task, or why the task is left out. `same`: said if it has all of that already. */
export function changeOn(
  base: RelayTask,
  wanted: ModifiableFields,
  { sources }: SlackProject,
  nowMs: number,
  words: Words,
  same = words.batches.form.same,
): BatchDraftTask | LeftOut {
  const name = nameOf(base);
  const wrong = taskRefusal(base);
  if (wrong) return { name, why: taskRefusalSentence(wrong, words) };
  const change = changeFrom(base, wanted);
  if (changedFields(change).length === 0) return { name, why: same };
  const problems = problemsOf({ base, change, sources, nowMs });
  if (problems.length === 0) return { base, change };
  return { name, why: problems.map((problem) => problemMarkup(problem, words)).join(' ') };
}
