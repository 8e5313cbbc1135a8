import type { PresetRefusal } from '#src/approval/submit/presets.ts';

/** What is said of presets: named sets of changes. Names are escaped, commands come in code font. */
export const presets = {
  count: (count: number, project: string) =>
    `*${count === 1 ? '1 preset' : `${count === 0 ? 'No' : count} presets`}* in *${project}*`,
  /** How presets come to be. */
  howTo: (history: string) =>
    `Presets are in relaydesk.yml, or an approver saves one from an applied request: “Save as preset…” in its menu in ${history}.`,
  howToUse: (show: string) =>
    `The form of \`/relay modify\` offers them. ${show} shows one in full.`,
  title: (name: string, project: string) => `*${name}* in *${project}*`,
  inFile: 'in relaydesk.yml',
  saved: (person: string, when: string, from: string) => `saved by ${person} ${when} from ${from}`,
  hidden: '⚠️ Not offered: relaydesk.yml now has a preset of this name. Rename or remove this one.',
  /** `problems`: whole sentences. */
  forbidden: (problems: readonly string[]) => `⚠️ It breaks a rule: ${problems.join(' ')}`,
  none: (typed: string, project: string, nearest?: string) =>
    `There is no preset *${typed}* in *${project}*.${nearest ? ` Did you mean ${nearest}?` : ''}`,
  renamed: (name: string, to: string) => `✏️ *${name}* is now called *${to}*.`,
  removed: (name: string) =>
    `🚫 *${name}* is removed. Requests that were made from it stay as they are. It was:`,
  /** The modal that saves one. */
  asks: (request: string) => `This saves what ${request} changed, for any task of the project:`,
  withoutTimes: 'Start and end are left out: they were meant for that task on that day.',
  name: 'Name',
  nameHint: 'Lower case letters, digits, - and _, like standby-slate.',
  done: (name: string) => `📎 *${name}* is saved. The form of \`/relay modify\` offers it.`,
  refusals: {
    not_an_approver:
      'Only approvers of this project can save, rename and remove presets. The list is `approvers` in relaydesk.yml.',
    name_malformed:
      'Use at most 40 lower case letters, digits, - and _. The words rename and remove cannot be names.',
    in_file:
      'A preset of this name is in relaydesk.yml, which only the relaydesk admin can change.',
    taken:
      'There is a preset of this name already. Rename or remove that one first, or choose another name.',
    full: 'The limit of 50 saved presets is reached. Remove one first.',
    gone: 'There is no longer a saved preset of this name.',
    not_applied: 'Only an applied change can be saved as a preset.',
    only_times: 'This request changed only times, and a preset has no times.',
  } satisfies Record<
    Exclude<PresetRefusal['reason'], 'not_allowed' | 'forbidden'> | 'not_an_approver',
    string
  >,
};
