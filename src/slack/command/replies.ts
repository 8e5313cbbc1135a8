import type { Command, Reply, TaskQuery } from '#commands/command.ts';
import { COMMANDS } from '#commands/index.ts';
import type { Failure } from '#src/relay/live-api.ts';
import { type RelayTask, STATUSES, taskName } from '#src/relay/relay-task.ts';
import { section } from '#src/slack/kit/blocks.ts';
import type { Rendered } from '#src/slack/card/card.ts';
import { COMMAND } from '#src/slack/kit/ids.ts';
import { failureSentence } from '#src/slack/kit/sentences.ts';
import { cut, cutMarkup, escaped, escapedWithin, moment, nameOf } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Replies that take more than words: a form, or an answer of the Live API or the store. */
export type LongReply = Extract<
  Reply,
  {
    readonly kind:
      | 'form'
      | 'revert'
      | 'list'
      | 'show'
      | 'requests'
      | 'history'
      | 'show_request'
      | 'explain'
      | 'explain_request'
      | 'audit'
      | 'watch'
      | 'watches';
  }
>;
export type WordsReply = Exclude<Reply, LongReply>;

/** What only the person who typed a command sees. */
export function renderReply(reply: WordsReply, words: Words): Rendered {
  const isTable = reply.kind === 'help' && !reply.command;
  const made = isTable ? helps.get(words) : undefined;
  if (made) return made;
  const answer = rendered(replyLines(reply, words).join('\n'));
  if (isTable) helps.set(words, answer);
  return answer;
}

/** The table of commands is the same for all who read a language, so it is made once. */
const helps = new WeakMap<Words, Rendered>();

/** A sentence as a message; the first line is what a notification shows. */
export function rendered(sentence: string): Rendered {
  return { text: cutMarkup(sentence.split('\n')[0] ?? '', 3_000), blocks: [section(sentence)] };
}

function replyLines(reply: WordsReply, words: Words): string[] {
  const { replies } = words;
  switch (reply.kind) {
    case 'help':
      return reply.command ? helpOn(reply.command, words) : helpOnAll(words);
    case 'unknown_command':
      return [
        replies.unknownCommand(inCode(`${COMMAND} ${cut(reply.word, 100)}`), near(reply)),
        replies.typeHelp(typed('help')),
      ];
    case 'unknown_project':
      return [
        replies.unknownProject(escapedWithin(reply.word, 100), near(reply)),
        replies.projects(reply.projects.map(inCode)),
      ];
    case 'project_missing':
      return [
        replies.projectMissing(typed(reply.usage)),
        replies.projects(reply.projects.map(inCode)),
      ];
    case 'task_missing':
      return [
        replies.taskMissing(typed(reply.usage), typed(reply.example)),
        replies.listFinds(typed('list')),
      ];
    case 'request_missing': {
      const said = reply.word === undefined ? undefined : inCode(reply.word);
      return [
        replies.requestMissing(typed(reply.usage), typed(reply.example), said),
        replies.historyFinds(typed('history')),
      ];
    }
    case 'unknown_choice':
      return [
        replies.unknownChoice(escapedWithin(reply.word, 100), near(reply)),
        replies.choices(reply.choices.map(inCode)),
      ];
    case 'unknown_event':
      return [
        replies.unknownEvent(escapedWithin(reply.word, 100), near(reply)),
        replies.events(reply.events.map(inCode)),
      ];
    case 'unknown_field':
      return [
        replies.unknownField(escapedWithin(reply.word, 100), near(reply)),
        replies.fields(reply.fields.map(inCode)),
      ];
    case 'search_too_long':
      return [replies.searchTooLong(reply.max)];
    case 'too_many_words':
      return [replies.tooManyWords(typed(reply.usage))];
  }
}

function helpOnAll({ replies, commands }: Words): string[] {
  const lines = COMMANDS.map(({ name, usage }) => `• ${typed(usage)}  ${commands[name]}`);
  return [replies.helpTitle, ...lines];
}

function helpOn({ name, usage, examples }: Command, { replies, commands }: Words): string[] {
  const lines = examples.map((example) => `• ${typed(example)}`);
  return [`*${typed(usage)}*  ${commands[name]}`, replies.helpExamples, ...lines];
}

function near({ nearest }: { readonly nearest?: string | undefined }): string | undefined {
  return nearest && inCode(nearest);
}

/** Text in code font, which ends at a backtick. */
export function inCode(text: string): string {
  return `\`${escapedWithin(text, 150).replaceAll('`', "'")}\``;
}

/** A command as it is typed; a usage has angle brackets, which Slack would take for a link. */
export function typed(command: string): string {
  return `\`${COMMAND} ${escaped(command)}\``;
}

/** Said of a list or a button that no longer leads anywhere. */
export function pageGone({ replies }: Words): Rendered {
  return rendered(replies.pageGone(typed('list')));
}

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
    taskList.howToSearch(typed(`list ${input.project}`)),
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

export function statusWords({ status }: RelayTask, { taskFacts, taskStatuses }: Words): string {
  if (status === undefined) return taskFacts.statusUntold;
  const known = STATUSES.find((name) => name === status);
  return known ? taskStatuses[known] : `❔ ${inCode(status)}`;
}

export function sourceWords({ source_urls: urls = [] }: RelayTask, { taskFacts }: Words): string {
  return taskFacts.sources(urls.length);
}

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

export function noTaskSentence(
  input: { readonly word: string; readonly project: string; readonly nearest: readonly string[] },
  { replies }: Words,
): string {
  return replies.noTask(
    escapedWithin(input.word, 150),
    escaped(input.project),
    typed('list'),
    input.nearest.map((name) => escapedWithin(name, 150)),
  );
}

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

export function unreadSentence(failure: Failure, words: Words): string {
  return `${words.replies.unread}\n${failureSentence(failure, words)}`;
}
