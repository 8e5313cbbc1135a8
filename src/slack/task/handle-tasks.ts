import type { BlockAction, RespondFn } from '@slack/bolt';
import type { TaskQuery } from '#commands/command.ts';
import { requestIdFrom } from '#commands/request-id.ts';
import type { Person } from '#src/approval/record/change-request.ts';
import type { Endings } from '#src/ending/ports.ts';
import {
  fromListValue,
  fromTaskBlock,
  fromTaskValue,
  TASK_CHOICES,
  type TaskRef,
} from '#src/slack/kit/ids.ts';
import { type Message, messageFrom, pageGone } from '#src/slack/kit/message.ts';
import { handlePage } from '#src/slack/modal/handle-page.ts';
import { type MembersDeps, openForMember } from '#src/slack/modal/members-only.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import { respondLater } from '#src/slack/modal/respond-later.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { ButtonArgs, ChoiceArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';
import { findTask, type PlaceDeps, unreadSentence } from './find-task.ts';
import { renderTaskDetails } from './task-details.ts';
import { renderTaskList } from './task-list.ts';

interface Deps extends MembersDeps, PlaceDeps {
  readonly endings: Endings;
  /** Opens the form for a change. */
  readonly forms: {
    readonly begin: (
      asked: { readonly person: Person } & Partial<TaskRef>,
      words: Words,
    ) => Promise<View>;
  };
  readonly now: () => number;
}

type Looked = Pick<Deps, 'projects' | 'finder' | 'endings' | 'now'>;

/** A page of `/relay list`; the first page reads the tasks, the others may use a recent read. */
export async function listAnswer(
  deps: Looked,
  asked: { readonly project: string; readonly query: TaskQuery; readonly page?: number },
  words: Words,
): Promise<Message[]> {
  const { page = 0 } = asked;
  const project = deps.projects.get(asked.project);
  if (!project) return [pageGone(words)];
  const list = await deps.finder.list(project.tasks, { isFresh: page === 0 });
  if (!list.ok) return [messageFrom(unreadSentence(list.failure, words))];
  const isByEnd = asked.query.order === 'ending';
  const endings = isByEnd ? await deps.endings.of(project.name, list.tasks) : undefined;
  const { tasks, missing } = list;
  const nowMs = deps.now();
  return [renderTaskList({ ...asked, page, endings, tasks, missing, nowMs }, words)];
}

/** `/relay show`. */
export async function showAnswer(deps: Looked, asked: TaskRef, words: Words): Promise<Message[]> {
  const project = deps.projects.get(asked.project);
  if (!project) return [pageGone(words)];
  const request = requestIdFrom(asked.task);
  const others = request === undefined ? [] : [request];
  const found = await findTask(deps.finder, project, asked.task, words, others);
  if ('sentence' in found) return [messageFrom(found.sentence)];
  return renderTaskDetails({ project: project.name, task: found.task, nowMs: deps.now() }, words);
}

/** Previous and Next. */
export function handleListPage(deps: Deps) {
  return handlePage(deps, fromListValue, (page, words) => listAnswer(deps, page, words));
}

/** The menu of a task in a list. */
export function handleTaskMenu(deps: Deps) {
  return async (args: ChoiceArgs): Promise<void> => {
    const { ack, action, body, respond } = args;
    const task = fromTaskBlock(action.block_id);
    const choice = action.type === 'overflow' ? action.selected_option.value : undefined;
    if (task && choice === TASK_CHOICES.change) return openForm(deps, args, task);
    await ack();
    await answerShow(deps, respond, body, task);
  };
}

/** The button Show under an event. */
export function handleShowTask(deps: Deps) {
  return async ({ ack, action, body, respond }: ButtonArgs): Promise<void> => {
    await ack();
    await answerShow(deps, respond, body, fromTaskValue(action.value ?? ''));
  };
}

/** The button Change… under a task's details. */
export function handleChangeTask(deps: Deps) {
  return (args: ButtonArgs): Promise<void> =>
    openForm(deps, args, fromTaskValue(args.action.value ?? ''));
}

function answerShow(
  deps: Deps,
  respond: RespondFn,
  body: BlockAction,
  task: TaskRef | undefined,
): Promise<void> {
  return respondLater(deps, { respond, person: personOf(body) }, async (words) =>
    task ? showAnswer(deps, task, words) : [pageGone(words)],
  );
}

function openForm(
  deps: Deps,
  args: Parameters<typeof openForMember>[1],
  task: TaskRef | undefined,
): Promise<void> {
  return openForMember(deps, args, (words, person) => deps.forms.begin({ person, ...task }, words));
}
