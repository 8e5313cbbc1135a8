import type { CommandName } from '#commands/command.ts';

/** What each command is for, in one line of help. */
export const commands: Record<CommandName, string> = {
  modify: 'Request a change to a relay task: playlist, pause, times, how to switch.',
  pause: 'Request a pause: a short form with the reason and the time.',
  resume: 'Request a resume: a short form, which also asks how playback goes on.',
  list: 'List the relay tasks, ten at a time; search by name, id or domain, or add `ending` for those that end by themselves.',
  show: 'Show all settings of a relay task, or the card of a request; signing keys are masked.',
  requests: 'List open requests, each with its review. What takes a channel off air comes first.',
  history:
    'List closed requests of a task or project; search by file name, words, people, day and outcome.',
  schedule:
    'Show what runs when, for a task, a project or all of them, and what viewers see in between.',
  asrun: 'Show what was on when, from the events of a task: files, gaps, alarms, requests.',
  revert: 'Request to undo an applied change.',
  explain: 'Explain what approvals a project, a planned change or a request needs, and why.',
  audit: 'Show the audit of a request or project; add `export` for a file.',
  watch:
    'Post events of relay tasks, or how changes turn out, in this channel; on its own, list the subscriptions.',
  freeze:
    'Freeze a project or a task for a time, so that only break-glass changes run; on its own, list freezes.',
  unfreeze: 'Lift a freeze from chat.',
  apply:
    'Request the same change for many tasks at once, from a preset or typed: one form, one review, one card.',
  presets: 'List the presets, which fill in a form; show, rename or remove one.',
  help: 'Show the commands.',
};

/** Commands and names come ready in code font. */
export const replies = {
  helpTitle: '*Relaydesk asks before it changes a relay task.*',
  helpExamples: 'For example:',
  unknownCommand: (typed: string, nearest?: string) => `Unknown command ${typed}.${meant(nearest)}`,
  typeHelp: (help: string) => `Type ${help} to see all commands.`,
  unknownProject: (typed: string, nearest?: string) =>
    `There is no project *${typed}*.${meant(nearest)}`,
  projects: (names: readonly string[]) => `Projects: ${names.join(', ')}.`,
  projectMissing: (usage: string) => `Which project? Usage: ${usage}.`,
  taskMissing: (usage: string, example: string) =>
    `Which relay task? Usage: ${usage}, for example ${example}.`,
  listFinds: (list: string) => `${list} lists them.`,
  requestMissing: (usage: string, example: string, typed?: string) =>
    `${typed ? `${typed} is not a request id.` : 'Which request?'} Usage: ${usage}, for example ${example}.`,
  historyFinds: (history: string) => `${history} finds it; the id is on its card.`,
  unknownChoice: (typed: string, nearest?: string) =>
    `*${typed}* is not one of the choices here.${meant(nearest)}`,
  choices: (names: readonly string[]) => `Choices: ${names.join(', ')}.`,
  unknownDay: (typed: string) =>
    `*${typed}* is not a day. Write \`day:today\`, \`day:yesterday\` or a date like \`day:2026-11-28\`.`,
  unknownComingDay: (typed: string, nearest?: string) =>
    `*${typed}* is not a day.${meant(nearest)} Write \`today\`, \`tomorrow\`, a day of the week like \`friday\`, or a date like \`2026-11-28\`.`,
  unknownEvent: (typed: string, nearest?: string) =>
    `*${typed}* is not an event or an outcome, and only one task can be named.${meant(nearest)}`,
  unknownField: (typed: string, nearest?: string) =>
    `There is no field *${typed}*.${meant(nearest)}`,
  fields: (names: readonly string[]) => `Fields: ${names.join(', ')}.`,
  events: (names: readonly string[]) => `Events and outcomes: ${names.join(', ')}.`,
  unknownTime: (typed: string) =>
    `*${typed}* is not a time. Write \`for 2h\`, \`until 18:00\` by the clock of the project, \`until 18:00 UTC\` or \`until 2026-12-31 23:30\`. Nothing was frozen.`,
  freezeTimeMissing: (usage: string, example: string) =>
    `Say how long: ${usage}, like ${example}. Nothing was frozen.`,
  freezeReasonMissing: (usage: string, example: string) =>
    `Say why, after the time: ${usage}, like ${example}. People who are stopped by the freeze read it. Nothing was frozen.`,
  reasonTooLong: (length: number, max: number) =>
    `That reason has ${length} characters; the limit is ${max}. Nothing was frozen.`,
  searchTooLong: (max: number) => `That search is too long; the limit is ${max} characters.`,
  presetMissing: (usage: string) => `Which preset? Usage: ${usage}.`,
  tooManyWords: (usage: string) => `Too many words. Usage: ${usage}.`,
  noTask: (word: string, project: string, list: string, nearest: readonly string[]) =>
    `There is no task *${word}* in *${project}*.${nearest.length > 0 ? ` Did you mean ${nearest.map((name) => `*${name}*`).join(' or ')}?` : ''} ${list} lists the tasks.`,
  severalTasks: (count: number, word: string) =>
    `${count} tasks are called *${word}*. Name one by its id:`,
  andMore: (count: number) => `and ${count} more`,
  unread: 'The Live API did not return what was asked for.',
  pageGone: (list: string) => `This list has expired. Type ${list} for a new one.`,
};

function meant(nearest: string | undefined): string {
  return nearest ? ` Did you mean ${nearest}?` : '';
}

export const taskList = {
  missing: (count: number) =>
    `⚠️ The Live API has ${count} more ${count === 1 ? 'task' : 'tasks'}, but did not list ${count === 1 ? 'it' : 'them'} in a form that relaydesk can read. \`/relay show <task_id>\` reads one of them.`,
  count: (count: number, project: string) =>
    `*${count === 1 ? '1 relay task' : `${count} relay tasks`}* in *${project}*`,
  range: (from: number, to: number) => `${from} to ${to}`,
  empty: (project: string) =>
    `There are no relay tasks in *${project}*. Create them in the Huawei Cloud console.`,
  noneFits: (count: number, project: string, search: string) =>
    count === 1
      ? `The only relay task in *${project}* does not match ${search}.`
      : `None of the ${count} relay tasks in *${project}* matches ${search}.`,
  howToSearch: (list: string) =>
    `Every word must be in the name, the id or the domain; \`*\` in a name stands for anything. ${list} shows all.`,
  statuses: (statuses: readonly string[]) => `Known statuses: ${statuses.join(', ') || 'none'}.`,
};

/** Facts of one relay task, in a list and in what it holds. */
export const taskFacts = {
  statusUnknown: '❔ status unknown',
  /** `value` in code font. */
  statusUnreadable: (value: string) => `⚠️ status cannot be read: ${value}`,
  sources: (count: number) => (count === 1 ? '1 source' : `${count} sources`),
  sourcesUnreadable: '⚠️ sources cannot be read',
  from: (when: string) => `from ${when}`,
  until: (when: string) => `until ${when}`,
  fromUntil: (from: string, until: string) => `from ${from} until ${until}`,
  timesUnknown: 'times unknown',
  /** A start or an end that is no time, in code font. */
  timeUnclear: (value: string) => `❔ ${value} is not a time`,
  over: (times: string) => `${times} (over)`,
  notBegun: (times: string) => `${times} (not started)`,
  /** Why no change can be asked for, or only with something else. Plain text; a choice takes 75 characters of it. */
  unchangeable: {
    sourceType: (type: string) => `🔒 Cannot be changed: its source type is ${type}`,
    unreadable: (fields: readonly string[]) =>
      `🔒 Cannot be changed: relaydesk cannot read ${fields.join(', ')}`,
    ended: '🔒 Has ended: a change must also set a later end',
  },
};

export const details = {
  title: (task: string, project: string) => `*${task}* in *${project}*`,
  read: (when: string) => `read ${when}`,
  continued: (task: string, part: number) => `${task}, part ${part}`,
  cut: (dropped: number) =>
    `⚠️ ${dropped} more fields do not fit in a Slack message. See the Huawei Cloud console.`,
  urls: (count: number) => (count === 1 ? '1 URL' : `${count} URLs, counted from 1`),
  shortened: (text: string, length: number, fingerprint: string) =>
    `${text} (${length} characters, ${fingerprint})`,
  masked:
    '“…” and six characters stand for a secret. The characters differ when the secret differs.',
  unreadableTask:
    '🔒 Not changeable here: the Live API returned a value that relaydesk cannot read, so any change would be a guess.',
  unchangeable: (sourceType: string) =>
    `🔒 Not changeable here: its source type is ${sourceType}, and the API changes only \`PullVodPushLive\`.`,
};
