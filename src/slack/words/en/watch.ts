/** What is said of watching and of events. */
export const watch = {
  hint: 'A hint: how events look is not documented, and one may come late, twice or not at all.',
  eventsOff:
    '⚠️ No events arrive yet: `events.token` is missing in relaydesk.yml. Whoever runs relaydesk can set it.',
  notInChannel:
    '🔒 I am not in this channel, so I could not post events here. Type `/invite @relaydesk`, then ask again. Nothing was subscribed.',
  nothing: 'This channel watches nothing.',
  howTo: (example: string, help: string) =>
    `${example} posts the events of a task here, ${help} says more.`,
  tooMany: (max: number, list: string) =>
    `This channel watches ${max} things already, and that is the most. ${list} lists them, with a button to stop each.`,
  gone: 'That was stopped already.',
  title: (count: number) =>
    `*This channel watches ${count === 1 ? 'one thing' : `${count} things`}*`,
  /** What one subscription is for; `task` and `events` as below when it is for all of them. */
  subscription: (task: string, project: string, events: string) =>
    `${task} in *${project}*: ${events}`,
  allTasks: 'all relay tasks',
  allEvents: 'all events',
  /** Said in the channel, for everybody in it gets the messages. */
  subscribed: (person: string, subscription: string, list: string) =>
    `🔔 ${person} lets this channel watch ${subscription}. ${list} lists and stops.`,
  thereAlready: (subscription: string) => `This channel watches that already: ${subscription}.`,
  stopped: (person: string, subscription: string) =>
    `🔕 ${person} stopped watching ${subscription}.`,
  event: (task: string, project: string, event: string) =>
    `📣 *${task}* in *${project}*: \`${event}\``,
  meaning: (words: string) => `(${words})`,
  often: (count: number, since: string) => `*${count} times* since ${since}`,
  says: (facts: string) => `It says: ${facts}`,
  newestSays: (facts: string) => `The newest says: ${facts}`,
  read: (when: string, facts: string) => `Read ${when}: ${facts}`,
  taskGone: '⚠️ The Live API does not know this task any more.',
  taskUnread: '⚠️ The task could not be read just now.',
};
