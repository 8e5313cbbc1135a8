import type { Failure } from '#src/relay/live-api.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { type Message, messageFrom, pageGone } from '#src/slack/kit/message.ts';
import { failureSentence } from '#src/slack/kit/sentences.ts';
import { escaped, escapedWithin, slashCommand } from '#src/slack/kit/text.ts';
import type { SlackProject, SlackProjects } from '#src/slack/projects.ts';
import type { Words } from '#src/slack/words/index.ts';
import type { TaskFinder } from './task-finder.ts';

/** The task that a word names, or a sentence why there is not exactly one; `others`: what else it could mean. */
export async function findTask(
  finder: TaskFinder,
  project: SlackProject,
  word: string,
  words: Words,
  others: readonly string[] = [],
): Promise<{ readonly task: RelayTask } | { readonly sentence: string }> {
  const found = await finder.find(project.tasks, word);
  if ('failure' in found) return { sentence: unreadSentence(found.failure, words) };
  if (found.kind === 'none') {
    const nearest = [...others, ...found.nearest];
    return { sentence: noTaskSentence({ word, project: project.name, nearest }, words) };
  }
  if (found.kind === 'ambiguous') {
    return { sentence: severalTasksSentence(word, found.names, words) };
  }
  return { task: found.task };
}

/** What a project and a task are found with. */
export interface PlaceDeps {
  readonly projects: SlackProjects;
  readonly finder: TaskFinder;
}

/** The project, and the task if one was typed; otherwise what to answer instead. */
export async function placeAsked(
  deps: PlaceDeps,
  asked: { readonly project: string; readonly task?: string | undefined },
  words: Words,
): Promise<
  | { readonly project: SlackProject; readonly task: RelayTask | undefined }
  | { readonly messages: Message[] }
> {
  const project = deps.projects.get(asked.project);
  if (!project) return { messages: [pageGone(words)] };
  if (asked.task === undefined) return { project, task: undefined };
  const found = await findTask(deps.finder, project, asked.task, words);
  return 'sentence' in found
    ? { messages: [messageFrom(found.sentence)] }
    : { project, task: found.task };
}

/** No task has that name; lists the nearest names. */
export function noTaskSentence(
  input: { readonly word: string; readonly project: string; readonly nearest: readonly string[] },
  { replies }: Words,
): string {
  return replies.noTask(
    escapedWithin(input.word, 150),
    escaped(input.project),
    slashCommand('list'),
    input.nearest.map((name) => escapedWithin(name, 150)),
  );
}

/** Several tasks have that name. */
export function severalTasksSentence(
  word: string,
  names: readonly string[],
  { replies }: Words,
): string {
  const lines = names.slice(0, 10).map((name) => `• ${escapedWithin(name, 250)}`);
  return [
    replies.severalTasks(names.length, escapedWithin(word, 150)),
    ...lines,
    ...(names.length > lines.length ? [replies.andMore(names.length - lines.length)] : []),
  ].join('\n');
}

/** The tasks could not be read. */
export function unreadSentence(failure: Failure, words: Words): string {
  return `${words.replies.unread}\n${failureSentence(failure, words)}`;
}
