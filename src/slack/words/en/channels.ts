/** What is said of the channels themselves. */
export const channels = {
  /** `reason` is Slack's name for it; `command` lists the requests. */
  outOfReach: (channel: string, reason: string, command: string) =>
    `⚠️ *I cannot post in ${channel}* (Slack says \`${reason}\`). Nothing is lost: the messages follow by themselves once I can post again. Please unarchive the channel if it is archived, and type \`/invite @relaydesk\` in it. Until then requests can be decided in my Home tab and with ${command}.`,
};
