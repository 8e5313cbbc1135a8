import { sourceWords, statusWords, windowWords } from './replies.ts';
import { COMMAND } from './ids.ts';
import { escaped, escapedWithin, mention, moment } from './text.ts';
import { EVENT_WORDS } from './words.ts';
import type { EventGroup } from '#src/watch/group.ts';
import type { Found } from '#src/watch/ports.ts';
import { type Subscription, SUBSCRIPTIONS_MAX } from '#src/watch/subscription.ts';

/** What is said of watching and of events. All mrkdwn, escaped. */

export const STOP = 'Stop';
export const SHOW_WATCHED = 'Show task';

export const EVENT_HINT =
  'A hint: how events look is not documented, and one may come late, twice or not at all.';

export const EVENTS_OFF =
  '⚠️ No events arrive yet: `events.token` is missing in relaydesk.yml. Whoever runs relaydesk can set it.';

export const NOT_IN_CHANNEL =
  '🔒 I am not in this channel, so I could not post events here. Type `/invite @relaydesk`, then ask again. Nothing was subscribed.';

export const NOTHING_WATCHED = [
  'This channel watches nothing.',
  `\`${COMMAND} watch live/news-24h\` posts the events of a task here, \`${COMMAND} help watch\` says more.`,
].join('\n');

export const TOO_MANY_WATCHED = `This channel watches ${SUBSCRIPTIONS_MAX} things already, and that is the most. \`${COMMAND} watch\` lists them, with a button to stop each.`;

export const WATCH_GONE = 'That was stopped already.';

export function watchesSentence(count: number): string {
  return `*This channel watches ${count === 1 ? 'one thing' : `${count} things`}*`;
}

/** What one subscription is for, without who asked. */
function watchedWords({
  project,
  task,
  events,
}: Pick<Subscription, 'project' | 'task' | 'events'>): string {
  const what = task ? `*${escapedWithin(task.name, 150)}*` : 'all relay tasks';
  const which = events.length > 0 ? events.map((name) => `\`${name}\``).join(', ') : 'all events';
  return `${what} in *${escaped(project)}*: ${which}`;
}

export function watchLine(subscription: Subscription): string {
  const { by, atMs } = subscription;
  return `${watchedWords(subscription)}\n${mention(by.userId)}, ${moment(atMs)}`;
}

/** Said in the channel, for everybody in it gets the messages. */
export function subscribedSentence(subscription: Omit<Subscription, 'id' | 'atMs'>): string {
  const who = mention(subscription.by.userId);
  return `🔔 ${who} lets this channel watch ${watchedWords(subscription)}. \`${COMMAND} watch\` lists and stops.`;
}

export function watchedAlreadySentence(subscription: Omit<Subscription, 'id' | 'atMs'>): string {
  return `This channel watches that already: ${watchedWords(subscription)}.`;
}

export function stoppedSentence(subscription: Subscription, userId: string): string {
  return `🔕 ${mention(userId)} stopped watching ${watchedWords(subscription)}.`;
}

/** The first line of a message about events: which task, what, and how often. */
export function eventSentence(group: EventGroup): string {
  const { event, taskName, project, count, firstAtMs } = group;
  const name = `*${escapedWithin(taskName, 150)}* in *${escaped(project)}*`;
  const often = count > 1 ? ` · *${count} times* since ${moment(firstAtMs)}` : '';
  const words = EVENT_WORDS[event];
  return `📣 ${name}: \`${event}\`${words ? ` (${words})` : ''}${often}`;
}

/** What the sender added, of the newest event. */
export function saidSentence({ said, count }: EventGroup): string | undefined {
  if (said.length === 0) return undefined;
  const words = said.map(([name, value]) => `${name} \`${quoted(value)}\``);
  return `${count > 1 ? 'The newest says' : 'It says'}: ${words.join(' · ')}`;
}

/** What the task was found to hold: that counts, whatever the event claims. */
export function foundSentence(found: Found): string | undefined {
  switch (found.kind) {
    case 'task': {
      const { task, atMs } = found;
      const facts = [statusWords(task), windowWords(task, atMs), sourceWords(task)];
      return `Read ${moment(atMs)}: ${facts.join(' · ')}`;
    }
    case 'gone':
      return '⚠️ The Live API does not know this task any more.';
    case 'unread':
      return '⚠️ The task could not be read just now.';
    case 'not_asked':
      return undefined;
  }
}

/** In the thread of an applied request. */
export function resetNoteSentence(receivedAtMs: number): string {
  return `📣 \`ResetTaskConfig\` came ${moment(receivedAtMs)}: the Live API reports that the task was changed. It follows this request, but an event does not say which change it is about.`;
}

function quoted(text: string): string {
  return escapedWithin(text, 250).replaceAll('`', "'").replaceAll('\n', ' ');
}
