import type { BlockAction, RespondFn } from '@slack/bolt';
import type { TaskQuery } from '#commands/command.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { answerLater } from './answer-later.ts';
import type { ButtonArgs, ChoiceArgs } from './args.ts';
import type { Rendered } from './card.ts';
import type { FormFlow } from './form-flow.ts';
import { fromListValue, fromTaskBlock, fromTaskValue, TASK_CHOICES, type TaskRef } from './ids.ts';
import { openModal } from './open-modal.ts';
import { personOf } from './person.ts';
import type { PersonalWords } from './personal-words.ts';
import type { SlackProject, SlackProjects } from './projects.ts';
import {
  noTaskSentence,
  pageGone,
  rendered,
  severalTasksSentence,
  unreadSentence,
} from './replies.ts';
import { renderTaskDetails } from './task-details.ts';
import type { TaskFinder } from './task-finder.ts';
import { renderTaskList } from './task-list.ts';
import type { Words } from './words/index.ts';

interface Room {
  readonly projects: SlackProjects;
  readonly finder: TaskFinder;
  readonly forms: FormFlow;
  readonly words: PersonalWords;
  readonly now: () => number;
}

/** A page of `/relay list`; the first is read now, the others from what was read a moment ago. */
export async function listAnswer(
  room: Pick<Room, 'projects' | 'finder' | 'now'>,
  asked: { readonly project: string; readonly query: TaskQuery; readonly page: number },
  words: Words,
): Promise<Rendered[]> {
  const project = room.projects.get(asked.project);
  if (!project) return [pageGone(words)];
  const list = await room.finder.list(project.tasks, { isFresh: asked.page === 0 });
  if (!list.ok) return [rendered(unreadSentence(list.failure, words))];
  return [renderTaskList({ ...asked, tasks: list.tasks, nowMs: room.now() }, words)];
}

/** `/relay show`. */
export async function showAnswer(
  room: Pick<Room, 'projects' | 'finder' | 'now'>,
  asked: TaskRef,
  words: Words,
): Promise<Rendered[]> {
  const project = room.projects.get(asked.project);
  if (!project) return [pageGone(words)];
  const found = await findTask(room.finder, project, asked.task, words);
  if ('sentence' in found) return [rendered(found.sentence)];
  return renderTaskDetails({ project: project.name, task: found.task, nowMs: room.now() }, words);
}

/** The one task that a word means, or what to say instead. */
export async function findTask(
  finder: TaskFinder,
  project: SlackProject,
  word: string,
  words: Words,
): Promise<{ readonly task: RelayTask } | { readonly sentence: string }> {
  const found = await finder.find(project.tasks, word);
  if ('failure' in found) return { sentence: unreadSentence(found.failure, words) };
  if (found.kind === 'none') {
    const { nearest } = found;
    return { sentence: noTaskSentence({ word, project: project.name, nearest }, words) };
  }
  if (found.kind === 'ambiguous') {
    return { sentence: severalTasksSentence(word, found.names, words) };
  }
  return { task: found.task };
}

/** Previous and Next: the page takes the place of the one before. */
export function handleListPage(room: Room) {
  return async ({ ack, action, body, respond }: ButtonArgs): Promise<void> => {
    await ack();
    const words = await room.words.soon(body.user.id);
    const page = fromListValue(action.value ?? '');
    const answer = page ? listAnswer(room, page, words) : Promise.resolve([pageGone(words)]);
    await answerLater(respond, answer, words, true);
  };
}

/** The menu of a task in a list. */
export function handleTaskMenu(room: Room) {
  return async ({ ack, action, body, client, respond }: ChoiceArgs): Promise<void> => {
    const task = fromTaskBlock(action.block_id);
    const choice = action.type === 'overflow' ? action.selected_option.value : undefined;
    if (task && choice === TASK_CHOICES.change) {
      await openForm(room, { client, ack }, body, task);
      return;
    }
    await ack();
    await answerShow(room, respond, body, task);
  };
}

/** Show under an event. */
export function handleShowTask(room: Room) {
  return async ({ ack, action, body, respond }: ButtonArgs): Promise<void> => {
    await ack();
    await answerShow(room, respond, body, fromTaskValue(action.value ?? ''));
  };
}

/** Change… under what a task holds. */
export function handleChangeTask(room: Room) {
  return async ({ ack, action, body, client }: ButtonArgs): Promise<void> => {
    await openForm(room, { client, ack }, body, fromTaskValue(action.value ?? ''));
  };
}

async function answerShow(
  room: Room,
  respond: RespondFn,
  body: BlockAction,
  task: TaskRef | undefined,
): Promise<void> {
  const words = await room.words.soon(body.user.id);
  const answer = task ? showAnswer(room, task, words) : Promise.resolve([pageGone(words)]);
  await answerLater(respond, answer, words);
}

function openForm(
  room: Room,
  slack: Parameters<typeof openModal>[0],
  body: BlockAction,
  task: TaskRef | undefined,
): Promise<void> {
  const asked = { triggerId: body.trigger_id, userId: body.user.id, words: room.words };
  return openModal(slack, asked, (words) =>
    room.forms.begin({ person: personOf(body), ...task }, words),
  );
}
