import type { webApi } from '@slack/bolt';
import type { ChangeRequest, Person } from '#src/approval/change-request.ts';
import type { Draft, DraftStore } from '#src/approval/draft.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { changedFields } from '#src/relay/change.ts';
import type { Failure } from '#src/relay/live-api.ts';
import type { ModifiableFields, RelayTask } from '#src/relay/relay-task.ts';
import { taskRefusal } from '#src/relay/rules.ts';
import { urlBoxesFor } from './form-inputs.ts';
import { chooseModal, modifyForm, noticeModal } from './forms.ts';
import type { SlackProject, SlackProjects } from './projects.ts';
import { failureSentence, refusalSentence, taskNotFoundSentence } from './sentences.ts';
import type { TaskFinder } from './task-finder.ts';
import { escaped } from './text.ts';

interface Dependencies {
  readonly projects: SlackProjects;
  readonly approval: Pick<ApprovalService, 'whyNotRequest' | 'openOn'>;
  readonly drafts: DraftStore;
  readonly finder: TaskFinder;
  readonly newId: () => string;
  readonly now: () => number;
}

type View = webApi.ViewsUpdateArguments['view'];

/** From "somebody wants a change" to a filled form, one view at a time. */
export function createFormFlow(room: Dependencies) {
  return {
    /** The first view: the form itself when project and task are known, else the question for them. */
    async begin(asked: {
      readonly person: Person;
      readonly project?: string | undefined;
      readonly task?: string | undefined;
    }): Promise<View> {
      const project = asked.project === undefined ? undefined : room.projects.get(asked.project);
      const draftId = room.newId();
      const draft: Draft = { person: asked.person, project: project?.name, urlBoxes: 1 };
      if (!project || asked.task === undefined) return choose(room, draftId, draft);
      return withTask(room, draftId, draft, project, asked.task);
    },

    /** After a project was chosen: tasks are searched in it from now on. */
    async projectChosen(draftId: string, projectName: string): Promise<View> {
      const draft = await room.drafts.load(draftId);
      if (!draft) return noticeModal(FORM_GONE);
      return choose(room, draftId, { ...draft, project: projectName });
    },

    /** After a task was chosen by typing. */
    async taskChosen(draftId: string, taskId: string): Promise<View> {
      const draft = await room.drafts.load(draftId);
      const project = draft?.project === undefined ? undefined : room.projects.get(draft.project);
      if (!draft || !project) return noticeModal(FORM_GONE);
      return withTask(room, draftId, draft, project, taskId);
    },

    /** The form for what somebody asked for already: to change it, or to bring back what was. */
    async again(request: ChangeRequest, person: Person, purpose: 'edit' | 'revert'): Promise<View> {
      const project = room.projects.get(request.project);
      if (!project) return noticeModal(FORM_GONE);
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
      return withTask(room, room.newId(), draft, project, request.base.task_id);
    },

    /** The same form with one more box for URLs; what was typed stays. */
    async moreUrls(draftId: string): Promise<View> {
      const draft = await room.drafts.load(draftId);
      if (!draft?.base || draft.project === undefined) return noticeModal(FORM_GONE);
      // A list of 30 URLs never needs more boxes than that.
      const wider = { ...draft, urlBoxes: Math.min(draft.urlBoxes + 1, 30) };
      await room.drafts.save(draftId, wider);
      return form(room, draftId, { ...wider, base: draft.base, project: draft.project });
    },
  };
}

export type FormFlow = ReturnType<typeof createFormFlow>;

export const FORM_GONE =
  'This form is older than a day, so what it was filled from is gone. Nothing was changed; please open it again.';

async function choose(
  room: Dependencies,
  draftId: string,
  draft: Draft,
  notice?: string,
): Promise<View> {
  await room.drafts.save(draftId, draft);
  return chooseModal({
    draftId,
    projects: [...room.projects.keys()],
    project: draft.project,
    notice,
  });
}

async function withTask(
  room: Dependencies,
  draftId: string,
  draft: Draft,
  project: SlackProject,
  word: string,
): Promise<View> {
  const refusal = await room.approval.whyNotRequest(project, draft.person);
  if (refusal) return noticeModal(`🔒 ${refusalSentence(refusal)}`);
  const found = await room.finder.find(project.tasks, word);
  if ('failure' in found) return noticeModal(failureNotice(found.failure));
  if (found.kind === 'none') {
    return choose(room, draftId, draft, taskNotFoundSentence(word, project.name, found.nearest));
  }
  if (found.kind === 'ambiguous') {
    const names = found.names.map((name) => `• ${escaped(name)}`).join('\n');
    return choose(room, draftId, draft, `Several tasks are called *${escaped(word)}*:\n${names}`);
  }
  return filled(room, draftId, draft, project, found.task);
}

async function filled(
  room: Dependencies,
  draftId: string,
  draft: Draft,
  project: SlackProject,
  base: RelayTask,
): Promise<View> {
  const wrong = taskRefusal(base);
  if (wrong) {
    return noticeModal(
      `🔒 This task cannot be changed. Its source type is \`${escaped(wrong.sourceType)}\`, and the API changes only tasks of type \`PullVodPushLive\` (a list of files). To change it, delete it and make it anew in the console.`,
    );
  }
  const urlBoxes = urlBoxesFor({ ...base, ...draft.prefill });
  const complete = { ...draft, project: project.name, base, urlBoxes };
  await room.drafts.save(draftId, complete);
  return form(room, draftId, complete);
}

async function form(
  room: Dependencies,
  draftId: string,
  draft: Draft & { readonly project: string; readonly base: RelayTask },
): Promise<View> {
  const open = await room.approval.openOn(draft.project, draft.base.task_id);
  return modifyForm({
    draftId,
    draft,
    nowMs: room.now(),
    freezes: room.projects.get(draft.project)?.policy.freeze ?? [],
    competing: open.filter((id) => id !== draft.edits),
  });
}

/** What the fields that a request changed held before; what it added to nothing stays. */
function beforeState({ base, change }: ChangeRequest): ModifiableFields {
  const fields = changedFields(change).filter((field) => base[field] !== undefined);
  return Object.fromEntries(fields.map((field) => [field, base[field]]));
}

function failureNotice(failure: Failure): string {
  return `The Live API did not hand out the task, so there is nothing to fill the form with. Nothing was changed.\n${failureSentence(failure)}`;
}
