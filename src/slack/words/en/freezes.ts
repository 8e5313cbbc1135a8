/** Freezes in forms, cards and lists, and answers to people who freeze something in chat. */
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
    `❄️ *Frozen until ${until}:* ${why}. It can be approved only if it runs after that.`,
  cardPlanned: (until: string, why: string) =>
    `❄️ *Its time falls in a freeze, until ${until}:* ${why}. Unless the freeze is lifted, it will not run: it ends as failed, and nothing is changed.`,
  title: '*Freezes*: at these times only break-glass changes run.',
  none: 'Nothing is frozen now or in the coming week.',
  howTo: (freeze: string) => `${freeze} freezes a project or a task.`,
  unfreezeLabel: (what: string) => `Lift the freeze on ${what}`,
  done: (what: string, until: string, why: string) =>
    `❄️ You froze ${what} until ${until}: ${why}. Only break-glass changes run there.`,
  doneLonger: (what: string, until: string, before: string, why: string) =>
    `❄️ You extended the freeze on ${what} from ${before} to ${until}. Reason: ${why}.`,
  lifted: (what: string) =>
    `✅ You lifted the freeze on ${what}. Changes run there again, unless another freeze applies.`,
  frozenLonger: (what: string, until: string, person: string) =>
    `${what} is already frozen until ${until}, by ${person}. Nothing was changed. To end that freeze sooner, lift it first.`,
  tooLong: (days: number) =>
    `A freeze from chat can last at most ${days} days. Nothing was frozen; put a longer one into policy.freeze of relaydesk.yml.`,
  tooMany: (max: number) =>
    `This project already has ${max} freezes, which is the limit. Nothing was frozen; freeze the whole project, or lift some freezes.`,
  notFrozen: (what: string, list: string) =>
    `There is no freeze from chat for ${what}. ${list} lists freezes; those of relaydesk.yml cannot be lifted here.`,
  busy: 'Somebody else was faster, so nothing was changed. Please try again.',
  passed: 'That time has passed. Nothing was frozen.',
  skipped: (time: string, date: string, zone: string) =>
    `${time} does not exist on ${date}, because clocks in ${zone} go forward. Nothing was frozen; choose another time.`,
  twice: (time: string, date: string, zone: string, choices: readonly string[]) =>
    `${time} comes twice on ${date}, because clocks in ${zone} go back. Nothing was frozen; write ${choices.join(' or ')}.`,
  /** In the ops channel. */
  told: {
    freeze: (person: string, what: string, until: string, why: string) =>
      `❄️ ${person} froze ${what} until ${until}: ${why}. Only break-glass changes run there.`,
    extend: (person: string, what: string, until: string, why: string) =>
      `❄️ ${person} extended the freeze on ${what} until ${until}: ${why}`,
    unfreeze: (person: string, what: string, until: string, why: string) =>
      `✅ ${person} lifted the freeze on ${what} that would have lasted until ${until}: ${why}. Changes run there again, unless another freeze applies.`,
    planned: (ids: readonly string[]) =>
      `Planned in that time: ${ids.join(', ')}. Unless the freeze is lifted, they will not run.`,
    plannedMore: (ids: readonly string[], more: number) =>
      `Planned in that time: ${ids.join(', ')} and ${more} more. Unless the freeze is lifted, they will not run.`,
  },
};
