import type { Command, Reply, SaidAtOnceKind } from '#commands/command.ts';
import { COMMANDS } from '#commands/index.ts';
import { COMMAND } from '#src/slack/kit/ids.ts';
import { type Message, messageFrom } from '#src/slack/kit/message.ts';
import { cut, escapedWithin, inCode, slashCommand } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

export type WordsReply = Reply<SaidAtOnceKind>;

/** What only the person who typed a command sees. */
export function renderReply<Kind extends SaidAtOnceKind>(
  reply: Reply<Kind>,
  words: Words,
): Message {
  const linesOf: Lines<Kind> = LINES[reply.kind];
  return messageFrom(linesOf(reply, words).join('\n'));
}

type Lines<Kind extends SaidAtOnceKind> = (reply: Reply<Kind>, words: Words) => string[];

const LINES: { readonly [Kind in SaidAtOnceKind]: Lines<Kind> } = {
  help: ({ command }, words) => (command ? helpOn(command, words) : helpOnAll(words)),
  unknown_command: (reply, { replies }) => [
    replies.unknownCommand(inCode(`${COMMAND} ${cut(reply.word, 100)}`), near(reply)),
    replies.typeHelp(slashCommand('help')),
  ],
  unknown_project: (reply, { replies }) => [
    replies.unknownProject(said(reply), near(reply)),
    replies.projects(reply.projects.map(inCode)),
  ],
  unknown_choice: (reply, { replies }) => [
    replies.unknownChoice(said(reply), near(reply)),
    replies.choices(reply.choices.map(inCode)),
  ],
  unknown_event: (reply, { replies }) => [
    replies.unknownEvent(said(reply), near(reply)),
    replies.events(reply.events.map(inCode)),
  ],
  unknown_field: (reply, { replies }) => [
    replies.unknownField(said(reply), near(reply)),
    replies.fields(reply.fields.map(inCode)),
  ],
  unknown_day: (reply, { replies }) => [replies.unknownDay(said(reply))],
  unknown_coming_day: (reply, { replies }) => [replies.unknownComingDay(said(reply), near(reply))],
  unknown_time: (reply, { replies }) => [replies.unknownTime(said(reply))],
  project_missing: ({ usage, projects }, { replies }) => [
    replies.projectMissing(slashCommand(usage)),
    replies.projects(projects.map(inCode)),
  ],
  task_missing: ({ usage, example }, { replies }) => [
    replies.taskMissing(slashCommand(usage), slashCommand(example)),
    replies.listFinds(slashCommand('list')),
  ],
  request_missing: ({ word, usage, example }, { replies }) => [
    replies.requestMissing(slashCommand(usage), slashCommand(example), word && inCode(word)),
    replies.historyFinds(slashCommand('history')),
  ],
  preset_missing: ({ usage }, { replies }) => [replies.presetMissing(slashCommand(usage))],
  freeze_incomplete: ({ missing, usage, example }, { replies }) => {
    const say = missing === 'time' ? replies.freezeTimeMissing : replies.freezeReasonMissing;
    return [say(slashCommand(usage), slashCommand(example))];
  },
  reason_too_long: ({ length, max }, { replies }) => [replies.reasonTooLong(length, max)],
  search_too_long: ({ max }, { replies }) => [replies.searchTooLong(max)],
  too_many_words: ({ usage }, { replies }) => [replies.tooManyWords(slashCommand(usage))],
};

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

function said({ word }: { readonly word: string }): string {
  return escapedWithin(word, 100);
}

function near({ nearest }: { readonly nearest?: string | undefined }): string | undefined {
  return nearest && inCode(nearest);
}
