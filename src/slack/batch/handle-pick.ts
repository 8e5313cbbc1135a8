import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Person } from '#src/approval/change-request.ts';
import { PARTS_MAX } from '#src/approval/part.ts';
import { given } from '#src/basics/given.ts';
import type { Draft, PickDraft } from '#src/ports/draft.ts';
import { problemsOf, taskRefusal } from '#src/relay/rules.ts';
import { type FormState, formValues } from '#src/slack/form/form-values.ts';
import { isOthers } from '#src/slack/form/handle-form.ts';
import type { OpenForm } from '#src/slack/form/render-draft.ts';
import { ACTION, fromListValue, pickedPresetBlock, tasksBlock } from '#src/slack/kit/ids.ts';
import { failureSentence, problemSentence, refusalSentence } from '#src/slack/kit/sentences.ts';
import { cut } from '#src/slack/kit/text.ts';
import { type MembersDeps, openForMember } from '#src/slack/modal/members-only.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import { replaceModal, type View } from '#src/slack/modal/open-modal.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { fittingTasks } from '#src/slack/task/task-list.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { ButtonArgs, SubmissionArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';
import { offerPicked, presetNamed } from './begin-batch.ts';
import { type BatchDeps, pickedTask, pickView } from './offer-batch.ts';

type Deps = MembersDeps & BatchDeps;

/** Change several…: the choice, with the tasks of the list if it was narrowed down to few enough. */
export function handleChangeSeveral(deps: Deps) {
  return (args: ButtonArgs): Promise<void> =>
    openForMember(deps, args, (words, person) =>
      pickFromList(deps, args.action.value ?? '', person, words),
    );
}

async function pickFromList(
  deps: Deps,
  value: string,
  person: Person,
  words: Words,
): Promise<View> {
  const page = fromListValue(value);
  const project = page && deps.projects.get(page.project);
  if (!page || !project) return noticeModal(words.notices.formGone, words);
  const { query } = page;
  const isNarrowed = query.words.length > 0 || query.status !== undefined;
  const list = isNarrowed ? await deps.finder.list(project.tasks, { isFresh: true }) : undefined;
  const fitting = list?.ok
    ? fittingTasks(list.tasks, query).filter((task) => !taskRefusal(task))
    : [];
  const tasks = fitting.length > PARTS_MAX ? [] : fitting.map(pickedTask);
  return pickView(deps, { person, project, pick: { tasks, change: {} } }, words);
}

/** After a project was chosen: its tasks and presets. What else is filled in stays. */
export function projectPicked(deps: BatchDeps) {
  return ({ draft: { person, reason }, state }: OpenForm, words: Words, name: string) => {
    const project = deps.projects.get(name);
    const { change } = pickedIn(state, '');
    return pickView(deps, { person, project, pick: { tasks: [], change }, reason }, words);
  };
}

/** From the form back to the choice that it came from. */
export function pickAgain(deps: BatchDeps) {
  return async ({ draft, state }: OpenForm, words: Words): Promise<View> => {
    const { person, pick } = draft;
    const project = deps.projects.get(draft.project ?? '');
    if (!pick || !project) return noticeModal(words.notices.formGone, words);
    const reason = formValues(state, NOTHING).reason;
    return pickView(deps, { person, project, pick, reason }, words);
  };
}

/** Next: reads the tasks and shows the form for them; or the choice stays, with an error under each wrong field. */
export function handlePick(deps: Deps) {
  return async ({ ack, client, view, body }: SubmissionArgs): Promise<void> => {
    const person = personOf(body);
    const [words, draft] = await Promise.all([
      deps.words.soon(person.userId),
      deps.drafts.load(view.private_metadata),
    ]);
    const project = deps.projects.get(draft?.project ?? '');
    if (!draft || !project) {
      // It can no longer be used, but what was typed can still be copied.
      const block = Object.keys(view.state.values)[0] ?? '';
      await ack({ response_action: 'errors', errors: { [block]: words.notices.formLost } });
      return;
    }
    const pick = pickedIn(view.state.values, project.name);
    const errors = errorsIn(pick, draft, person, { project, nowMs: deps.now() }, words);
    if (Object.keys(errors).length > 0) {
      await ack({ response_action: 'errors', errors });
      return;
    }
    await replaceModal({ client, ack }, { viewId: view.id, words, sleep }, () =>
      picked(deps, { project, person, pick, reason: draft.reason }, words),
    );
  };
}

/** What Slack says of chosen tasks. */
const chosenSchema = z.looseObject({
  selected_options: z
    .array(z.looseObject({ value: z.string(), text: z.looseObject({ text: z.string() }) }))
    .nullish(),
});

const presetSchema = z.looseObject({
  selected_option: z.looseObject({ value: z.string() }).nullish(),
});

/** No task: every field is empty, and stays as it is unless something is filled in. */
const NOTHING = { base: { task_id: '' } };

/** What was chosen and typed. A new playlist starts with its first file, wherever the old one starts. */
function pickedIn(state: FormState, project: string): PickDraft {
  const {
    status,
    vod_refresh_type,
    end_time,
    source_urls = [],
  } = formValues(state, NOTHING).wanted;
  const preset = presetSchema.parse(state[pickedPresetBlock(project)]?.[ACTION.value] ?? {});
  const chosen = chosenSchema.parse(state[tasksBlock(project)]?.[ACTION.tasksChoice] ?? {});
  const list = { source_urls, vod_start_video_index: 0, vod_start_video_time: 0 };
  return {
    tasks: (chosen.selected_options ?? []).map(({ value, text }) => ({
      id: value,
      label: text.text,
    })),
    preset: preset.selected_option?.value,
    change: given({ status, vod_refresh_type, end_time, ...(source_urls.length > 0 ? list : {}) }),
  };
}

/** What is wrong whatever the tasks are, by block. Plain text. */
function errorsIn(
  { change, preset }: PickDraft,
  draft: Draft,
  person: Person,
  { project, nowMs }: { readonly project: SlackProject; readonly nowMs: number },
  words: Words,
): Record<string, string> {
  const { pick } = words.batches;
  if (isOthers(draft, person)) return { [tasksBlock(project.name)]: words.notices.othersForm };
  if (Object.keys(change).length === 0) {
    return preset === undefined ? { source_urls: pick.nothing } : {};
  }
  const problems = problemsOf({ base: { task_id: '' }, change, sources: project.sources, nowMs });
  const byField = Map.groupBy(problems, ({ field }) => field);
  return Object.fromEntries(
    [...byField].map(([field, some]) => [
      field,
      cut(some.map((problem) => problemSentence(problem, words)).join(' '), 1_500),
    ]),
  );
}

async function picked(
  deps: BatchDeps,
  chosen: {
    readonly project: SlackProject;
    readonly person: Person;
    readonly pick: PickDraft;
    readonly reason: string | undefined;
  },
  words: Words,
): Promise<View> {
  const { project, person, pick } = chosen;
  const refusal = await deps.approval.whyNotRequest(project, person);
  if (refusal) {
    const notice = `🔒 ${refusalSentence(refusal, words)}`;
    return pickView(deps, { ...chosen, notice }, words);
  }
  const preset =
    pick.preset === undefined ? undefined : await presetNamed(deps, project, pick.preset, words);
  if (preset && 'said' in preset) return pickView(deps, { ...chosen, notice: preset.said }, words);
  const list = await deps.finder.list(project.tasks, { isFresh: true });
  if (!list.ok) {
    const notice = `${words.notices.taskUnread}\n${failureSentence(list.failure, words)}`;
    return pickView(deps, { ...chosen, notice }, words);
  }
  const live = new Map(list.tasks.map((task) => [pickedTask(task).id, task]));
  const found = pick.tasks.map(({ id, label }) => live.get(id) ?? { label });
  const tasks = found.flatMap((each) => ('task_id' in each ? each : []));
  const left = found.flatMap((each) =>
    'task_id' in each ? [] : [{ name: each.label, why: { reason: 'task_gone' } as const }],
  );
  return offerPicked(deps, { ...chosen, preset, tasks, left }, words);
}
