import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '#src/approval/record/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { DraftStore } from '#src/ports/draft.ts';
import type { OnFailure } from '#src/relay/preset.ts';
import { isOthers } from '#src/slack/form/handle-form.ts';
import { savedModal } from '#src/slack/form/handle-submission.ts';
import { BLOCK } from '#src/slack/kit/ids.ts';
import { onFailureIn, typedIn } from '#src/slack/kit/inputs.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import { nameOf } from '#src/slack/kit/text.ts';
import { formAgain } from '#src/slack/modal/form-again.ts';
import { errorsAnswer, noticeModal } from '#src/slack/modal/notice-modals.ts';
import { replaceModal, type View } from '#src/slack/modal/open-modal.ts';
import type { PersonalWords } from '#src/slack/people/personal-words.ts';
import type { SlackProjects } from '#src/slack/projects.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { SubmissionArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';
import { batchForm } from './batch-form.ts';

interface Deps {
  readonly projects: SlackProjects;
  readonly drafts: DraftStore;
  readonly approval: Pick<ApprovalService, 'submitBatch' | 'findingsNow'>;
  readonly words: PersonalWords;
  readonly now: () => number;
}

/** Makes one request of the form. A hundred tasks may take longer than Slack waits, so "loading" may come first. */
export function handleBatchSubmission(deps: Deps) {
  return async ({ ack, client, view, body }: SubmissionArgs): Promise<void> => {
    const person = personOf(body);
    const { values } = view.state;
    const words = await deps.words.soon(person.userId);
    const typed = {
      draftId: view.private_metadata,
      person,
      reason: typedIn(values, BLOCK.reason),
      confirmed: typedIn(values, BLOCK.confirm),
      onFailure: onFailureIn(values),
      lost: formAgain(view, words.notices.formLost),
    };
    if (typed.reason === '') {
      return ack(errorsAnswer({ [BLOCK.reason]: words.problems.reason_missing }));
    }
    const failed = formAgain(view, words.notices.notSaved);
    await replaceModal({ client, ack }, { viewId: view.id, words, failed, sleep }, () =>
      submitted(deps, typed, words),
    );
  };
}

async function submitted(
  deps: Deps,
  typed: {
    readonly draftId: string;
    readonly person: Person;
    readonly reason: string;
    /** The number of tasks, typed to confirm. */
    readonly confirmed: string;
    readonly onFailure: OnFailure | undefined;
    /** The form, which can no longer be submitted, with what was typed, to be copied. */
    readonly lost: View;
  },
  words: Words,
): Promise<View> {
  const { draftId, person, reason, confirmed } = typed;
  const saved = await deps.drafts.submit(draftId);
  const offered = saved?.draft.batch;
  const project = deps.projects.get(saved?.draft.project ?? '');
  if (!offered || !project) return typed.lost;
  if (isOthers(saved.draft, person)) return noticeModal(words.notices.othersForm, words);
  const batch = { ...offered, onFailure: typed.onFailure ?? offered.onFailure };
  const count = batch.tasks.length;
  const isConfirmed = confirmed === String(count);
  const asked = { ...batch, id: saved.id, project, reason, requester: person, isConfirmed };
  const result = await deps.approval.submitBatch(asked);
  if (result.ok) return savedModal(result.request, project, words);
  if (result.isIdSpent) {
    // Submitted twice at once, it is still one request: both find the same new id.
    const next = `${draftId}+`;
    await deps.drafts.save(next, saved.draft);
    return submitted(deps, { ...typed, draftId: next }, words);
  }
  const { confirm, refused } = words.batches.form;
  const again = { draftId, draft: { ...saved.draft, reason }, batch, project };
  if (result.refusal.reason === 'not_confirmed') {
    const notice = confirmed === '' ? undefined : confirm.wrong(count);
    return batchForm(deps, { ...again, notice, asksAgain: true }, words);
  }
  const why = refusalSentence(result.refusal, words);
  const notice = result.task ? refused(nameOf(result.task), why) : `🔒 ${why}`;
  return batchForm(deps, { ...again, notice }, words);
}
