/** Times in which nothing is run: in forms, cards and lists, and what people are told who freeze something in chat. */
export const freezes = {
  /** `where`: a project or a task; left out where that is clear. */
  now: (until: string, why: string, where?: string) =>
    `❄️ ${where ?? '*Changes*'} ${where === undefined ? 'are' : 'is'} frozen until ${until}: ${why}`,
  soon: (from: string, until: string, why: string, where?: string) =>
    `🗓️ ${where ?? 'Changes'} ${where === undefined ? 'are' : 'is'} frozen from ${from} until ${until}: ${why}`,
  /** It comes back; days as they are configured. */
  weekly: (days: string, from: string, to: string, zone: string) =>
    `every ${days} ${from}–${to} (${zone})`,
  /** Who froze it in chat. */
  by: (person: string) => `by ${person}`,
  ofTask: (task: string, project: string) => `*${task}* in *${project}*`,
  /** On the card of a request that would run in a freeze. */
  cardNow: (until: string, why: string) =>
    `❄️ *Frozen until ${until}:* ${why}. Until then it can be approved only to run later.`,
  cardPlanned: (until: string, why: string) =>
    `❄️ *Its time falls into a freeze, until ${until}:* ${why}. Unless the freeze is lifted, it will not run: it ends as failed and nothing is changed.`,
  title: '*Freezes*: nothing is run in these times but break-glass changes.',
  none: 'Nothing is frozen now or in the coming week.',
  howTo: (freeze: string) => `${freeze} freezes a project or a task.`,
  unfreezeLabel: (what: string) => `Lift the freeze of ${what}`,
  done: (what: string, until: string, why: string) =>
    `❄️ You froze ${what} until ${until}: ${why}. Nothing is run there but break-glass changes.`,
  doneLonger: (what: string, until: string, before: string, why: string) =>
    `❄️ You froze ${what} until ${until}; until now it was ${before}. Reason: ${why}.`,
  lifted: (what: string) =>
    `✅ You lifted the freeze of ${what}. Changes run there again, unless another freeze holds.`,
  frozenLonger: (what: string, until: string, person: string) =>
    `${what} is already frozen until ${until}, by ${person}. Nothing was changed; lift that freeze first if it is to end sooner.`,
  tooLong: (days: number) =>
    `A freeze from chat lasts at most ${days} days. Nothing was frozen; a longer one belongs in policy.freeze of relaydesk.yml.`,
  tooMany: (max: number) =>
    `There are ${max} freezes in this project, which is the most. Nothing was frozen; freeze the whole project, or lift some.`,
  notFrozen: (what: string, list: string) =>
    `No freeze from chat holds for ${what}. ${list} lists freezes; those of relaydesk.yml cannot be lifted here.`,
  busy: 'Somebody else was faster. Nothing was changed; please try again.',
  passed: 'That time has passed. Nothing was frozen.',
  skipped: (time: string, date: string, zone: string) =>
    `${time} does not exist on ${date}: clocks in ${zone} are put forward over it. Nothing was frozen; choose another time.`,
  twice: (time: string, date: string, zone: string, choices: readonly string[]) =>
    `${time} comes twice on ${date}, since clocks in ${zone} are put back. Nothing was frozen; write ${choices.join(' or ')}.`,
  /** In the ops channel. */
  told: {
    freeze: (person: string, what: string, until: string, why: string) =>
      `❄️ ${person} froze ${what} until ${until}: ${why}. Nothing is run there but break-glass changes.`,
    extend: (person: string, what: string, until: string, why: string) =>
      `❄️ ${person} froze ${what} for longer, until ${until}: ${why}`,
    unfreeze: (person: string, what: string, until: string, why: string) =>
      `✅ ${person} lifted the freeze of ${what} that would have held until ${until}: ${why}. Changes run there again, unless another freeze holds.`,
    planned: (ids: readonly string[]) =>
      `Planned in that time: ${ids.join(', ')}. Unless the freeze is lifted, they will not run.`,
    plannedMore: (ids: readonly string[], more: number) =>
      `Planned in that time: ${ids.join(', ')} and ${more} more. Unless the freeze is lifted, they will not run.`,
  },
};
