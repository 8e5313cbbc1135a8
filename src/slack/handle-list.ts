import type {
  AllMiddlewareArgs,
  BlockAction,
  ButtonAction,
  SlackActionMiddlewareArgs,
} from '@slack/bolt';
import type { TaskQuery } from '#commands/command.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { answerLater } from './answer-later.ts';
import type { Rendered } from './card.ts';
import type { FormFlow } from './form-flow.ts';
import { fromListValue, fromTaskBlock, fromTaskValue, TASK_CHOICES, type TaskRef } from './ids.ts';
import { openModal } from './open-modal.ts';
import type { SlackProject, SlackProjects } from './projects.ts';
import {
  noTaskSentence,
  PAGE_GONE,
  rendered,
  severalTasksSentence,
  unreadSentence,
} from './replies.ts';
import { renderTaskDetails } from './task-details.ts';
import type { TaskFinder } from './task-finder.ts';
import { renderTaskList } from './task-list.ts';

interface Room {
  readonly projects: SlackProjects;
  readonly finder: TaskFinder;
  readonly forms: FormFlow;
  readonly now: () => number;
}

type ButtonArgs = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;
type MenuArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** A page of `/relay list`; the first is read now, the others from what was read a moment ago. */
export async function listAnswer(
  room: Pick<Room, 'projects' | 'finder' | 'now'>,
  asked: { readonly project: string; readonly query: TaskQuery; readonly page: number },
): Promise<Rendered[]> {
  const project = room.projects.get(asked.project);
  if (!project) return [rendered(PAGE_GONE)];
  const list = await room.finder.list(project.tasks, { isFresh: asked.page === 0 });
  if (!list.ok) return [rendered(unreadSentence(list.failure))];
  return [renderTaskList({ ...asked, tasks: list.tasks, nowMs: room.now() })];
}

/** `/relay show`. */
export async function showAnswer(
  room: Pick<Room, 'projects' | 'finder' | 'now'>,
  asked: TaskRef,
): Promise<Rendered[]> {
  const project = room.projects.get(asked.project);
  if (!project) return [rendered(PAGE_GONE)];
  const found = await findTask(room.finder, project, asked.task);
  if ('sentence' in found) return [rendered(found.sentence)];
  return renderTaskDetails({ project: project.name, task: found.task, nowMs: room.now() });
}

/** The one task that a word means, or what to say instead. */
export async function findTask(
  finder: TaskFinder,
  project: SlackProject,
  word: string,
): Promise<{ readonly task: RelayTask } | { readonly sentence: string }> {
  const found = await finder.find(project.tasks, word);
  if ('failure' in found) return { sentence: unreadSentence(found.failure) };
  if (found.kind === 'none') {
    return { sentence: noTaskSentence(word, project.name, found.nearest) };
  }
  if (found.kind === 'ambiguous') return { sentence: severalTasksSentence(word, found.names) };
  return { task: found.task };
}

/** Previous and Next: the page takes the place of the one before. */
export function handleListPage(room: Room) {
  return async ({ ack, action, respond }: ButtonArgs): Promise<void> => {
    await ack();
    const page = fromListValue(action.value ?? '');
    const answer = page ? listAnswer(room, page) : Promise.resolve([rendered(PAGE_GONE)]);
    await answerLater(respond, answer, true);
  };
}

/** The menu of a task in a list. */
export function handleTaskMenu(room: Room) {
  return async ({ ack, action, body, client, respond }: MenuArgs): Promise<void> => {
    const task = fromTaskBlock(action.block_id);
    const choice = action.type === 'overflow' ? action.selected_option.value : undefined;
    if (task && choice === TASK_CHOICES.change) {
      await openModal({ client, ack }, body.trigger_id, () => beginForm(room, task, body));
      return;
    }
    await ack();
    await answerLater(
      respond,
      task ? showAnswer(room, task) : Promise.resolve([rendered(PAGE_GONE)]),
    );
  };
}

/** Show under an event. */
export function handleShowTask(room: Room) {
  return async ({ ack, action, respond }: ButtonArgs): Promise<void> => {
    await ack();
    const task = fromTaskValue(action.value ?? '');
    await answerLater(
      respond,
      task ? showAnswer(room, task) : Promise.resolve([rendered(PAGE_GONE)]),
    );
  };
}

/** Change… under what a task holds. */
export function handleChangeTask(room: Room) {
  return async ({ ack, action, body, client }: ButtonArgs): Promise<void> => {
    const task = fromTaskValue(action.value ?? '');
    await openModal({ client, ack }, body.trigger_id, () => beginForm(room, task, body));
  };
}

function beginForm(room: Room, ref: TaskRef | undefined, body: BlockAction) {
  const person = { teamId: body.user.team_id ?? body.team?.id ?? '', userId: body.user.id };
  return room.forms.begin({ person, ...ref });
}
