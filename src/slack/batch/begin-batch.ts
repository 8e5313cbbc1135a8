import type { Person } from '#src/approval/record/change-request.ts';
import { type LeftOut, PARTS_MAX } from '#src/approval/record/part.ts';
import type { ListedPreset } from '#src/approval/submit/presets.ts';
import { fitsGlob } from '#src/basics/glob.ts';
import { nearest } from '#src/basics/nearest.ts';
import type { PickDraft } from '#src/ports/draft.ts';
import { changedFields } from '#src/relay/change.ts';
import { sameValue } from '#src/relay/field.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { projectAsked } from '#src/slack/form/form-flow.ts';
import { problemMarkup, unreadTask } from '#src/slack/kit/sentences.ts';
import { escapedWithin, inCode, slashCommand } from '#src/slack/kit/text.ts';
import { noticeModal, refusedModal } from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import type { Words } from '#src/slack/words/index.ts';
import {
  type BatchDeps,
  changeOn,
  offerBatch,
  pickedTask,
  pickView,
  sorted,
} from './offer-batch.ts';

interface Asked {
  readonly person: Person;
  /** Undefined: it is chosen in the form, if there are several. */
  readonly project?: string | undefined;
  readonly preset?: string | undefined;
  /** Names, ids and patterns with `*`, as typed; none: they are chosen in the form. */
  readonly tasks: readonly string[];
}

/**
 * `/relay apply`: what is not typed, or not understood, is chosen in the form. With preset and tasks comes the form for
 * them: which they are, what it does to each, and which are left out and why.
 */
export async function beginBatch(deps: BatchDeps, asked: Asked, words: Words): Promise<View> {
  const { person } = asked;
  const project = projectAsked(deps.projects, asked.project);
  const typed: PickDraft = { tasks: [], preset: asked.preset, change: {} };
  const choose = (notice?: string) =>
    pickView(deps, { person, project, pick: typed, notice }, words);
  if (!project) return choose();
  const refusal = await deps.approval.whyNotRequest(project, person);
  if (refusal) return refusedModal(refusal, words);
  const preset = await presetNamed(deps, project, asked.preset, words);
  const notice = preset && 'said' in preset ? preset.said : undefined;
  if (asked.tasks.length === 0) return choose(notice);
  const list = await deps.finder.list(project.tasks, { isFresh: true });
  if (!list.ok) return noticeModal(unreadTask(list.failure, words), words);
  const named = tasksNamed(list.tasks, asked.tasks);
  if (named.tasks.length > PARTS_MAX) {
    return choose(words.batches.form.tooMany(named.tasks.length, PARTS_MAX));
  }
  const pick = { ...typed, tasks: named.tasks.map(pickedTask) };
  if (!preset || 'said' in preset) {
    return pickView(deps, { person, project, pick, notice, left: named.left }, words);
  }
  return offerPicked(deps, { person, project, pick, preset, ...named }, words);
}

/** The form for these tasks, with a preset and what was typed as well. */
export function offerPicked(
  deps: BatchDeps,
  picked: {
    readonly person: Person;
    readonly project: SlackProject;
    readonly pick: PickDraft;
    readonly preset: ListedPreset | undefined;
    readonly tasks: readonly RelayTask[];
    readonly left: readonly LeftOut[];
    readonly reason?: string | undefined;
  },
  words: Words,
): Promise<View> {
  const { project, pick, preset } = picked;
  const wanted = { ...preset?.change, ...pick.change };
  const nowMs = deps.now();
  const { tasks, left } = sorted(
    picked.tasks.map((task) => changeOn(task, wanted, project, nowMs)),
  );
  // With typed values it is no longer what the preset says.
  const isAsInPreset = changedFields(pick.change).every((field) =>
    sameValue(field, pick.change[field], preset?.change[field]),
  );
  const batch = {
    preset: isAsInPreset ? preset?.name : undefined,
    onFailure: preset?.onFailure,
    tasks,
    left: [...picked.left, ...left],
  };
  return offerBatch(deps, { ...picked, batch }, words);
}

/** A preset that may be applied, or a sentence why not; undefined if none is named. */
export async function presetNamed(
  { presets }: Pick<BatchDeps, 'presets'>,
  project: SlackProject,
  name: string | undefined,
  words: Words,
): Promise<ListedPreset | { readonly said: string } | undefined> {
  if (name === undefined) return undefined;
  const listed = (await presets.of(project)).filter(({ isHidden }) => !isHidden);
  const preset = listed.find((each) => each.name === name);
  if (!preset) {
    const names = listed.map((each) => each.name);
    const meant = nearest(name, names);
    const { noPreset } = words.batches.form;
    const list = slashCommand('presets');
    return { said: noPreset(escapedWithin(name, 60), list, meant && inCode(meant)) };
  }
  const problems = preset.problems.map((problem) => problemMarkup(problem, words));
  return problems.length > 0 ? { said: words.presets.forbidden(problems) } : preset;
}

/** The tasks that the words mean, each once, in the order of their names; and words that mean none. */
function tasksNamed(
  all: readonly RelayTask[],
  typed: readonly string[],
): { readonly tasks: readonly RelayTask[]; readonly left: readonly LeftOut[] } {
  const found = new Map<string, RelayTask>();
  const left: LeftOut[] = [];
  for (const word of typed) {
    const some = all.filter((task) =>
      [task.task_id, taskName(task), task.stream_name ?? ''].some((name) => fitsGlob(word, name)),
    );
    if (some.length === 0) {
      left.push({ name: word, why: { reason: 'no_task' } });
    } else if (some.length > 1 && !word.includes('*')) {
      left.push({ name: word, why: { reason: 'several_tasks' } });
    } else {
      for (const task of some) found.set(task.task_id, task);
    }
  }
  const tasks = [...found.values()].toSorted((a, b) => (taskName(a) < taskName(b) ? -1 : 1));
  return { tasks, left };
}
