/** Why a change needs what it needs. Conditions come as they stand in the configuration, in code font. */
export const explain = {
  policy: (project: string) => `*What changes in ${project} need*`,
  change: (change: string, place: string) => `What a change of ${change} in ${place} needs:`,
  request: (id: string, task: string, project: string) =>
    `What *${id}* needs (*${task}* in *${project}*):`,
  usually: (demands: string) => `Usually: ${demands}.`,
  needed: (demands: string) => `Needs ${demands}.`,
  atMost: (demands: string) => `At most, if the conditions not known here also apply: ${demands}.`,
  thenAndNow: (then: string, now: string) =>
    `It was requested under ${then}; today's policy says ${now}. The stricter of the two applies.`,
  noRules: 'There are no other rules.',
  rule: (condition: string, demands: string) => `• ${condition}: ${demands}`,
  counts: (condition: string, demands: string) => `✅ ${condition} applies and requires ${demands}`,
  countsNot: (condition: string, missing: readonly string[]) =>
    `➖ ${condition} does not apply: no match for ${missing.join(', ')}`,
  countsIf: (condition: string, open: readonly string[]) =>
    `❔ ${condition} applies if ${open.join(', ')}`,
  /** Days and times in the time zones of the rules. */
  clockNow: (times: readonly string[]) => `⏰ It is now ${times.join(', ')}.`,
  clockAtRun: (times: readonly string[]) =>
    `⏰ It would run at ${times.join(', ')} at the earliest.`,
  always: 'every change',
  quorum: (count: number) =>
    count === 0
      ? 'no approval (applied at once and logged)'
      : count === 1
        ? '1 approval'
        : `${count} approvals`,
  by: (people: string) => `by ${people}`,
  within: (time: string) => `within ${time}`,
  held: (time: string) => `and then a wait of ${time}`,
  notified: (people: string) => `(pings ${people})`,
  shownIn: (channel: string) => `(card in ${channel})`,
  join: (pieces: readonly string[]) => pieces.join(' '),
  anyOf: (people: readonly string[]) => people.join(' or '),
  allOf: (lists: readonly string[]) => lists.join(', and at the same time '),
  nobody: 'nobody (the list is empty)',
  freezers: (people: string) => `❄️ Can freeze changes: ${people}`,
  breakGlass: (people: string) => `🚨 Without approval (break-glass): ${people}`,
  version: (version: string) => `policy \`${version}\``,
};

/** What was written down. */
export const audit = {
  request: (id: string, lines: number) => `*Audit of ${id}*: ${counted(lines)}`,
  project: (project: string, shown: number) =>
    `*Audit*, the newest ${counted(shown)} of *${project}*`,
  empty: 'Nothing is recorded about this yet.',
  head: (count: number, head: string) =>
    `${counted(count)} in all · head \`${head}\` · \`npm run audit -- verify\` checks the whole chain`,
  cut: (dropped: number) => `${dropped} more lines are in the file.`,
  exported: (lines: number, file: string) =>
    `📎 ${counted(lines)} ${lines === 1 ? 'is' : 'are'} in \`${file}\`, sent to you as a direct message.`,
  exportedAll: (max: number) =>
    `The file holds the newest ${max} lines. \`npm run audit -- export\` prints all of them.`,
  fileComment: (what: string) => `Audit of ${what}: one JSON line per entry, with hashes.`,
  forApprovers: '🔒 Only the approvers of a project can read its audit. Ask one of them.',
  missingScope:
    'Slack did not accept the file. Tell the relaydesk admin to compare its permissions with manifest.yml.',
  /** `error`: Slack's own name for why, in code font. */
  refused: (error: string) =>
    `Slack did not accept the file: ${error}. Nothing was lost: the relaydesk admin can make the same file with \`npm run audit -- export\`.`,
  daily: (day: string, count: number, head: string) =>
    `🔗 Audit, ${day}: ${counted(count)}. Head of the chain: \`${head}\`. This message can prove later that nothing before it was changed: \`npm run audit -- verify --head ${head}\``,
};

function counted(lines: number): string {
  return lines === 1 ? '1 line' : `${lines} lines`;
}
