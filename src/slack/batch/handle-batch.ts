import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '#src/approval/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { DraftStore } from '#src/ports/draft.ts';
import type { OnFailure } from '#src/relay/preset.ts';
import { ACTION, BLOCK } from '#src/slack/kit/ids.ts';
import { onFailureIn } from '#src/slack/kit/inputs.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import { moment, nameOf } from '#src/slack/kit/text.ts';
import { noticeModal } from '#src/slack/modal/notice-modals.ts';
import { replaceModal, type View } from '#src/slack/modal/open-modal.ts';
import type { PersonalWords } from '#src/slack/people/personal-words.ts';
import { cardChannelOf, type SlackProjects } from '#src/slack/projects.ts';
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
    const reason = view.state.values[BLOCK.reason]?.[ACTION.value]?.value?.trim() ?? '';
    const confirmed = view.state.values[BLOCK.confirm]?.[ACTION.value]?.value?.trim();
    const words = await deps.words.soon(person.userId);
    if (reason === '') {
      const errors = { [BLOCK.reason]: words.problems.reason_missing };
      await ack({ response_action: 'errors', errors });
      return;
    }
    await replaceModal({ client, ack }, { viewId: view.id, words, sleep }, () =>
      submitted(
        deps,
        {
          draftId: view.private_metadata,
          person,
          reason,
          confirmed,
          onFailure: onFailureIn(view.state.values),
        },
        words,
      ),
    );
  };
}

async function submitted(
  deps: Deps,
  {
    draftId,
    person,
    reason,
    confirmed,
    onFailure,
  }: {
    readonly draftId: string;
    readonly person: Person;
    readonly reason: string;
    /** The number of tasks, typed to confirm. */
    readonly confirmed: string | undefined;
    readonly onFailure: OnFailure | undefined;
  },
  words: Words,
): Promise<View> {
  const saved = await deps.drafts.submit(draftId);
  const { project: name = '', batch: offered, person: owner } = saved?.draft ?? {};
  const project = deps.projects.get(name);
  const batch = offered && { ...offered, onFailure: onFailure ?? offered.onFailure };
  if (!saved || !batch || !project) return noticeModal(words.notices.formGone, words);
  if (owner?.userId !== person.userId) return noticeModal(words.notices.othersForm, words);
  const count = batch.tasks.length;
  const isConfirmed = confirmed === String(count);
  const asked = { ...batch, id: saved.id, project, reason, requester: person, isConfirmed };
  const result = await deps.approval.submitBatch(asked);
  if (!result.ok && result.isIdSpent) {
    // Submitted twice at once, it is still one request: both find the same new id.
    const next = `${draftId}+`;
    await deps.drafts.save(next, saved.draft);
    return submitted(deps, { draftId: next, person, reason, confirmed, onFailure }, words);
  }
  const draft = { ...saved.draft, reason };
  if (!result.ok && result.refusal.reason === 'not_confirmed') {
    const notice = confirmed ? words.batches.form.confirm.wrong(count) : undefined;
    const again = { draftId, draft, batch, project, notice, asksAgain: true };
    return batchForm(deps, again, words);
  }
  if (!result.ok) {
    const why = refusalSentence(result.refusal, words);
    const { refused } = words.batches.form;
    const notice = result.task ? refused(nameOf(result.task), why) : `🔒 ${why}`;
    return batchForm(deps, { draftId, draft, batch, project, notice }, words);
  }
  const { request } = result;
  const channel = `<#${cardChannelOf(request, project)}>`;
  const { modal, notices } = words;
  return request.state === 'pending'
    ? noticeModal(notices.submitted(request.id, channel, moment(request.expiresAtMs)), words, {
        title: modal.done.asked(request.id),
      })
    : noticeModal(notices.approvedAtOnce(request.id, channel), words, {
        title: modal.done.running(request.id),
      });
}
