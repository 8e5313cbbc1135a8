import { whyFrozen } from '#src/approval/decide/chat-freezes.ts';
import { type ConfiguredFreeze, freezesOn } from '#src/approval/policy/freeze.ts';
import type { Person } from '#src/approval/record/change-request.ts';
import type { LeftOut, WhyLeftOut } from '#src/approval/record/part.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { Presets } from '#src/approval/submit/presets.ts';
import type { BatchDraft, BatchDraftTask, DraftStore, PickDraft } from '#src/ports/draft.ts';
import type { RivalTasks } from '#src/ports/rivals.ts';
import { PREVIEW_WAIT_MS, type SourceLooks } from '#src/ports/source-checks.ts';
import { changedFields, changeFrom } from '#src/relay/change.ts';
import { type ModifiableFields, type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { problemsOf, taskRefusal } from '#src/relay/rules.ts';
import { leftBlocks } from '#src/slack/card/left-out.ts';
import type { AskedTime } from '#src/slack/form/asked-times.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import { cut, plainWithin } from '#src/slack/kit/text.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { SlackProject, SlackProjects } from '#src/slack/projects.ts';
import { label, type TaskFinder } from '#src/slack/task/task-finder.ts';
import type { Words } from '#src/slack/words/index.ts';
import { batchForm } from './batch-form.ts';
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
  readonly rivals: Pick<RivalTasks, 'looked'>;
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
  /** Ambiguous times to ask about. */
  readonly asked?: readonly AskedTime[] | undefined;
}

/** The choice of tasks, and of what to change on them. */
export async function pickView(
  deps: BatchDeps,
  { person, project, pick, reason, notice, left, asked }: Picking,
  words: Words,
): Promise<View> {
  if (project) deps.finder.prepare(project.tasks);
  const listed = project ? await deps.presets.of(project) : [];
  const presets = listed.filter(({ isHidden }) => !isHidden).map(({ name }) => name);
  const draftId = deps.newId();
  await deps.drafts.save(draftId, { person, project: project?.name, pick, reason, urlBoxes: 1 });
  const projects = [...deps.projects.keys()];
  return pickForm(
    { draftId, projects, project: project?.name, presets, pick, notice, left, asked },
    words,
  );
}

interface Offering {
  readonly person: Person;
  readonly project: SlackProject;
  readonly batch: BatchDraft;
  /** The choice that it comes from; a revert has none. */
  readonly pick?: PickDraft | undefined;
  readonly reason?: string | undefined;
}

/** The form for the tasks that can be changed. If there are none, the choice again, with the reasons. */
export async function offerBatch(deps: BatchDeps, offering: Offering, words: Words): Promise<View> {
  const { person, project, pick, reason } = offering;
  const freezes = await deps.approval.freezesOf(project);
  const nowMs = deps.now();
  const frozen = whyFrozen(freezesOn(freezes), nowMs);
  const batch = frozen ? offering.batch : withoutFrozen(offering.batch, freezes, nowMs);
  const { left } = batch;
  if (frozen || batch.tasks.length === 0) {
    const notice = frozen ? refusalSentence(frozen, words) : words.batches.form.noneLeft;
    return pick
      ? pickView(deps, { person, project, pick, reason, notice, left }, words)
      : noticeModal(notice, words, { more: leftBlocks(left ?? [], words) });
  }
  deps.sources.begin([...new Set(batch.tasks.flatMap(({ change }) => change.source_urls ?? []))]);
  const [first] = batch.tasks;
  // Other tasks on the same targets are stored for all tasks of the project.
  if (first) await deps.rivals.looked(project.name, first.base, PREVIEW_WAIT_MS);
  const draftId = deps.newId();
  const draft = { person, project: project.name, batch, pick, reason, urlBoxes: 1 };
  await deps.drafts.save(draftId, draft);
  return batchForm(deps, { draftId, draft, batch, project }, words);
}

/** Tasks that are frozen are left out, so that they do not keep the others from being requested. */
function withoutFrozen(
  batch: BatchDraft,
  freezes: readonly ConfiguredFreeze[],
  nowMs: number,
): BatchDraft {
  const checked = batch.tasks.map((task) => {
    const why = whyFrozen(freezesOn(freezes, task.base.task_id), nowMs);
    return why?.reason === 'frozen' ? { name: taskName(task.base), why } : task;
  });
  const { tasks, left } = sorted(checked);
  return { ...batch, tasks, left: [...(batch.left ?? []), ...left] };
}

/** Tasks that may be asked for, and those that may not. */
export function sorted(checked: readonly (BatchDraftTask | LeftOut)[]) {
  return {
    tasks: checked.flatMap((each) => ('change' in each ? each : [])),
    left: checked.flatMap((each) => ('why' in each ? each : [])),
  };
}

/** A task as it is chosen in the form; text and id have limits in an option of a select. */
export function pickedTask(task: RelayTask): PickDraft['tasks'][number] {
  return { id: cut(task.task_id, 150), label: plainWithin(label(task), 75) };
}

/** What is changed on a task, or why the task is left out. `same`: why, if it has all of that already. */
export function changeOn(
  base: RelayTask,
  wanted: ModifiableFields,
  { sources }: SlackProject,
  nowMs: number,
  same: WhyLeftOut = { reason: 'same' },
): BatchDraftTask | LeftOut {
  const name = taskName(base);
  const refusal = taskRefusal(base);
  if (refusal) return { name, why: { reason: 'unchangeable', refusal } };
  const change = changeFrom(base, wanted);
  if (changedFields(change).length === 0) return { name, why: same };
  const problems = problemsOf({ base, change, sources, nowMs });
  return problems.length === 0 ? { base, change } : { name, why: { reason: 'problems', problems } };
}
