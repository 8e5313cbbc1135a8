import type { Command, Reply, TaskQuery } from '#commands/command.ts';
import { COMMANDS } from '#commands/index.ts';
import type { Failure } from '#src/relay/live-api.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { section } from './blocks.ts';
import type { Rendered } from './card.ts';
import { COMMAND } from './ids.ts';
import { failureSentence } from './sentences.ts';
import { cut, escaped, escapedWithin, moment } from './text.ts';
import { TASK_STATUS_WORDS } from './words.ts';

/** Replies that take more than words: a form, or an answer of the Live API or the store. */
type LongReply = Extract<Reply, { readonly kind: 'form' | 'list' | 'show' | 'watch' | 'watches' }>;
export type WordsReply = Exclude<Reply, LongReply>;

/** What only the person who typed a command sees. */
export function renderReply(reply: WordsReply): Rendered {
  return rendered(replyLines(reply).join('\n'));
}

/** A sentence as a message; the first line is what a notification shows. */
export function rendered(sentence: string): Rendered {
  return { text: cut(sentence.split('\n')[0] ?? '', 3_000), blocks: [section(sentence)] };
}

function replyLines(reply: WordsReply): string[] {
  switch (reply.kind) {
    case 'help':
      return reply.command ? helpOn(reply.command) : helpOnAll();
    case 'unknown_command':
      return [
        `There is no \`${COMMAND} ${code(reply.word)}\`.${meant(reply.nearest)}`,
        `Type \`${COMMAND} help\` for what there is.`,
      ];
    case 'unknown_project':
      return [
        `There is no project *${escapedWithin(reply.word, 100)}*.${meant(reply.nearest)}`,
        `Projects: ${reply.projects.map((name) => `\`${name}\``).join(', ')}.`,
      ];
    case 'project_missing':
      return [
        `Which project? It is ${typed(reply.usage)}.`,
        `Projects: ${reply.projects.map((name) => `\`${name}\``).join(', ')}.`,
      ];
    case 'task_missing':
      return [
        `Which relay task? It is ${typed(reply.usage)}, for example ${typed(reply.example)}.`,
        `\`${COMMAND} list\` finds it.`,
      ];
    case 'unknown_event':
      return [
        `There is no event *${escapedWithin(reply.word, 100)}*, and one task is enough.${meant(reply.nearest)}`,
        `Events: ${reply.events.map((name) => `\`${name}\``).join(', ')}.`,
      ];
    case 'search_too_long':
      return [`That is too long to search for: ${reply.max} characters are enough for any task.`];
    case 'too_many_words':
      return [`Too many words. It is ${typed(reply.usage)}.`];
  }
}

function helpOnAll(): string[] {
  const lines = COMMANDS.map(({ usage, summary }) => `• ${typed(usage)}  ${summary}`);
  return ['*Relaydesk asks before it changes a relay task.*', ...lines];
}

function helpOn({ usage, summary, examples }: Command): string[] {
  const lines = examples.map((example) => `• ${typed(example)}`);
  return [`*${typed(usage)}*  ${summary}`, 'For example:', ...lines];
}

function meant(nearest: string | undefined): string {
  return nearest ? ` Did you mean \`${code(nearest)}\`?` : '';
}

function code(word: string, max = 100): string {
  return escapedWithin(word, max).replaceAll('`', "'");
}

/** A command as it is typed; a usage has angle brackets, which Slack would take for a link. */
function typed(words: string): string {
  return `\`${COMMAND} ${escaped(words)}\``;
}

export const SHOW_TASK = 'Show';
export const CHANGE_TASK = 'Change…';
export const PREVIOUS_PAGE = '◀ Previous';
export const NEXT_PAGE = 'Next ▶';
export const STILL_ASKING = '⏳ Still asking the Live API…';
export const MASKED_HINT =
  'A “…” with six characters stands for something secret. They differ when the secret does.';
export const PAGE_GONE = `This list cannot be turned any more. Type \`${COMMAND} list\` for a new one.`;

/** The head of a page of relay tasks. */
export function listSentence(input: {
  readonly project: string;
  readonly query: TaskQuery;
  readonly range: { readonly from: number; readonly to: number; readonly of: number };
}): string {
  const { from, to, of } = input.range;
  const count = of === 1 ? '1 relay task' : `${of} relay tasks`;
  const part = from === 1 && to === of ? '' : ` · ${from} to ${to}`;
  const words = searchWords(input.query);
  return `*${count}* in *${escaped(input.project)}*${words ? ` · ${inCode(words)}` : ''}${part}`;
}

export function listEmptySentence(input: {
  readonly project: string;
  readonly query: TaskQuery;
  readonly tasks: readonly RelayTask[];
}): string {
  const { project, query, tasks } = input;
  if (tasks.length === 0) {
    return `There are no relay tasks in *${escaped(project)}*. They are made in the console of the cloud.`;
  }
  const lines = [
    `None of the ${tasks.length} relay tasks in *${escaped(project)}* fits ${inCode(searchWords(query))}.`,
    `Every word must be in the name, the id or the domain. \`${COMMAND} list ${escaped(project)}\` shows all.`,
  ];
  if (query.status !== undefined) {
    const statuses = [...new Set(tasks.flatMap(({ status }) => (status ? [status] : [])))];
    lines.push(`Statuses there are: ${statuses.slice(0, 10).map(inCode).join(', ') || 'none'}.`);
  }
  return lines.join('\n');
}

function searchWords({ words, status }: TaskQuery): string {
  return [...words, ...(status === undefined ? [] : [`status:${status}`])].join(' ');
}

/** A relay task in three short lines. */
export function taskLines(task: RelayTask, nowMs: number): string {
  const name = taskName(task);
  const about = [
    ...(name === task.task_id ? [] : [inCode(task.task_id)]),
    ...(task.domain ? [escapedWithin(task.domain, 150)] : []),
  ];
  return [
    `*${escapedWithin(name, 150)}* · ${statusWords(task)}`,
    `${windowWords(task, nowMs)} · ${sourceWords(task)}`,
    ...(about.length > 0 ? [about.join(' · ')] : []),
  ].join('\n');
}

export function statusWords({ status }: RelayTask): string {
  if (status === undefined) return '❔ status not told';
  return TASK_STATUS_WORDS[status] ?? `❔ ${inCode(status)}`;
}

export function sourceWords({ source_urls: urls = [] }: RelayTask): string {
  return urls.length === 1 ? '1 source' : `${urls.length} sources`;
}

export function windowWords(
  { start_time: start, end_time: end }: RelayTask,
  nowMs: number,
): string {
  const [startMs, endMs] = [Date.parse(start ?? ''), Date.parse(end ?? '')];
  const parts = [
    ...(Number.isFinite(startMs) ? [`from ${moment(startMs)}`] : []),
    ...(Number.isFinite(endMs) ? [`until ${moment(endMs)}`] : []),
  ];
  if (parts.length === 0) return 'no times told';
  const phase = endMs <= nowMs ? ' (over)' : startMs > nowMs ? ' (not begun)' : '';
  return `${parts.join(' ')}${phase}`;
}

export function detailsSentence(input: {
  readonly project: string;
  readonly task: RelayTask;
  readonly atMs: number;
}): string {
  const { project, task, atMs } = input;
  const name = `*${escapedWithin(taskName(task), 150)}* in *${escaped(project)}*`;
  return `${name} · ${statusWords(task)} · read ${moment(atMs)}`;
}

export function detailsContinuedSentence(name: string, part: number): string {
  return `${escapedWithin(name, 150)}, part ${part}`;
}

export function detailsCutSentence(dropped: number): string {
  return `⚠️ ${dropped} more blocks of fields do not fit in an answer of Slack. The console of the cloud shows them.`;
}

export function listTitle(count: number): string {
  return count === 1 ? '1 URL' : `${count} URLs, counted from 1`;
}

export function unchangeableSentence(sourceType: string): string {
  return `🔒 Not changeable here: its source type is ${inCode(sourceType)}, and the API changes only \`PullVodPushLive\`.`;
}

export function noTaskSentence(word: string, project: string, nearest: readonly string[]): string {
  const near = nearest.map((name) => `*${escapedWithin(name, 150)}*`).join(' or ');
  return `There is no task *${escapedWithin(word, 150)}* in *${escaped(project)}*.${near ? ` Did you mean ${near}?` : ''} \`${COMMAND} list\` finds it.`;
}

export function severalTasksSentence(word: string, names: readonly string[]): string {
  const lines = names.slice(0, 10).map((name) => `• ${escapedWithin(name, 250)}`);
  return [
    `${names.length} tasks are called *${escapedWithin(word, 150)}*. Name one by its id:`,
    ...lines,
    ...(names.length > lines.length ? [`and ${names.length - lines.length} more`] : []),
  ].join('\n');
}

export function unreadSentence(failure: Failure): string {
  return `The Live API did not answer this just now.\n${failureSentence(failure)}`;
}

function inCode(text: string): string {
  return `\`${code(text, 150)}\``;
}
