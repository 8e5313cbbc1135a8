import type { KnownBlock } from '@slack/types';
import type { TaskOrder, TaskQuery } from '#commands/command.ts';
import { fitsGlob } from '#src/basics/glob.ts';
import type { Ending } from '#src/relay/forecast/ending.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { taskRefusal } from '#src/relay/rules.ts';
import { button, buttonRow, context, plain, section } from '#src/slack/kit/blocks.ts';
import {
  ACTION,
  type ListPage,
  TASK_CHOICES,
  toListValue,
  toTaskBlock,
} from '#src/slack/kit/ids.ts';
import { type Message, messageOf } from '#src/slack/kit/message.ts';
import type { Words } from '#src/slack/words/index.ts';
import {
  endingSentence,
  listEmptySentence,
  listSentence,
  statusWord,
  taskLines,
} from './task-sentences.ts';

/** Tasks per page: far below Slack's 50 blocks, and short enough for a phone. */
export const PAGE_SIZE = 10;

interface TaskPage extends ListPage {
  readonly tasks: readonly RelayTask[];
  /** How many more there are that could not be read. */
  readonly missing?: number | undefined;
  /** By task id; needed to sort by end. */
  readonly endings?: ReadonlyMap<string, Ending> | undefined;
  readonly nowMs: number;
}

/** One page of the matching tasks; a page past the end shows the last one. */
export function renderTaskList(input: TaskPage, words: Words): Message {
  const { project, query, tasks, endings = new Map() } = input;
  const fitting = fittingTasks(tasks, query);
  const found = query.order ? ORDERED[query.order](fitting, endings) : fitting;
  if (found.length === 0) {
    const text = listEmptySentence({ project, query, tasks }, words);
    return messageOf([section(text), ...missingBlocks(input, words)]);
  }
  const pages = Math.ceil(found.length / PAGE_SIZE);
  const page = Math.min(Math.max(0, input.page), pages - 1);
  const from = page * PAGE_SIZE;
  const shown = found.slice(from, from + PAGE_SIZE);
  const range = { from: from + 1, to: from + shown.length, of: found.length };
  const text = listSentence({ project, query, range }, words);
  return messageOf([
    section(text),
    ...shown.map((task) => taskBlock(input, task, words)),
    ...missingBlocks(input, words),
    ...listButtons({ project, query, page }, pages, words),
  ]);
}

function missingBlocks({ missing }: TaskPage, { taskList }: Words): KnownBlock[] {
  return missing === undefined ? [] : [context(taskList.missing(missing))];
}

/** What each order lists, and how; an order without an entry does not compile. */
const ORDERED: Readonly<
  Record<TaskOrder, (tasks: RelayTask[], endings: ReadonlyMap<string, Ending>) => RelayTask[]>
> = {
  ending: (tasks, endings) =>
    tasks.filter(({ task_id: id }) => endings.has(id)).toSorted(byEnd(endings)),
};

/** The tasks that a list is narrowed down to, by name. */
export function fittingTasks(tasks: readonly RelayTask[], query: TaskQuery): RelayTask[] {
  return tasks.filter((task) => fits(task, query)).toSorted(byName);
}

/** Whether each word is in the name, id or domain of a task, or is a pattern for its name; and it has the status. */
function fits(task: RelayTask, { words, status }: TaskQuery): boolean {
  if (status !== undefined && statusWord(task)?.toLowerCase() !== status) return false;
  const { domain, destination_url: target } = task;
  // Only the host of a push URL is searched, since the rest may hold a key.
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/?#]*)/i.exec(target ?? '')?.[1];
  const names = [taskName(task), task.stream_name ?? ''].map((name) => name.toLowerCase());
  const text = [...names, task.task_id, domain, host].filter(Boolean).join('\n').toLowerCase();
  return words
    .map((word) => word.toLowerCase())
    .every((word) => text.includes(word) || names.some((name) => fitsGlob(word, name)));
}

/** The soonest first; tasks without a known end come last. */
function byEnd(endings: ReadonlyMap<string, Ending>) {
  const endMs = ({ task_id: id }: RelayTask): number => endings.get(id)?.atMs ?? Infinity;
  return (a: RelayTask, b: RelayTask): number => {
    const [first, second] = [endMs(a), endMs(b)];
    return first === second ? byName(a, b) : first - second;
  };
}

/** `live2` before `live10`. Making one for each comparison takes longer than everything else here. */
const NAMES = new Intl.Collator('en', { numeric: true });

/** The API guarantees no order, and pages need one. Tasks without a name come last. */
function byName(a: RelayTask, b: RelayTask): number {
  return (
    Number(taskName(a) === a.task_id) - Number(taskName(b) === b.task_id) ||
    NAMES.compare(taskName(a), taskName(b)) ||
    (a.task_id < b.task_id ? -1 : 1)
  );
}

function taskBlock(input: TaskPage, task: RelayTask, words: Words): KnownBlock {
  const { project, nowMs, endings } = input;
  const ending = endings?.get(task.task_id);
  const lines = [taskLines(task, nowMs, words), ...(ending ? [endingSentence(ending, words)] : [])];
  const body = section(lines.join('\n'));
  const blockId = toTaskBlock({ project, task: task.task_id });
  if (blockId === undefined) return body;
  const { show, change } = TASK_CHOICES;
  return {
    ...body,
    block_id: blockId,
    accessory: {
      type: 'overflow',
      action_id: ACTION.taskMenu,
      options: [
        { value: show, text: plain(words.buttons.show) },
        ...(taskRefusal(task) ? [] : [{ value: change, text: plain(words.buttons.change) }]),
      ],
    },
  };
}

function listButtons(at: ListPage, pages: number, words: Words): KnownBlock[] {
  const { previous, next, changeSeveral } = words.buttons;
  const turn = (action_id: string, text: string, page: number) =>
    button(action_id, text, toListValue({ ...at, page }));
  return buttonRow([
    ...(at.page > 0 ? [turn(ACTION.listPrevious, previous, at.page - 1)] : []),
    ...(at.page < pages - 1 ? [turn(ACTION.listNext, next, at.page + 1)] : []),
    turn(ACTION.changeSeveral, changeSeveral, at.page),
  ]);
}
