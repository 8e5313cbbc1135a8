import { CALLBACK_EVENTS } from '#src/relay/relay-task.ts';
import {
  escaped,
  escapedWithin,
  inCode,
  mention,
  moment,
  slashCommand,
  saidFacts,
} from '#src/slack/kit/text.ts';
import { sourceWords, statusWords, windowWords } from '#src/slack/task/task-sentences.ts';
import type { Words } from '#src/slack/words/index.ts';
import type { EventGroup } from '#src/watch/group.ts';
import type { Found } from '#src/watch/ports.ts';
import type { Subscription } from '#src/watch/subscription.ts';

/** Sentences about subscriptions and events. All mrkdwn, escaped. */

/** A subscription, without the person who made it. */
export function watchedWords(
  { project, task, events }: Pick<Subscription, 'project' | 'task' | 'events'>,
  { watch }: Words,
): string {
  const what = task ? `*${escapedWithin(task.name, 150)}*` : watch.allTasks;
  const which = events.length > 0 ? events.map(inCode).join(', ') : watch.allEvents;
  return watch.subscription(what, escaped(project), which);
}

export function watchLine(subscription: Subscription, words: Words): string {
  const { by, atMs } = subscription;
  return `${watchedWords(subscription, words)}\n${mention(by.userId)} · ${moment(atMs)}`;
}

/** Said in the channel, because everybody there gets the messages. */
export function subscribedSentence(
  subscription: Omit<Subscription, 'id' | 'atMs'>,
  words: Words,
): string {
  const who = mention(subscription.by.userId);
  return words.watch.subscribed(who, watchedWords(subscription, words), slashCommand('watch'));
}

/** The first line of a message about events: task, event, and how often. */
export function eventSentence(group: EventGroup, { watch, events }: Words): string {
  const { event, taskName, project, count, firstAtMs, lateAtMs } = group;
  const head = watch.event(escapedWithin(taskName, 150), escaped(project), event);
  const known = CALLBACK_EVENTS.find((name) => name === event);
  return [
    known ? `${head} ${watch.meaning(events[known])}` : head,
    ...(lateAtMs === undefined ? [] : [watch.late(moment(lateAtMs))]),
    ...(count > 1 ? [watch.often(count, moment(firstAtMs))] : []),
  ].join(' · ');
}

/** What the sender added to the newest event. */
export function saidSentence({ said, count }: EventGroup, { watch }: Words): string | undefined {
  if (said.length === 0) return undefined;
  return count > 1 ? watch.newestSays(saidFacts(said)) : watch.says(saidFacts(said));
}

/** The state of the task as read, which counts more than the event. */
export function foundSentence(found: Found, words: Words): string | undefined {
  switch (found.kind) {
    case 'task': {
      const { task, atMs } = found;
      const facts = [
        statusWords(task, words),
        windowWords(task, atMs, words),
        sourceWords(task, words),
      ];
      return words.watch.read(moment(atMs), facts.join(' · '));
    }
    case 'gone':
      return words.watch.taskGone;
    case 'unread':
      return words.watch.taskUnread;
    case 'not_asked':
      return undefined;
  }
}
