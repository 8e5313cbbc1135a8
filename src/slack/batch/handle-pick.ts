import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskQuery } from '#commands/command.ts';
import type { Person } from '#src/approval/record/change-request.ts';
import { PARTS_MAX } from '#src/approval/record/part.ts';
import { given } from '#src/basics/given.ts';
import type { Draft, PickDraft } from '#src/ports/draft.ts';
import type { TaskList } from '#src/relay/live-api.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { problemsOf, taskRefusal } from '#src/relay/rules.ts';
import { askedTimes, unansweredErrors } from '#src/slack/form/asked-times.ts';
import { joinedByBlock } from '#src/slack/form/form-errors.ts';
import { elementIn, type FormState, formValues } from '#src/slack/form/form-values.ts';
import { isOthers } from '#src/slack/form/handle-form.ts';
import { type OpenForm, zoneOf } from '#src/slack/form/render-draft.ts';
import { ACTION, fromListValue, pickedPresetBlock, tasksBlock } from '#src/slack/kit/ids.ts';
import { problemSentence, refusalSentence, unreadTask } from '#src/slack/kit/sentences.ts';
import { formAgain } from '#src/slack/modal/form-again.ts';
import { type MembersDeps, openForMember } from '#src/slack/modal/members-only.ts';
import { errorsAnswer, noticeModal } from '#src/slack/modal/notice-modals.ts';
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
    openForMember(deps, args, async (words, person) => {
      const page = fromListValue(args.action.value ?? '');
      const project = page && deps.projects.get(page.project);
      if (!project) return noticeModal(words.notices.formGone, words);
      const { query } = page;
      const isNarrowed = query.words.length > 0 || query.status !== undefined;
      const list = isNarrowed && (await deps.finder.list(project.tasks, { isFresh: true }));
      const found = list ? fittingIn(list, query) : [];
      const isTooMany = found.length > PARTS_MAX;
      const notice = isTooMany ? words.batches.form.tooMany(found.length, PARTS_MAX) : undefined;
      const tasks = isTooMany ? [] : found.map(pickedTask);
      return pickView(deps, { person, project, pick: { tasks, change: {} }, notice }, words);
    });
}

/** The tasks of a list that can be changed; none if it could not be read. */
function fittingIn(list: TaskList, query: TaskQuery): RelayTask[] {
  return list.ok ? fittingTasks(list.tasks, query).filter((task) => !taskRefusal(task)) : [];
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
    const loading = deps.drafts.load(view.private_metadata).catch((error: unknown) => ({ error }));
    const [words, draft] = await Promise.all([deps.words.soon(person.userId), loading]);
    const [firstBlock = ''] = Object.keys(view.state.values);
    if (draft && 'error' in draft) {
      await ack(errorsAnswer({ [firstBlock]: words.notices.notSaved }));
      throw draft.error;
    }
    const project = deps.projects.get(draft?.project ?? '');
    if (!draft || !project) {
      // It can no longer be used, but what was typed can still be copied.
      return ack(errorsAnswer({ [firstBlock]: words.notices.formLost }));
    }
    const pick = pickedIn(view.state.values, project.name);
    const errors = errorsIn(pick, draft, person, { project, nowMs: deps.now() }, words);
    if (Object.keys(errors).length > 0) {
      await ack({ response_action: 'errors', errors });
      return;
    }
    const times = formValues(view.state.values, NOTHING);
    const zone = zoneOf(deps, project, draft);
    const asked = askedTimes(times, { ...draft, ...NOTHING }, zone).filter(
      ({ meantMs }) => meantMs === undefined,
    );
    const missing = unansweredErrors(times.picked, words);
    if (Object.keys(missing).length > 0) return ack(errorsAnswer(missing));
    const failed = formAgain(view, words.notices.notSaved);
    await replaceModal({ client, ack }, { viewId: view.id, words, failed, sleep }, () =>
      asked.length > 0
        ? pickView(deps, { project, person, pick, reason: draft.reason, asked }, words)
        : picked(deps, { project, person, pick, reason: draft.reason }, words),
    );
  };
}

/** No task: every field is empty, and stays as it is unless something is filled in. */
const NOTHING = { base: { task_id: '' } };

/** What was chosen and typed. A new playlist starts with its first file, wherever the old one starts. */
function pickedIn(state: FormState, project: string): PickDraft {
  const { wanted } = formValues(state, NOTHING);
  const { status, vod_refresh_type, end_time, source_urls = [] } = wanted;
  const list = { source_urls, vod_start_video_index: 0, vod_start_video_time: 0 };
  const chosen = elementIn(state, tasksBlock(project), ACTION.tasksChoice).selected_options ?? [];
  return {
    tasks: chosen.map(({ value, text }) => ({ id: value, label: text?.text ?? value })),
    preset: elementIn(state, pickedPresetBlock(project)).selected_option?.value,
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
  const found = problemsOf({ base: { task_id: '' }, change, sources: project.sources, nowMs });
  // How long a task may last depends on its own start.
  const problems = found.filter(({ code }) => code !== 'window_too_long');
  return joinedByBlock(
    problems.map((problem) => [problem.field, problemSentence(problem, words)] as const),
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
  const choose = (notice: string) => pickView(deps, { ...chosen, notice }, words);
  const refusal = await deps.approval.whyNotRequest(project, person);
  if (refusal) return choose(`🔒 ${refusalSentence(refusal, words)}`);
  const preset = await presetNamed(deps, project, pick.preset, words);
  if (preset && 'said' in preset) return choose(preset.said);
  const list = await deps.finder.list(project.tasks, { isFresh: true });
  if (!list.ok) return choose(unreadTask(list.failure, words));
  const live = new Map(list.tasks.map((task) => [pickedTask(task).id, task]));
  const tasks = pick.tasks.flatMap(({ id }) => live.get(id) ?? []);
  const left = pick.tasks
    .filter(({ id }) => !live.has(id))
    .map(({ label }) => ({ name: label, why: { reason: 'task_gone' } as const }));
  return offerPicked(deps, { ...chosen, preset, tasks, left }, words);
}
