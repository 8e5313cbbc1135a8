import type { Person } from '#src/approval/change-request.ts';
import { whyFrozen } from '#src/approval/chat-freezes.ts';
import { type ConfiguredFreeze, freezesOn } from '#src/approval/freeze.ts';
import type { Presets } from '#src/approval/presets.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { BatchDraft, BatchDraftTask, DraftStore, PickDraft } from '#src/ports/draft.ts';
import type { SourceLooks } from '#src/ports/source-checks.ts';
import { changedFields, changeFrom } from '#src/relay/change.ts';
import type { ModifiableFields, RelayTask } from '#src/relay/relay-task.ts';
import { problemsOf, taskRefusal } from '#src/relay/rules.ts';
import { problemMarkup, refusalSentence } from '#src/slack/kit/sentences.ts';
import { cut, nameOf, plainWithin } from '#src/slack/kit/text.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { SlackProject, SlackProjects } from '#src/slack/projects.ts';
import { label, type TaskFinder } from '#src/slack/task/task-finder.ts';
import { taskRefusalSentence } from '#src/slack/task/task-sentences.ts';
import type { Words } from '#src/slack/words/index.ts';
import { batchForm } from './batch-form.ts';
import { type LeftOut, leftBlocks } from './left-out.ts';
import { pickForm } from './pick-form.ts';

/** The two views of a batch: the choice of tasks and change, and the form for what that comes to. */

export interface BatchDeps {
  readonly projects: SlackProjects;
  readonly presets: Pick<Presets, 'of'>;
  readonly approval: Pick<
    ApprovalService,
    'whyNotRequest' | 'findingsNow' | 'freezesOf' | 'partsOf'
  >;
  readonly finder: TaskFinder;
  readonly drafts: DraftStore;
  readonly sources: Pick<SourceLooks, 'begin'>;
  readonly newId: () => string;
  readonly now: () => number;
}

interface Picking {
  readonly person: Person;
  /** Undefined until it is chosen. */
  readonly project: SlackProject | undefined;
  readonly pick: PickDraft;
  readonly reason?: string | undefined;
  /** Why it is shown again, and what could not be included. */
  readonly notice?: string | undefined;
  readonly left?: readonly LeftOut[] | undefined;
}

/** The choice of tasks, and of what to change on them. */
export async function pickView(
  deps: BatchDeps,
  { person, project, pick, reason, notice, left }: Picking,
  words: Words,
): Promise<View> {
  if (project) deps.finder.prepare(project.tasks);
  const listed = project ? await deps.presets.of(project) : [];
  const presets = listed.filter(({ isHidden }) => !isHidden).map(({ name }) => name);
  const draftId = deps.newId();
  await deps.drafts.save(draftId, { person, project: project?.name, pick, reason, urlBoxes: 1 });
  const projects = [...deps.projects.keys()];
  return pickForm(
    { draftId, projects, project: project?.name, presets, pick, notice, left },
    words,
  );
}

interface Offering {
  readonly person: Person;
  readonly project: SlackProject;
  readonly batch: BatchDraft;
  readonly left: readonly LeftOut[];
  /** The choice that it comes from; a revert has none. */
  readonly pick?: PickDraft | undefined;
  readonly reason?: string | undefined;
}

/** The form for what may be asked for. If that is nothing, the choice again, with the reasons. */
export async function offerBatch(deps: BatchDeps, offering: Offering, words: Words): Promise<View> {
  const { person, project, pick, reason } = offering;
  const freezes = await deps.approval.freezesOf(project);
  const nowMs = deps.now();
  const frozen = whyFrozen(freezesOn(freezes), nowMs);
  const { batch, left } = frozen ? offering : withoutFrozen(offering, freezes, nowMs, words);
  if (frozen || batch.tasks.length === 0) {
    const notice = frozen ? refusalSentence(frozen, words) : words.batches.form.noneLeft;
    return pick
      ? pickView(deps, { person, project, pick, reason, notice, left }, words)
      : noticeModal(notice, words, { more: leftBlocks(left, words) });
  }
  deps.sources.begin([...new Set(batch.tasks.flatMap(({ change }) => change.source_urls ?? []))]);
  const draftId = deps.newId();
  const draft = { person, project: project.name, batch, pick, reason, urlBoxes: 1 };
  await deps.drafts.save(draftId, draft);
  return batchForm(deps, { draftId, draft, batch, project, left }, words);
}

/** Tasks that are frozen are left out, so that they do not keep the others from being requested. */
function withoutFrozen(
  { batch, left }: Offering,
  freezes: readonly ConfiguredFreeze[],
  nowMs: number,
  words: Words,
): Pick<Offering, 'batch' | 'left'> {
  const frozen = batch.tasks.flatMap(({ base }) => {
    const why = whyFrozen(freezesOn(freezes, base.task_id), nowMs);
    return why ? [{ id: base.task_id, name: nameOf(base), why: refusalSentence(why, words) }] : [];
  });
  const ids = new Set(frozen.map(({ id }) => id));
  const tasks = batch.tasks.filter(({ base }) => !ids.has(base.task_id));
  return { batch: { ...batch, tasks }, left: [...left, ...frozen] };
}

/** A task as it is chosen in the form; text and id have limits in an option of a select. */
export function pickedTask(task: RelayTask): PickDraft['tasks'][number] {
  return { id: cut(task.task_id, 150), label: plainWithin(label(task), 75) };
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
