import type { Person } from '#src/approval/change-request.ts';
import { PARTS_MAX } from '#src/approval/part.ts';
import type { ListedPreset, Presets } from '#src/approval/presets.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { fitsGlob } from '#src/basics/glob.ts';
import { nearest } from '#src/basics/nearest.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { failureSentence, problemMarkup, refusalSentence } from '#src/slack/kit/sentences.ts';
import { escapedWithin, inCode, slashCommand } from '#src/slack/kit/text.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { SlackProject, SlackProjects } from '#src/slack/projects.ts';
import type { TaskFinder } from '#src/slack/task/task-finder.ts';
import type { Words } from '#src/slack/words/index.ts';
import type { LeftOut } from './batch-form.ts';
import { changeOn, offerBatch, type OfferDeps } from './offer-batch.ts';

export interface BatchDeps extends OfferDeps {
  readonly projects: SlackProjects;
  readonly presets: Pick<Presets, 'of'>;
  readonly approval: OfferDeps['approval'] & Pick<ApprovalService, 'whyNotRequest'>;
  readonly finder: TaskFinder;
}

interface Asked {
  readonly person: Person;
  readonly project: string;
  readonly preset: string;
  /** Names, ids and patterns with `*`, as typed. */
  readonly tasks: readonly string[];
}

/** The form that applies a preset to tasks: which they are, what it does to each, and which are left out and why. */
export async function beginBatch(deps: BatchDeps, asked: Asked, words: Words): Promise<View> {
  const project = deps.projects.get(asked.project);
  if (!project) return noticeModal(words.notices.formGone, words);
  const refusal = await deps.approval.whyNotRequest(project, asked.person);
  if (refusal) return noticeModal(`🔒 ${refusalSentence(refusal, words)}`, words);
  const preset = await presetNamed(deps, project, asked.preset, words);
  if ('said' in preset) return noticeModal(preset.said, words);
  const list = await deps.finder.list(project.tasks, { isFresh: true });
  if (!list.ok) {
    const said = failureSentence(list.failure, words);
    return noticeModal(`${words.notices.taskUnread}\n${said}`, words);
  }
  const named = tasksNamed(list.tasks, asked.tasks, words);
  const { form } = words.batches;
  if (named.tasks.length > PARTS_MAX) {
    return noticeModal(form.tooMany(named.tasks.length, PARTS_MAX), words);
  }
  const nowMs = deps.now();
  const checked = named.tasks.map((task) => changeOn(task, preset.change, project, nowMs, words));
  const tasks = checked.flatMap((each) => ('change' in each ? each : []));
  const left = [...named.left, ...checked.flatMap((each) => ('why' in each ? each : []))];
  const batch = { preset: preset.name, tasks };
  return offerBatch(deps, { person: asked.person, project, batch, left }, words);
}

async function presetNamed(
  { presets }: BatchDeps,
  project: SlackProject,
  name: string,
  words: Words,
): Promise<ListedPreset | { readonly said: string }> {
  const listed = (await presets.of(project)).filter(({ isHidden }) => !isHidden);
  const preset = listed.find((each) => each.name === name);
  if (!preset) {
    const meant = nearest(
      name,
      listed.map((each) => each.name),
    );
    const list = slashCommand('presets');
    const said = words.batches.form.noPreset(escapedWithin(name, 60), list, meant && inCode(meant));
    return { said };
  }
  const problems = preset.problems.map((problem) => problemMarkup(problem, words));
  return problems.length > 0 ? { said: words.presets.forbidden(problems) } : preset;
}

/** The tasks that the words mean, each once, in the order of their names; and words that mean none. */
function tasksNamed(
  all: readonly RelayTask[],
  typed: readonly string[],
  words: Words,
): { readonly tasks: readonly RelayTask[]; readonly left: readonly LeftOut[] } {
  const { form } = words.batches;
  const found = new Map<string, RelayTask>();
  const left: LeftOut[] = [];
  for (const word of typed) {
    const isPattern = word.includes('*');
    const some = all.filter((task) =>
      [task.task_id, taskName(task), task.stream_name ?? ''].some((name) => fitsGlob(word, name)),
    );
    const isUnclear = !isPattern && some.length > 1;
    if (some.length === 0 || isUnclear) {
      const why = isUnclear ? form.severalTasks : form.noTask;
      left.push({ name: escapedWithin(word, 100), why });
    } else {
      for (const task of some) found.set(task.task_id, task);
    }
  }
  const tasks = [...found.values()].toSorted((a, b) => (taskName(a) < taskName(b) ? -1 : 1));
  return { tasks, left };
}
