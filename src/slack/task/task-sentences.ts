import type { TaskQuery } from '#commands/command.ts';
import { type RelayTask, STATUSES, taskName } from '#src/relay/relay-task.ts';
import {
  escaped,
  escapedWithin,
  inCode,
  moment,
  nameOf,
  slashCommand,
} from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Which words fit a relay task or a list of them. All mrkdwn, escaped. */

/** The head of a page of relay tasks. */
export function listSentence(
  input: {
    readonly project: string;
    readonly query: TaskQuery;
    readonly range: { readonly from: number; readonly to: number; readonly of: number };
  },
  { taskList }: Words,
): string {
  const { from, to, of } = input.range;
  const search = searchWords(input.query);
  return [
    taskList.count(of, escaped(input.project)),
    ...(search ? [inCode(search)] : []),
    ...(from === 1 && to === of ? [] : [taskList.range(from, to)]),
  ].join(' · ');
}

/** Said when a project has no tasks, or none that fits the search. */
export function listEmptySentence(
  input: {
    readonly project: string;
    readonly query: TaskQuery;
    readonly tasks: readonly RelayTask[];
  },
  { taskList }: Words,
): string {
  const { query, tasks } = input;
  const project = escaped(input.project);
  if (tasks.length === 0) return taskList.empty(project);
  const lines = [
    taskList.noneFits(tasks.length, project, inCode(searchWords(query))),
    taskList.howToSearch(slashCommand(`list ${input.project}`)),
  ];
  if (query.status !== undefined) {
    const statuses = [...new Set(tasks.flatMap(({ status }) => (status ? [status] : [])))];
    lines.push(taskList.statuses(statuses.slice(0, 10).map(inCode)));
  }
  return lines.join('\n');
}

function searchWords({ words, status }: TaskQuery): string {
  return [...words, ...(status === undefined ? [] : [`status:${status}`])].join(' ');
}

/** A relay task in three short lines. */
export function taskLines(task: RelayTask, nowMs: number, words: Words): string {
  const name = taskName(task);
  const about = [
    ...(name === task.task_id ? [] : [inCode(task.task_id)]),
    ...(task.domain ? [escapedWithin(task.domain, 150)] : []),
  ];
  return [
    `*${escapedWithin(name, 150)}* · ${statusWords(task, words)}`,
    `${windowWords(task, nowMs, words)} · ${sourceWords(task, words)}`,
    ...(about.length > 0 ? [about.join(' · ')] : []),
  ].join('\n');
}

/** The status, in words where we know it and as the API sent it where we do not. */
export function statusWords({ status }: RelayTask, { taskFacts, taskStatuses }: Words): string {
  if (status === undefined) return taskFacts.statusUntold;
  const known = STATUSES.find((name) => name === status);
  return known ? taskStatuses[known] : `❔ ${inCode(status)}`;
}

/** How many sources it has. */
export function sourceWords({ source_urls: urls = [] }: RelayTask, { taskFacts }: Words): string {
  return taskFacts.sources(urls.length);
}

/** From when until when it runs. */
export function windowWords(
  { start_time: start, end_time: end }: RelayTask,
  nowMs: number,
  { taskFacts }: Words,
): string {
  const [startMs, endMs] = [Date.parse(start ?? ''), Date.parse(end ?? '')];
  const [hasStart, hasEnd] = [Number.isFinite(startMs), Number.isFinite(endMs)];
  if (!hasStart && !hasEnd) return taskFacts.timesUntold;
  const times =
    hasStart && hasEnd
      ? taskFacts.fromUntil(moment(startMs), moment(endMs))
      : hasStart
        ? taskFacts.from(moment(startMs))
        : taskFacts.until(moment(endMs));
  if (endMs <= nowMs) return taskFacts.over(times);
  return startMs > nowMs ? taskFacts.notBegun(times) : times;
}

/** The head of everything that a task holds. */
export function detailsSentence(
  input: { readonly project: string; readonly task: RelayTask; readonly atMs: number },
  words: Words,
): string {
  const { project, task, atMs } = input;
  return [
    words.details.title(nameOf(task), escaped(project)),
    statusWords(task, words),
    words.details.read(moment(atMs)),
  ].join(' · ');
}
