import type { CommandName } from '#commands/command.ts';

/** What each command is for, in one line of help. */
export const commands: Record<CommandName, string> = {
  modify: 'Ask for a change to a relay task: playlist, pause, times, what viewers see.',
  pause: 'Ask for a pause: the form, with the pause chosen already.',
  resume: 'Ask for it to go on: the form, which asks how playback goes on.',
  list: 'The relay tasks, ten at a time: search by name, id or domain.',
  show: 'Everything a relay task holds now, or the card of a request; signing keys are masked.',
  requests: 'Open requests, the newest first, each with its review.',
  history: 'Closed requests of a task or a project: search by words, people and outcome.',
  revert: 'Ask for what a request changed to be brought back.',
  explain: 'Which rule asks for what and why: of a project, a change you think of, or a request.',
  audit: 'What was written down of a request or a project; as a file with `export`.',
  watch: 'Posts events of relay tasks in this channel; alone it lists them, with Stop buttons.',
  help: 'What can be typed here.',
};

/** Commands and names come ready in code font. */
export const replies = {
  helpTitle: '*Relaydesk asks before it changes a relay task.*',
  helpExamples: 'For example:',
  unknownCommand: (typed: string, nearest?: string) => `There is no ${typed}.${meant(nearest)}`,
  typeHelp: (help: string) => `Type ${help} for what there is.`,
  unknownProject: (typed: string, nearest?: string) =>
    `There is no project *${typed}*.${meant(nearest)}`,
  projects: (names: readonly string[]) => `Projects: ${names.join(', ')}.`,
  projectMissing: (usage: string) => `Which project? It is ${usage}.`,
  taskMissing: (usage: string, example: string) =>
    `Which relay task? It is ${usage}, for example ${example}.`,
  listFinds: (list: string) => `${list} finds it.`,
  requestMissing: (usage: string, example: string, typed?: string) =>
    `${typed ? `${typed} is not the id of a request.` : 'Which request?'} It is ${usage}, for example ${example}.`,
  historyFinds: (history: string) => `${history} finds it; the id is on its card.`,
  unknownChoice: (typed: string, nearest?: string) =>
    `I do not know *${typed}* here.${meant(nearest)}`,
  choices: (names: readonly string[]) => `There is: ${names.join(', ')}.`,
  unknownEvent: (typed: string, nearest?: string) =>
    `There is no event *${typed}*, and one task is enough.${meant(nearest)}`,
  unknownField: (typed: string, nearest?: string) =>
    `There is no field *${typed}*.${meant(nearest)}`,
  fields: (names: readonly string[]) => `Fields: ${names.join(', ')}.`,
  events: (names: readonly string[]) => `Events: ${names.join(', ')}.`,
  searchTooLong: (max: number) =>
    `That is too long to search for: ${max} characters are enough for any task.`,
  tooManyWords: (usage: string) => `Too many words. It is ${usage}.`,
  noTask: (word: string, project: string, list: string, nearest: readonly string[]) =>
    `There is no task *${word}* in *${project}*.${nearest.length > 0 ? ` Did you mean ${nearest.map((name) => `*${name}*`).join(' or ')}?` : ''} ${list} finds it.`,
  severalTasks: (count: number, word: string) =>
    `${count} tasks are called *${word}*. Name one by its id:`,
  andMore: (count: number) => `and ${count} more`,
  unread: 'The Live API did not answer this just now.',
  pageGone: (list: string) => `This list cannot be turned any more. Type ${list} for a new one.`,
};

function meant(nearest: string | undefined): string {
  return nearest ? ` Did you mean ${nearest}?` : '';
}

export const taskList = {
  count: (count: number, project: string) =>
    `*${count === 1 ? '1 relay task' : `${count} relay tasks`}* in *${project}*`,
  range: (from: number, to: number) => `${from} to ${to}`,
  empty: (project: string) =>
    `There are no relay tasks in *${project}*. They are made in the console of the cloud.`,
  noneFits: (count: number, project: string, search: string) =>
    `None of the ${count} relay tasks in *${project}* fits ${search}.`,
  howToSearch: (list: string) =>
    `Every word must be in the name, the id or the domain. ${list} shows all.`,
  statuses: (statuses: readonly string[]) =>
    `Statuses there are: ${statuses.join(', ') || 'none'}.`,
};

/** Facts of one relay task, in a list and in what it holds. */
export const taskFacts = {
  statusUntold: '❔ status not told',
  /** `value` in code font. */
  statusUnreadable: (value: string) => `⚠️ status cannot be read: ${value}`,
  sources: (count: number) => (count === 1 ? '1 source' : `${count} sources`),
  sourcesUnreadable: '⚠️ sources cannot be read',
  from: (when: string) => `from ${when}`,
  until: (when: string) => `until ${when}`,
  fromUntil: (from: string, until: string) => `from ${from} until ${until}`,
  timesUntold: 'no times told',
  /** A start or an end that is no time, in code font. */
  timeUnclear: (value: string) => `❔ ${value} is not a time`,
  over: (times: string) => `${times} (over)`,
  notBegun: (times: string) => `${times} (not begun)`,
};

export const details = {
  title: (task: string, project: string) => `*${task}* in *${project}*`,
  read: (when: string) => `read ${when}`,
  continued: (task: string, part: number) => `${task}, part ${part}`,
  cut: (dropped: number) =>
    `⚠️ ${dropped} more blocks of fields do not fit in an answer of Slack. The console of the cloud shows them.`,
  urls: (count: number) => (count === 1 ? '1 URL' : `${count} URLs, counted from 1`),
  shortened: (text: string, length: number, fingerprint: string) =>
    `${text} (${length} characters, ${fingerprint})`,
  masked:
    'A “…” with six characters stands for something secret. They differ when the secret does.',
  unreadableTask:
    '🔒 Not changeable here: the Live API returned a value that relaydesk cannot read, so any change would be a guess.',
  unchangeable: (sourceType: string) =>
    `🔒 Not changeable here: its source type is ${sourceType}, and the API changes only \`PullVodPushLive\`.`,
};
