/** Times in which nothing is run, in forms, lists and explanations. */
export const freezes = {
  /** `where`: a project or a task; left out where that is clear. */
  now: (until: string, why: string, where?: string) =>
    `❄️ ${where ?? '*Changes*'} ${where === undefined ? 'are' : 'is'} frozen until ${until}: ${why}`,
  soon: (from: string, until: string, why: string, where?: string) =>
    `🗓️ ${where ?? 'Changes'} ${where === undefined ? 'are' : 'is'} frozen from ${from} until ${until}: ${why}`,
  /** It comes back; days as they are configured. */
  weekly: (days: string, from: string, to: string, zone: string) =>
    `every ${days} ${from}–${to} (${zone})`,
};
