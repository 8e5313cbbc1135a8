import type { TaskOrder, TaskQuery } from '#commands/command.ts';
import { fieldOf, momentOf, rawOf, urlsOf } from '#src/relay/field.ts';
import type { Ending } from '#src/relay/forecast/ending.ts';
import { type RelayTask, STATUSES, taskName } from '#src/relay/relay-task.ts';
import { taskRefusal } from '#src/relay/rules.ts';
import { withoutSecrets } from '#src/relay/secret.ts';
import { valueText } from '#src/slack/kit/field-value.ts';
import { escaped, escapedWithin, inCode, moment, slashCommand } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';

/** Which words fit a relay task or a list of them. All mrkdwn, escaped. */

/** What the head of a list says of its order; an order without an entry does not compile. */
const ORDER_WORDS: Readonly<Record<TaskOrder, (words: Words) => string>> = {
  ending: ({ ending }) => ending.order,
};

/** The head of a page of relay tasks. */
export function listSentence(
  input: {
    readonly project: string;
    readonly query: TaskQuery;
    readonly range: { readonly from: number; readonly to: number; readonly of: number };
  },
  words: Words,
): string {
  const { taskList } = words;
  const { from, to, of } = input.range;
  const { order } = input.query;
  const search = searchWords(input.query);
  return [
    taskList.count(of, escaped(input.project)),
    ...(order ? [ORDER_WORDS[order](words)] : []),
    ...(search ? [inCode(search)] : []),
    ...(from === 1 && to === of ? [] : [taskList.range(from, to)]),
  ].join(' · ');
}

/** For a project without tasks, or without any that match the search. */
export function listEmptySentence(
  input: {
    readonly project: string;
    readonly query: TaskQuery;
    readonly tasks: readonly RelayTask[];
  },
  { taskList, ending }: Words,
): string {
  const { query, tasks } = input;
  const project = escaped(input.project);
  if (tasks.length === 0) return taskList.empty(project);
  if (query.order === 'ending') {
    const search = searchWords(query);
    return search === ''
      ? ending.noneEnds(tasks.length, project)
      : ending.noneEndsFits(project, inCode(search));
  }
  const lines = [
    taskList.noneFits(tasks.length, project, inCode(searchWords(query))),
    taskList.howToSearch(slashCommand(`list ${input.project}`)),
  ];
  if (query.status !== undefined) {
    const statuses = [...new Set(tasks.flatMap((task) => statusWord(task) ?? []))];
    lines.push(taskList.statuses(statuses.slice(0, 10).map(inCode)));
  }
  return lines.join('\n');
}

function searchWords({ words, status }: TaskQuery): string {
  return [...words, ...(status === undefined ? [] : [`status:${status}`])].join(' ');
}

/** A relay task in up to three short lines, and another one if it cannot be changed. */
export function taskLines(task: RelayTask, nowMs: number, words: Words): string {
  const name = taskName(task);
  const about = [
    ...(name === task.task_id ? [] : [inCode(task.task_id)]),
    ...(task.domain ? [escapedWithin(task.domain, 150)] : []),
  ];
  const why = whyUnchangeable(task, nowMs, words);
  return [
    `*${escapedWithin(name, 150)}* · ${statusWords(task, words)}`,
    `${windowWords(task, nowMs, words)} · ${sourceWords(task, words)}`,
    ...(about.length > 0 ? [about.join(' · ')] : []),
    ...(why === undefined ? [] : [escapedWithin(why, 200)]),
  ].join('\n');
}

/** In short, why a task cannot be changed, or only together with its end. Plain text. */
export function whyUnchangeable(
  task: RelayTask,
  nowMs: number,
  { taskFacts }: Words,
): string | undefined {
  const { unchangeable } = taskFacts;
  const refusal = taskRefusal(task);
  if (refusal?.code === 'wrong_source_type') {
    return unchangeable.sourceType(visible(refusal.sourceType));
  }
  if (refusal) return unchangeable.unreadable(refusal.fields.map(({ field }) => field));
  const endMs = momentOf(task, 'end_time');
  return typeof endMs === 'number' && endMs <= nowMs ? unchangeable.ended : undefined;
}

/** The status as the API sent it, if it is a text. */
export function statusWord(task: RelayTask): string | undefined {
  const held = fieldOf(task, 'status');
  return 'value' in held ? String(withoutSecrets(held.value, 'status')) : undefined;
}

/** The status, in words where we know it and as the API sent it where we do not. */
export function statusWords(task: RelayTask, words: Words): string {
  const { taskFacts, taskStatuses } = words;
  const held = fieldOf(task, 'status');
  if (held.kind === 'missing') return taskFacts.statusUnknown;
  if (held.kind === 'unreadable') {
    return taskFacts.statusUnreadable(inCode(valueText('status', held.raw, words)));
  }
  const known = STATUSES.find((name) => name === held.value);
  return known ? taskStatuses[known] : `❔ ${inCode(statusWord(task) ?? '')}`;
}

/** How many sources it has. */
export function sourceWords(task: RelayTask, { taskFacts }: Words): string {
  return fieldOf(task, 'source_urls').kind === 'unreadable'
    ? taskFacts.sourcesUnreadable
    : taskFacts.sources(urlsOf(task).length);
}

/** From when until when it runs; unreadable times are quoted. */
export function windowWords(task: RelayTask, nowMs: number, words: Words): string {
  const { taskFacts } = words;
  const [startMs, endMs] = WINDOW.map((field) => {
    const atMs = momentOf(task, field);
    return typeof atMs === 'number' ? atMs : undefined;
  });
  const unclear = WINDOW.filter((field) => momentOf(task, field) === 'unclear').map((field) =>
    taskFacts.timeUnclear(inCode(valueText(field, rawOf(task, field), words))),
  );
  return (
    [...windowParts(startMs, endMs, nowMs, taskFacts), ...unclear].join(' · ') ||
    taskFacts.timesUnknown
  );
}

const WINDOW = ['start_time', 'end_time'] as const;

function windowParts(
  startMs: number | undefined,
  endMs: number | undefined,
  nowMs: number,
  taskFacts: Words['taskFacts'],
): string[] {
  if (startMs === undefined && endMs === undefined) return [];
  const times =
    startMs === undefined
      ? taskFacts.until(moment(endMs ?? 0))
      : endMs === undefined
        ? taskFacts.from(moment(startMs))
        : taskFacts.fromUntil(moment(startMs), moment(endMs));
  if (endMs !== undefined && endMs <= nowMs) return [taskFacts.over(times)];
  return [startMs !== undefined && startMs > nowMs ? taskFacts.notBegun(times) : times];
}

/** When and how a task goes off air by itself. */
export function endingSentence(
  { atMs, by, rounds = 1, sooner }: Ending,
  { ending }: Words,
): string {
  if (atMs === undefined) return ending.roundsOnly[sooner ?? 'unknown'](rounds);
  const when = moment(atMs);
  const ends = by === 'time' ? ending.byTime(when) : ending.byRounds(when, rounds);
  return sooner === undefined ? ends : ending.sooner[sooner](ends, rounds);
}
