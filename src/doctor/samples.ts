import type { KnownBlock, ModalView } from '@slack/types';
import type { ChangeRequest } from '#src/approval/change-request.ts';
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
  return [...modals(words, nowMs), ...messages(words, nowMs)];
}

function modals(words: Words, nowMs: number): Sample[] {
  const task = sampleTask(nowMs);
  const request = sampleRequest(task, nowMs);
  const { project, requester: person } = request;
  const draft = { person, project, base: task, urlBoxes: 1 };
  const form = {
    draftId: 'draft',
    draft,
    nowMs,
    freezes: [],
    competing: [],
    mayBreakGlass: true,
    isBreakGlass: false,
    effects: [],
  };
  const live = { ok: true, task } as const;
  const views: readonly (readonly [string, ModalView])[] = [
    ['loading', loadingModal(words)],
    ['choice of a task', chooseModal({ draftId: 'draft', projects: [project, 'two'] }, words)],
    ['form', modifyForm(form, words)],
    [
      'review',
      reviewModal(
        { request, live, refusal: undefined, openOutcomes: [], checks: undefined, nowMs },
        words,
      ),
    ],
  ];
  return views.map(([name, view]) => ({ name, shown: { view } }));
}

function messages(words: Words, nowMs: number): Sample[] {
  const task = sampleTask(nowMs);
  const request = sampleRequest(task, nowMs);
  const { project } = request;
  const { applied, failed } = sampleOutcome(request, nowMs);
  const card = (of: ChangeRequest) => renderCard(of, { ping: [], competing: ['R-2'] }, words);
  const page = { project, page: 0, query: { words: [] }, tasks: [task], nowMs };
  const found = { kind: 'task', task, atMs: nowMs } as const;
  const rendered: readonly (readonly [string, { readonly blocks: KnownBlock[] }])[] = [
    ['card that waits', card(request)],
    ['card of an applied request', card(applied)],
    ['card of a failed request', card(failed)],
    ['list of tasks', renderTaskList(page, words)],
    ...renderTaskDetails({ project, task, nowMs }, words).map(
      (part) => ['details of a task', part] as const,
    ),
    ['events', renderEvents(sampleEvents(task, nowMs), found, words)],
    ['help', renderReply({ kind: 'help' }, words)],
  ];
  return rendered.map(([name, { blocks }]) => ({ name, shown: { blocks } }));
}
