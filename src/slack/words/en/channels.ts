/** What is said of the channels themselves. */
export const channels = {
  /** `reason` is Slack's name for it; `command` lists the requests. */
  outOfReach: (channel: string, reason: string, command: string) =>
    `⚠️ *I cannot post in ${channel}* (Slack says \`${reason}\`). Nothing is lost: the messages follow by themselves once I can post again. Please unarchive the channel if it is archived, and type \`/invite @relaydesk\` in it. Until then requests can be decided in my Home tab and with ${command}.`,
  configRefused: (problems: string) =>
    `⚠️ *The changed relaydesk.yml was refused.* The previous one stays in force.\n${problems}`,
  configMore: (count: number) => `and ${count} more: see the log`,
  configTaken: '✅ *relaydesk.yml is in force.*',
  policiesDiffer: (projects: string) =>
    `⚠️ *A replica has kept an older policy for more than a minute:* ${projects}. Until its relaydesk.yml is the same as that of the others, decisions must meet both policies.`,
  policiesAgree: '✅ *All replicas have the same policies again.*',
};
