/** Subscriptions of channels, and the events and outcomes that they get. */
export const watch = {
  hint: 'Treat events as hints: their format is not documented, and one may come late, twice or not at all.',
  eventsOff:
    '⚠️ No events arrive yet: `events.token` is missing in relaydesk.yml. Tell the relaydesk admin.',
  notInChannel:
    '🔒 I am not in this channel, so I could not post events here. Type `/invite @relaydesk`, then try again. Nothing was subscribed.',
  notInDirect:
    '🔒 I cannot post events in this conversation. Type the command in a channel that I am in. Nothing was subscribed.',
  /** What a screen reader says of the button; `what` is a task, or a project. */
  stopLabel: (what: string) => `Stop events of ${what}`,
  nothing: 'This channel has no subscriptions.',
  howTo: (example: string, help: string) =>
    `${example} posts the events of a task here, and with \`applied\`, \`failed\`, \`stale\` or \`no-stream\` how changes of it turn out. ${help} says more.`,
  tooMany: (max: number, list: string) =>
    `This channel already has ${max} subscriptions, which is the limit. ${list} lists them, each with a Stop button.`,
  gone: 'That subscription was already stopped.',
  title: (count: number) =>
    `*This channel has ${count === 1 ? '1 subscription' : `${count} subscriptions`}*`,
  /** What one subscription is for; `task` and `events` as below when it is for all of them. */
  subscription: (task: string, project: string, events: string) =>
    `${task} in *${project}*: ${events}`,
  allTasks: 'all relay tasks',
  allEvents: 'all events of tasks',
  /** Said in the channel, for everybody in it gets the messages. */
  subscribed: (person: string, subscription: string, list: string) =>
    `🔔 ${person} subscribed this channel to ${subscription}. ${list} lists and stops subscriptions.`,
  thereAlready: (subscription: string) =>
    `This channel already has that subscription: ${subscription}.`,
  stopped: (person: string, subscription: string) =>
    `🔕 ${person} stopped the subscription to ${subscription}.`,
  /** In the ops channel. */
  toldAnyway:
    'This channel already gets the outcome of every change of this project, so no subscription was added for that.',
  noStream: (id: string, task: string, project: string) =>
    `🔴 *No stream* of *${task}* in *${project}* since ${id} was applied. It was there before, it should be there now, and two checks found none.`,
  event: (task: string, project: string, event: string) =>
    `📣 *${task}* in *${project}*: \`${event}\``,
  meaning: (words: string) => `(${words})`,
  /** Of an event that arrived long after it happened. */
  late: (when: string) => `happened ${when}, reported late`,
  often: (count: number, since: string) => `*${count} times* since ${since}`,
  says: (facts: string) => `Details: ${facts}`,
  newestSays: (facts: string) => `Details of the latest: ${facts}`,
  read: (when: string, facts: string) => `Read ${when}: ${facts}`,
  taskGone: '⚠️ This task has been deleted.',
  taskUnread: '⚠️ The task could not be read just now.',
};

/** Alarms and exits that were reported within the guard of a change, in one line of its thread. */
export const guard = {
  count: (event: string, count: number) =>
    `\`${event}\` ${count === 1 ? 'once' : `${count} times`}`,
  reported: (id: string, counts: readonly string[], last: string) =>
    `⚠️ Since ${id} was applied, the Live API has reported ${counts.join(' and ')}, last ${last}.`,
  present: (when: string) =>
    `📡 The stream was present when checked ${when}. Such reports also come with retries that viewers do not notice, so nobody is pinged.`,
  doubtful: (when: string) =>
    `📡 No stream seen ${when}. It is checked again; if there is still none, people are pinged here.`,
  absent: (when: string) => `📡 No stream seen ${when}.`,
  gone: (when: string) => `🔴 No stream seen ${when}; people were pinged.`,
};
