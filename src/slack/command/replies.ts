import type { Command, Reply } from '#commands/command.ts';
import { COMMANDS } from '#commands/index.ts';
import { COMMAND } from '#src/slack/kit/ids.ts';
import type { Message } from '#src/slack/kit/message.ts';
import { messageFrom } from '#src/slack/kit/message.ts';
import { cut, escapedWithin, inCode, slashCommand } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Replies that open a modal. */
type OpeningReply = Extract<Reply, { readonly kind: 'form' | 'apply' | 'revert' }>;

const LONG = [
  'list',
  'show',
  'requests',
  'history',
  'as_run',
  'schedule',
  'show_request',
  'explain',
  'explain_request',
  'audit',
  'watch',
  'watches',
  'freezes',
  'freeze',
  'unfreeze',
  'presets',
] as const;

/** Replies that need the Live API or the store. */
export type LongReply = Extract<Reply, { readonly kind: (typeof LONG)[number] }>;
export type WordsReply = Exclude<Reply, LongReply | OpeningReply>;

export function isLong(reply: Reply): reply is LongReply {
  return LONG.some((kind) => kind === reply.kind);
}

/** What only the person who typed a command sees. */
export function renderReply(reply: WordsReply, words: Words): Message {
  return messageFrom(replyLines(reply, words).join('\n'));
}

const MISUSED = {
  preset_missing: ({ replies }: Words) => replies.presetMissing,
  too_many_words: ({ replies }: Words) => replies.tooManyWords,
};

function replyLines(reply: WordsReply, words: Words): string[] {
  const { replies } = words;
  switch (reply.kind) {
    case 'help':
      return reply.command ? helpOn(reply.command, words) : helpOnAll(words);
    case 'unknown_command':
      return [
        replies.unknownCommand(inCode(`${COMMAND} ${cut(reply.word, 100)}`), near(reply)),
        replies.typeHelp(slashCommand('help')),
      ];
    case 'unknown_project':
      return [
        replies.unknownProject(escapedWithin(reply.word, 100), near(reply)),
        replies.projects(reply.projects.map(inCode)),
      ];
    case 'project_missing':
      return [
        replies.projectMissing(slashCommand(reply.usage)),
        replies.projects(reply.projects.map(inCode)),
      ];
    case 'task_missing':
      return [
        replies.taskMissing(slashCommand(reply.usage), slashCommand(reply.example)),
        replies.listFinds(slashCommand('list')),
      ];
    case 'request_missing':
      return requestMissing(reply, words);
    case 'unknown_choice':
      return [
        replies.unknownChoice(escapedWithin(reply.word, 100), near(reply)),
        replies.choices(reply.choices.map(inCode)),
      ];
    case 'unknown_day':
    case 'unknown_coming_day':
      return [dayLine(reply, words)];
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
    case 'unknown_time':
    case 'freeze_incomplete':
    case 'reason_too_long':
      return [freezeLine(reply, words)];
    case 'search_too_long':
      return [replies.searchTooLong(reply.max)];
    case 'preset_missing':
    case 'too_many_words':
      return [MISUSED[reply.kind](words)(slashCommand(reply.usage))];
  }
}

function requestMissing(
  { word, usage, example }: Extract<WordsReply, { readonly kind: 'request_missing' }>,
  { replies }: Words,
): string[] {
  const said = word === undefined ? undefined : inCode(word);
  return [
    replies.requestMissing(slashCommand(usage), slashCommand(example), said),
    replies.historyFinds(slashCommand('history')),
  ];
}

function dayLine(
  reply: Extract<WordsReply, { readonly kind: 'unknown_day' | 'unknown_coming_day' }>,
  { replies }: Words,
): string {
  const word = escapedWithin(reply.word, 100);
  return reply.kind === 'unknown_day'
    ? replies.unknownDay(word)
    : replies.unknownComingDay(word, near(reply));
}

/** Why nothing was frozen. */
function freezeLine(
  reply: Extract<
    WordsReply,
    { readonly kind: 'unknown_time' | 'freeze_incomplete' | 'reason_too_long' }
  >,
  { replies }: Words,
): string {
  if (reply.kind === 'unknown_time') return replies.unknownTime(escapedWithin(reply.word, 100));
  if (reply.kind === 'reason_too_long') return replies.reasonTooLong(reply.length, reply.max);
  const { usage, example, missing } = reply;
  const say = missing === 'time' ? replies.freezeTimeMissing : replies.freezeReasonMissing;
  return say(slashCommand(usage), slashCommand(example));
}

/** How each command is typed, as Slack shows it: the same in every language. */
const USAGES = COMMANDS.map(({ name, usage }) => ({ name, usage: slashCommand(usage) }));

function helpOnAll({ replies, commands }: Words): string[] {
  const lines = USAGES.map(({ name, usage }) => `• ${usage}  ${commands[name]}`);
  return [replies.helpTitle, ...lines];
}

function helpOn({ name, usage, examples }: Command, { replies, commands }: Words): string[] {
  const lines = examples.map((example) => `• ${slashCommand(example)}`);
  return [`*${slashCommand(usage)}*  ${commands[name]}`, replies.helpExamples, ...lines];
}

function near({ nearest }: { readonly nearest?: string | undefined }): string | undefined {
  return nearest && inCode(nearest);
}
