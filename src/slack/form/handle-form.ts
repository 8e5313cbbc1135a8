import type { AllMiddlewareArgs, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { Person } from '#src/approval/change-request.ts';
import { given } from '#src/basics/given.ts';
import type { Draft, DraftStore } from '#src/ports/draft.ts';
import { plain } from '#src/slack/kit/blocks.ts';
import { cut, plainWithin } from '#src/slack/kit/text.ts';
import { type MembersDeps, whyNotLook } from '#src/slack/modal/members-only.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import { updateOpenModal, type View } from '#src/slack/modal/open-modal.ts';
import { label, type TaskFinder } from '#src/slack/task/task-finder.ts';
import { whyUnchangeable } from '#src/slack/task/task-sentences.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { ChoiceArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';
import type { OpenForm } from './render-draft.ts';

/** What tells whose form it is and whether they may still see its contents. */
type FormDeps = MembersDeps & { readonly drafts: DraftStore };

/**
 * Handles a choice or a button in the modal, and shows the next view in its place. A form belongs to the person who
 * opened it, and each step checks again whether they are a full member.
 */
export function handleFormStep(
  deps: FormDeps,
  next: (open: OpenForm, words: Words, chosen: string) => Promise<View>,
) {
  return async ({ ack, action, body, client }: ChoiceArgs): Promise<void> => {
    await ack();
    const { view } = body;
    if (!view) return;
    const chosen = 'selected_option' in action ? (action.selected_option?.value ?? '') : '';
    const words = await deps.words.of(body.user.id);
    const opened = { view, trigger_id: body.trigger_id };
    await updateOpenModal(client, opened, words, async () => {
      const draftId = view.private_metadata;
      const [why, draft] = await Promise.all([
        whyNotLook(deps, personOf(body), words),
        deps.drafts.load(draftId),
      ]);
      const refused = why ?? whyNotTheirs(draft, personOf(body), words);
      return draft && refused === undefined
        ? next({ draftId, draft, state: view.state.values }, words, chosen)
        : noticeModal(refused ?? words.notices.formGone, words);
    });
  };
}

function whyNotTheirs(
  draft: Draft | undefined,
  person: Person,
  { notices }: Words,
): string | undefined {
  return isOthers(draft, person) ? `🔒 ${notices.othersForm}` : undefined;
}

/** Most options of a search; each has two lines of 75 characters (Block Kit). */
const OPTIONS_MAX = 100;

export function handleTaskSearch(
  deps: FormDeps & { readonly finder: TaskFinder; readonly now: () => number },
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
    const name = isTheirs ? draft?.project : undefined;
    const project = name === undefined ? undefined : deps.projects.get(name);
    const list = project && (await deps.finder.suggest(project.tasks, payload.value));
    const tasks = list?.ok ? list.tasks : [];
    await ack({
      options: tasks.slice(0, OPTIONS_MAX).map((task) => {
        const unchangeable = whyUnchangeable(task, deps.now(), words);
        const description =
          unchangeable === undefined ? undefined : plain(plainWithin(unchangeable, 75));
        return {
          text: plain(plainWithin(label(task), 75)),
          value: cut(task.task_id, 150),
          ...given({ description }),
        };
      }),
    });
  };
}

/** Whether somebody else opened the form. */
export function isOthers(draft: Draft | undefined, person: Person): boolean {
  return draft !== undefined && draft.person.userId !== person.userId;
}
