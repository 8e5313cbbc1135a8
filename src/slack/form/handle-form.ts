import type { AllMiddlewareArgs, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { Person } from '#src/approval/record/change-request.ts';
import type { Draft, DraftStore } from '#src/ports/draft.ts';
import { option } from '#src/slack/kit/inputs.ts';
import { cut, plainWithin } from '#src/slack/kit/text.ts';
import { type MembersDeps, stepForMember, whyNotLook } from '#src/slack/modal/members-only.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import type { SlackProjects } from '#src/slack/projects.ts';
import { label, type TaskFinder } from '#src/slack/task/task-finder.ts';
import { whyUnchangeable } from '#src/slack/task/task-sentences.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { Words } from '#src/slack/words/index.ts';
import type { OpenForm } from './render-draft.ts';

/** What tells whose form it is and whether they may still see its contents. */
type FormDeps = MembersDeps & { readonly drafts: DraftStore };

/** Handles a choice or a button in a form, which belongs to the person who opened it. */
export function handleFormStep(
  deps: FormDeps,
  next: (open: OpenForm, words: Words, chosen: string) => Promise<View>,
) {
  return stepForMember(deps, async ({ view, action, person }, words) => {
    const draftId = view.private_metadata;
    const draft = await deps.drafts.load(draftId);
    const { formGone, othersForm } = words.notices;
    if (!draft) return noticeModal(formGone, words);
    if (isOthers(draft, person)) return noticeModal(`🔒 ${othersForm}`, words);
    const chosen = 'selected_option' in action ? (action.selected_option?.value ?? '') : '';
    return next({ draftId, draft, state: view.state.values }, words, chosen);
  });
}

/** Most options of a search; each has two lines of 75 characters (Block Kit). */
const OPTIONS_MAX = 100;

export function handleTaskSearch(
  deps: FormDeps & {
    readonly projects: SlackProjects;
    readonly finder: TaskFinder;
    readonly now: () => number;
  },
) {
  return async ({
    ack,
    payload,
    body,
  }: SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs): Promise<void> => {
    const draftId = body.view?.private_metadata ?? '';
    const words = deps.words.known(body.user.id);
    const [why, draft] = await Promise.all([
      whyNotLook(deps, personOf(body), words),
      deps.drafts.load(draftId),
    ]);
    const isTheirs = why === undefined && !isOthers(draft, personOf(body));
    const project = isTheirs ? deps.projects.get(draft?.project ?? '') : undefined;
    const list = project && (await deps.finder.suggest(project.tasks, payload.value));
    const tasks = list?.ok ? list.tasks : [];
    const options = tasks.slice(0, OPTIONS_MAX).map((task) => {
      const unchangeable = whyUnchangeable(task, deps.now(), words);
      const said = unchangeable && plainWithin(unchangeable, 75);
      return option(cut(task.task_id, 150), plainWithin(label(task), 75), said);
    });
    await ack({ options });
  };
}

/** Whether somebody else opened the form. */
export function isOthers(draft: Draft | undefined, person: Person): boolean {
  return draft !== undefined && draft.person.userId !== person.userId;
}
