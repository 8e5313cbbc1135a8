import type { Foretold } from '#src/approval/links/predecessor.ts';
import {
  type ChangeRequest,
  isClosed,
  mayBeAskedAgain,
  type Person,
  samePerson,
} from '#src/approval/record/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { hasParted } from '#src/approval/states/chain.ts';
import type { Draft, Purpose } from '#src/ports/draft.ts';
import { laterEnd } from '#src/relay/later-end.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { beforeState } from '#src/relay/revert.ts';
import { taskRefusal } from '#src/relay/rules.ts';
import { stateWords, taskRefusalSentence, unreadTask } from '#src/slack/kit/sentences.ts';
import { cut, escaped, nameOf } from '#src/slack/kit/text.ts';
import { noticeModal, refusedModal, wrongStateModal } from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { SlackProject, SlackProjects } from '#src/slack/projects.ts';
import type { TaskFinder } from '#src/slack/task/task-finder.ts';
import type { Words } from '#src/slack/words/index.ts';
import { fillFromPreset } from './fill-from-preset.ts';
import { chooseModal } from './form-view.ts';
import {
  createFormViews,
  form,
  mayBreakGlass,
  type OpenForm,
  type RenderDraftDeps,
} from './render-draft.ts';
import { timesAgain } from './times-again.ts';
import { urlBoxesFor } from './url-boxes.ts';

interface Deps extends RenderDraftDeps {
  readonly approval: RenderDraftDeps['approval'] &
    Pick<ApprovalService, 'load' | 'foretoldFor' | 'foretold'>;
  readonly finder: TaskFinder;
  readonly newId: () => string;
  /** The form that reverts every part of a batch. */
  readonly revertBatch: (request: ChangeRequest, person: Person, words: Words) => Promise<View>;
}

/** What a form asks for beforehand that is opened to pause or to resume. */
const STATUS_FOR = { pause: 'pause', resume: 'enable' } as const;

/** Leads somebody from a wish to a filled form, one view at a time. */
export function createFormFlow(deps: Deps) {
  return {
    ...createFormViews(deps),

    /** The first view: the form if project and task are known, otherwise the choice of both. */
    async begin(
      asked: {
        readonly person: Person;
        readonly project?: string | undefined;
        readonly task?: string | undefined;
        readonly purpose?: Purpose | undefined;
      },
      words: Words,
    ): Promise<View> {
      const project = projectAsked(deps.projects, asked.project);
      const { person, purpose } = asked;
      const status = statusFor(purpose);
      const prefill = status === undefined ? undefined : { status };
      const draft: Draft = { person, project: project?.name, urlBoxes: 1, purpose, prefill };
      if (!project || asked.task === undefined) return choose(deps, draft, words);
      return withTask(deps, { draft, project, words }, asked.task);
    },

    /** After a project was chosen, whose tasks are then searched. */
    projectChosen: ({ draft }: OpenForm, words: Words, projectName: string): Promise<View> =>
      choose(deps, { ...draft, project: projectName }, words),

    /** After a task was chosen. */
    taskChosen: async ({ draft }: OpenForm, words: Words, taskId: string): Promise<View> => {
      const project = deps.projects.get(draft.project ?? '');
      if (!project) return noticeModal(words.notices.formGone, words);
      return withTask(deps, { draft, project, words }, taskId);
    },

    again: (request: ChangeRequest, person: Person, purpose: AgainPurpose, words: Words) =>
      again(deps, request, person, purpose, words),

    /** The same for a request that somebody named by its id; a notice if there is none. */
    async againById(
      id: string,
      person: Person,
      purpose: AgainPurpose,
      words: Words,
    ): Promise<View> {
      const request = await deps.approval.load(id);
      return request
        ? again(deps, request, person, purpose, words)
        : noticeModal(`🔒 ${words.requestList.noRequest(id)}`, words);
    },

    /** The form for what comes after a scheduled request, filled from what that will leave. */
    async followUp(request: ChangeRequest, person: Person, words: Words): Promise<View> {
      const project = deps.projects.get(request.project);
      if (!project) return noticeModal(words.notices.formGone, words);
      const foretold = await deps.approval.foretold(request);
      if ('refusal' in foretold) return refusedModal(foretold.refusal, words);
      const draft = { person, project: project.name, urlBoxes: 1 };
      return withTask(deps, { draft, project, words, foretold }, request.base.task_id);
    },

    /** The same form with the fields of a preset filled in. */
    presetChosen: (open: OpenForm, words: Words, name: string) =>
      fillFromPreset(deps, open, name, words),
  };
}

/** The project that somebody named; the only one, if none was named. */
export function projectAsked(projects: SlackProjects, name?: string): SlackProject | undefined {
  if (name !== undefined) return projects.get(name);
  return projects.size === 1 ? projects.values().next().value : undefined;
}

/** The form for an existing request: to edit it, revert it or ask for it again; or a notice why not. */
async function again(
  deps: Deps,
  request: ChangeRequest,
  person: Person,
  purpose: AgainPurpose,
  words: Words,
): Promise<View> {
  const refused = whyNotAgain(request, person, purpose, words);
  if (refused) return refused;
  if (request.batch) {
    return purpose === 'revert'
      ? deps.revertBatch(request, person, words)
      : noticeModal(words.batches.notSingle(request.id), words);
  }
  const project = deps.projects.get(request.project);
  if (!project) return noticeModal(words.notices.formGone, words);
  const foretold = purpose === 'edit' ? await deps.approval.foretoldFor(request) : undefined;
  const draft = draftOf(request, person, purpose, { foretold, nowMs: deps.now() });
  const reverted = purpose === 'revert' ? request : undefined;
  return withTask(deps, { draft, project, words, reverted, foretold }, request.base.task_id);
}

function whyNotAgain(
  request: ChangeRequest,
  person: Person,
  purpose: AgainPurpose,
  words: Words,
): View | undefined {
  const { id, state, batch } = request;
  const { notices, batches, states } = words;
  switch (purpose) {
    case 'edit':
      if (!samePerson(request.requester, person)) {
        return refusedModal({ reason: 'not_yours_to_edit' }, words);
      }
      return state === 'pending' || state === 'held' ? undefined : wrongStateModal(request, words);
    case 'revert':
      if (batch) return isClosed(state) ? undefined : noticeModal(batches.notYet(id), words);
      return state === 'applied'
        ? undefined
        : noticeModal(notices.notApplied(id, states[state]), words);
    case 'ask_again':
      return batch || mayBeAskedAgain(request)
        ? undefined
        : noticeModal(notices.notToAskAgain(id, stateWords(request, words)), words);
  }
}

function statusFor(purpose: Purpose | undefined): string | undefined {
  return purpose === 'pause' || purpose === 'resume' ? STATUS_FOR[purpose] : undefined;
}

export type FormFlow = ReturnType<typeof createFormFlow>;

async function choose(deps: Deps, draft: Draft, words: Words, notice?: string): Promise<View> {
  const project = deps.projects.get(draft.project ?? '');
  if (project) deps.finder.prepare(project.tasks);
  const draftId = await keep(deps, draft);
  const projects = [...deps.projects.keys()];
  return chooseModal({ draftId, projects, project: draft.project, notice }, words);
}

/** What a form is filled from. */
interface Filling {
  readonly draft: Draft;
  readonly project: SlackProject;
  readonly words: Words;
  /** The request to revert. */
  readonly reverted?: ChangeRequest | undefined;
  /** What the task will be when the change runs, which is then not asked for. */
  readonly foretold?: Foretold | undefined;
}

async function withTask(deps: Deps, filling: Filling, word: string): Promise<View> {
  const { draft, project, words, foretold } = filling;
  const refusal = await deps.approval.whyNotRequest(project, draft.person);
  // People who may only break the glass get the form too; their rights are checked again at the
  // submit.
  if (refusal && !(await mayBreakGlass(deps, project, draft))) return refusedModal(refusal, words);
  if (foretold) return filled(deps, filling, foretold.task);
  const found = await deps.finder.find(project.tasks, word);
  if ('failure' in found) return noticeModal(unreadTask(found.failure, words), words);
  if (found.kind === 'none') {
    const notice = words.choose.none(
      escaped(cut(word, 150)),
      escaped(project.name),
      found.nearest.map(escaped),
    );
    return choose(deps, draft, words, notice);
  }
  if (found.kind === 'ambiguous') {
    const names = found.names.map((name) => `• ${escaped(name)}`);
    const several = words.choose.several(escaped(word));
    return choose(deps, draft, words, [several, ...names].join('\n'));
  }
  return filled(deps, filling, found.task);
}

async function filled(
  deps: Deps,
  { draft, project, words, reverted, foretold }: Filling,
  base: RelayTask,
): Promise<View> {
  const wrong = taskRefusal(base);
  if (wrong) return noticeModal(taskRefusalSentence(wrong, words), words);
  const { purpose } = draft;
  if ((purpose === 'pause' || purpose === 'resume') && base.status === STATUS_FOR[purpose]) {
    return noticeModal(words.notices.alreadySo[purpose](nameOf(base)), words);
  }
  const later = purpose === 'extend' ? { prefill: laterEnd(base, deps.now()) } : undefined;
  const before = later ?? (reverted && beforeState(reverted, base, deps.now()));
  const urlBoxes = urlBoxesFor({ ...base, ...draft.prefill, ...before?.prefill });
  const follows = foretold && { id: foretold.id, atMs: foretold.atMs, fromMs: foretold.fromMs };
  const complete = { ...draft, ...before, project: project.name, base, follows, urlBoxes };
  return form(deps, await keep(deps, complete), complete, words);
}

/**
 * Saves a new draft for every view that follows a choice: two choices may be processed at the same time, and the view
 * that stays must have its own draft.
 */
async function keep(deps: Deps, draft: Draft): Promise<string> {
  const draftId = deps.newId();
  await deps.drafts.save(draftId, draft);
  return draftId;
}

/** Why a form is opened from a request. */
export type AgainPurpose = 'edit' | 'revert' | 'ask_again';

/** A draft with what was requested; a revert is filled in later, from the task as it is now. */
function draftOf(
  request: ChangeRequest,
  person: Person,
  purpose: AgainPurpose,
  { foretold, nowMs }: { readonly foretold: Foretold | undefined; readonly nowMs: number },
): Draft {
  const { id, project, change, contentVersion, reason, called, wayBack } = request;
  // A time that has passed, or before which its predecessor does not run, has come to nothing.
  const isInTime = (foretold?.fromMs ?? nowMs) <= (request.applyAtMs ?? 0);
  const applyAtMs = request.state === 'held' && !isInTime ? undefined : request.applyAtMs;
  const draft = { person, project, urlBoxes: 1 };
  switch (purpose) {
    case 'edit':
      return {
        ...draft,
        called,
        prefill: change,
        edits: id,
        editsContent: contentVersion,
        reason,
        applyAtMs,
        thenBackMs: hasParted(request) ? undefined : wayBack?.applyAtMs,
        hasParted: hasParted(request) || undefined,
      };
    case 'ask_again':
      return {
        ...draft,
        prefill: change,
        repeats: id,
        reason,
        called,
        ...timesAgain(request, nowMs),
      };
    case 'revert':
      return { ...draft, reverts: id };
  }
}
