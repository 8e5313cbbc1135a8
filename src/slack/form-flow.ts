import type { webApi } from '@slack/bolt';
import type { ChangeRequest, Person } from '#src/approval/change-request.ts';
import type { Draft, DraftStore, Purpose } from '#src/approval/draft.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { changedFields, changeFrom } from '#src/relay/change.ts';
import { type ModifiableFields, type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { taskRefusal } from '#src/relay/rules.ts';
import { confirmBlocks, effectBlocks } from './form-effects.ts';
import { urlBoxesFor } from './form-inputs.ts';
import { changeTyped, type FormState, formValues, type FormValues } from './form-values.ts';
import { chooseModal, modifyForm, noticeModal } from './forms.ts';
import type { SlackProject, SlackProjects } from './projects.ts';
import { failureSentence, refusalSentence } from './sentences.ts';
import type { TaskFinder } from './task-finder.ts';
import { cut, escaped } from './text.ts';
import type { Words } from './words/index.ts';

interface Dependencies {
  readonly projects: SlackProjects;
  readonly approval: Pick<ApprovalService, 'whyNotRequest' | 'whyNotBreakGlass' | 'openOn'>;
  readonly drafts: DraftStore;
  readonly finder: TaskFinder;
  readonly newId: () => string;
  readonly now: () => number;
}

type View = webApi.ViewsUpdateArguments['view'];

const STATUS_FOR = { pause: 'pause', resume: 'enable' } as const satisfies Record<Purpose, string>;

/** From "somebody wants a change" to a filled form, one view at a time. */
export function createFormFlow(room: Dependencies) {
  return {
    /** The first view: the form itself when project and task are known, else the question for them. */
    async begin(
      asked: {
        readonly person: Person;
        readonly project?: string | undefined;
        readonly task?: string | undefined;
        readonly purpose?: Purpose | undefined;
      },
      words: Words,
    ): Promise<View> {
      const [first, ...others] = room.projects.values();
      const only = others.length === 0 ? first : undefined;
      const project = asked.project === undefined ? only : room.projects.get(asked.project);
      const draftId = room.newId();
      const { person, purpose } = asked;
      const wanted = purpose && { purpose, prefill: { status: STATUS_FOR[purpose] } };
      const draft: Draft = { person, project: project?.name, urlBoxes: 1, ...wanted };
      if (!project || asked.task === undefined) return choose(room, draftId, draft, words);
      return withTask(room, { draftId, draft, project, words }, asked.task);
    },

    /** After a project was chosen: tasks are searched in it from now on. */
    async projectChosen(draftId: string, projectName: string, words: Words): Promise<View> {
      const draft = await room.drafts.load(draftId);
      if (!draft) return noticeModal(words.notices.formGone, words);
      return choose(room, draftId, { ...draft, project: projectName }, words);
    },

    /** After a task was chosen by typing. */
    async taskChosen(draftId: string, taskId: string, words: Words): Promise<View> {
      const draft = await room.drafts.load(draftId);
      const project = draft?.project === undefined ? undefined : room.projects.get(draft.project);
      if (!draft || !project) return noticeModal(words.notices.formGone, words);
      return withTask(room, { draftId, draft, project, words }, taskId);
    },

    /** The form for what somebody asked for already: to change it, or to bring back what was. */
    async again(
      request: ChangeRequest,
      person: Person,
      purpose: 'edit' | 'revert',
      words: Words,
    ): Promise<View> {
      const project = room.projects.get(request.project);
      if (!project) return noticeModal(words.notices.formGone, words);
      const isEdit = purpose === 'edit';
      const draft: Draft = {
        person,
        project: project.name,
        urlBoxes: 1,
        prefill: isEdit ? request.change : beforeState(request),
        ...(isEdit
          ? { edits: request.id, reason: request.reason, applyAtMs: request.applyAtMs }
          : { reverts: request.id }),
      };
      return withTask(room, { draftId: room.newId(), draft, project, words }, request.base.task_id);
    },

    /** The same form, with what the change as it stands in it would do. */
    async weigh(draftId: string, state: FormState, words: Words): Promise<View> {
      const draft = await room.drafts.load(draftId);
      if (!isComplete(draft)) return noticeModal(words.notices.formGone, words);
      return form(room, draftId, draft, words, { values: formValues(state), isAsking: false });
    },

    /** The same form with all that was typed, and a box for the name of the task. */
    async confirm(draftId: string, state: FormState, words: Words): Promise<View> {
      const draft = await room.drafts.load(draftId);
      if (!isComplete(draft)) return noticeModal(words.notices.formGone, words);
      const values = formValues(state);
      const { reason, applyAtMs } = values;
      const filled = { ...draft, prefill: changeTyped(values, draft.base), reason, applyAtMs };
      return form(room, draftId, filled, words, { values, isAsking: true });
    },

    /** The same form with one more box for URLs; what was typed stays. */
    async moreUrls(draftId: string, words: Words): Promise<View> {
      const draft = await room.drafts.load(draftId);
      if (!isComplete(draft)) return noticeModal(words.notices.formGone, words);
      // A list of 30 URLs never needs more boxes than that.
      const wider = { ...draft, urlBoxes: Math.min(draft.urlBoxes + 1, 30) };
      await room.drafts.save(draftId, wider);
      return form(room, draftId, wider, words);
    },
  };
}

export type FormFlow = ReturnType<typeof createFormFlow>;

async function choose(
  room: Dependencies,
  draftId: string,
  draft: Draft,
  words: Words,
  notice?: string,
): Promise<View> {
  await room.drafts.save(draftId, draft);
  return chooseModal(
    {
      draftId,
      projects: [...room.projects.keys()],
      project: draft.project,
      notice,
    },
    words,
  );
}

/** A form on its way to be filled. */
interface Filling {
  readonly draftId: string;
  readonly draft: Draft;
  readonly project: SlackProject;
  readonly words: Words;
}

async function withTask(room: Dependencies, filling: Filling, word: string): Promise<View> {
  const { draftId, draft, project, words } = filling;
  const refusal = await room.approval.whyNotRequest(project, draft.person);
  // Whoever may only do it without approval gets the form too; what they may is asked at the submit.
  if (refusal && !(await mayBreakGlass(room, project, draft)))
    return noticeModal(`🔒 ${refusalSentence(refusal, words)}`, words);
  const found = await room.finder.find(project.tasks, word);
  if ('failure' in found) {
    const said = failureSentence(found.failure, words);
    return noticeModal(`${words.notices.taskUnread}\n${said}`, words);
  }
  if (found.kind === 'none') {
    const notice = words.choose.none(
      escaped(cut(word, 150)),
      escaped(project.name),
      found.nearest.map(escaped),
    );
    return choose(room, draftId, draft, words, notice);
  }
  if (found.kind === 'ambiguous') {
    const names = found.names.map((name) => `• ${escaped(name)}`).join('\n');
    const several = words.choose.several(escaped(word));
    return choose(room, draftId, draft, words, `${several}\n${names}`);
  }
  return filled(room, filling, found.task);
}

async function filled(
  room: Dependencies,
  { draftId, draft, project, words }: Filling,
  base: RelayTask,
): Promise<View> {
  const wrong = taskRefusal(base);
  if (wrong) {
    return noticeModal(words.notices.unchangeable(escaped(wrong.sourceType)), words);
  }
  const { purpose } = draft;
  if (purpose && base.status === STATUS_FOR[purpose]) {
    return noticeModal(words.notices.alreadySo[purpose](escaped(cut(taskName(base), 150))), words);
  }
  const urlBoxes = urlBoxesFor({ ...base, ...draft.prefill });
  const complete = { ...draft, project: project.name, base, urlBoxes };
  await room.drafts.save(draftId, complete);
  return form(room, draftId, complete, words);
}

/** A draft whose project and task are chosen. */
type Complete = Draft & { readonly project: string; readonly base: RelayTask };

function isComplete(draft: Draft | undefined): draft is Complete {
  return draft?.base !== undefined && draft.project !== undefined;
}

async function form(
  room: Dependencies,
  draftId: string,
  draft: Complete,
  words: Words,
  typed?: { readonly values: FormValues; readonly isAsking: boolean },
): Promise<View> {
  const project = room.projects.get(draft.project);
  const [open, isAllowed] = await Promise.all([
    room.approval.openOn(draft.project, draft.base.task_id),
    project !== undefined && mayBreakGlass(room, project, draft),
  ]);
  const nowMs = room.now();
  const { base, prefill } = draft;
  const isBreakGlass = typed?.values.isBreakGlass === true;
  const change = typed ? changeTyped(typed.values, base) : changeFrom(base, prefill ?? {});
  // An empty form has no effects; what it would do is asked for with its button.
  const isWeighed = project !== undefined && (typed !== undefined || prefill !== undefined);
  return modifyForm(
    {
      draftId,
      draft,
      nowMs,
      freezes: project?.policy.freeze ?? [],
      competing: open.filter((id) => id !== draft.edits),
      mayBreakGlass: isAllowed,
      isBreakGlass,
      effects: [
        ...(isWeighed ? effectBlocks({ base, change, project, nowMs, isBreakGlass }, words) : []),
        ...(typed?.isAsking ? confirmBlocks(base, words) : []),
      ],
    },
    words,
  );
}

/** An edit is of a request that waits for approval; without one, it is another request. */
async function mayBreakGlass(
  room: Dependencies,
  project: SlackProject,
  { person, edits }: Draft,
): Promise<boolean> {
  if (edits !== undefined || project.policy.breakGlass === undefined) return false;
  return (await room.approval.whyNotBreakGlass(project, person)) === undefined;
}

/** What the fields that a request changed held before; what it added to nothing stays. */
function beforeState({ base, change }: ChangeRequest): ModifiableFields {
  const fields = changedFields(change).filter((field) => base[field] !== undefined);
  return Object.fromEntries(fields.map((field) => [field, base[field]]));
}
