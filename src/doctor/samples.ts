import type { KnownBlock, ModalView } from '@slack/types';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { renderCard } from '#src/slack/card/card.ts';
import { chooseModal, modifyForm } from '#src/slack/form/form-view.ts';
import { loadingModal } from '#src/slack/modal/notice-modals.ts';
import { renderReply } from '#src/slack/command/replies.ts';
import { reviewModal } from '#src/slack/review/review-modal.ts';
import { renderTaskDetails } from '#src/slack/task/task-details.ts';
import { renderTaskList } from '#src/slack/task/task-list.ts';
import { renderEvents } from '#src/slack/watch/watch-message.ts';
import type { Words } from '#src/slack/words/index.ts';
import { sampleEvents, sampleOutcome, sampleRequest, sampleTask } from './sample-values.ts';

/** A card, form or list, rendered as in use. */
export interface Sample {
  readonly name: string;
  readonly shown: { readonly blocks: KnownBlock[] } | { readonly view: ModalView };
}

/** Cards, forms and lists for Slack to validate. They are shown to nobody. */
export function samplesIn(words: Words, nowMs: number): Sample[] {
  const task = sampleTask(nowMs);
  const request = sampleRequest(task, nowMs);
  const { project, requester: person } = request;
  const { applied, failed } = sampleOutcome(request, nowMs);
  const form = {
    draftId: 'draft',
    draft: { person, project, base: task, urlBoxes: 1 },
    nowMs,
    freezes: [],
    competing: [],
    mayBreakGlass: true,
    isBreakGlass: false,
    effects: [],
  };
  const live = { ok: true, task } as const;
  const review = { request, live, refusal: undefined, openOutcomes: [], checks: undefined, nowMs };
  const card = (of: ChangeRequest) => renderCard(of, { ping: [], competing: ['R-2'] }, words);
  const page = { project, page: 0, query: { words: [] }, tasks: [task], nowMs };
  const found = { kind: 'task', task, atMs: nowMs } as const;
  return [
    modal('loading', loadingModal(words)),
    modal('choice of a task', chooseModal({ draftId: 'draft', projects: [project, 'two'] }, words)),
    modal('form', modifyForm(form, words)),
    modal('review', reviewModal(review, words)),
    message('card that waits', card(request)),
    message('card of an applied request', card(applied)),
    message('card of a failed request', card(failed)),
    message('list of tasks', renderTaskList(page, words)),
    ...renderTaskDetails({ project, task, nowMs }, words).map((part) =>
      message('details of a task', part),
    ),
    message('events', renderEvents(sampleEvents(task, nowMs), found, words)),
    message('help', renderReply({ kind: 'help' }, words)),
  ];
}

function modal(name: string, view: ModalView): Sample {
  return { name, shown: { view } };
}

function message(name: string, { blocks }: { readonly blocks: KnownBlock[] }): Sample {
  return { name, shown: { blocks } };
}
