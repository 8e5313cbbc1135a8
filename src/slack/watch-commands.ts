import type {
  AllMiddlewareArgs,
  BlockAction,
  ButtonAction,
  SlackActionMiddlewareArgs,
  webApi,
} from '@slack/bolt';
import type { Reply } from '#commands/command.ts';
import type { Person } from '#src/approval/change-request.ts';
import { taskName } from '#src/relay/relay-task.ts';
import type { WatchService } from '#src/watch/service.ts';
import { answerLater } from './answer-later.ts';
import type { Rendered } from './card.ts';
import { findTask } from './handle-list.ts';
import type { SlackProjects } from './projects.ts';
import { PAGE_GONE, rendered } from './replies.ts';
import type { TaskFinder } from './task-finder.ts';
import { renderWatches } from './watch-message.ts';
import { isNoAccess } from './watch-poster.ts';
import {
  EVENTS_OFF,
  NOT_IN_CHANNEL,
  stoppedSentence,
  subscribedSentence,
  TOO_MANY_WATCHED,
  WATCH_GONE,
  watchedAlreadySentence,
} from './watch-sentences.ts';

export interface WatchRoom {
  readonly projects: SlackProjects;
  readonly finder: TaskFinder;
  readonly watch: Pick<WatchService, 'watchedIn' | 'subscribe' | 'unsubscribe' | 'subscriptionId'>;
  /** Whether callbacks of the Live API are taken at all. */
  readonly takesEvents: boolean;
}

/** `/relay watch` alone. */
export async function watchesAnswer(room: WatchRoom, channel: string): Promise<Rendered[]> {
  return renderWatches(await room.watch.watchedIn(channel), room.takesEvents);
}

/**
 * `/relay watch …`: subscribes the channel it was typed in. Everybody in it is told, which also
 * shows whether the bot can post there at all.
 */
export async function watchAnswer(
  room: WatchRoom,
  client: webApi.WebClient,
  asked: Extract<Reply, { readonly kind: 'watch' }> & {
    readonly channel: string;
    readonly by: Person;
  },
): Promise<Rendered[]> {
  const project = room.projects.get(asked.project);
  if (!project) return [rendered(PAGE_GONE)];
  const found =
    asked.task === undefined ? undefined : await findTask(room.finder, project, asked.task);
  if (found && 'sentence' in found) return [rendered(found.sentence)];
  const { channel, by, events } = asked;
  const task = found && { id: found.task.task_id, name: taskName(found.task) };
  const subscription = { channel, by, events, project: project.name, task };
  const result = await room.watch.subscribe(subscription);
  if (result === 'too_many') return [rendered(TOO_MANY_WATCHED)];
  if (result === 'there_already') return [rendered(watchedAlreadySentence(subscription))];
  try {
    await tell(client, channel, subscribedSentence(subscription));
  } catch (error) {
    await room.watch.unsubscribe(channel, room.watch.subscriptionId(subscription));
    if (!isNoAccess(error)) throw error;
    return [rendered(NOT_IN_CHANNEL)];
  }
  return room.takesEvents ? [] : [rendered(EVENTS_OFF)];
}

type ButtonArgs = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;

/** Stop: the list is rendered again in its place, and the channel is told. */
export function handleStopWatch(room: WatchRoom) {
  return async ({ ack, action, body, client, respond }: ButtonArgs): Promise<void> => {
    await ack();
    const channel = body.channel?.id ?? '';
    const stopped = await room.watch.unsubscribe(channel, action.value ?? '');
    await answerLater(respond, watchesAnswer(room, channel), true);
    if (!stopped) {
      await answerLater(respond, Promise.resolve([rendered(WATCH_GONE)]));
      return;
    }
    await tell(client, channel, stoppedSentence(stopped, body.user.id)).catch((error: unknown) => {
      // Thrown out of the channel meanwhile: it is stopped all the same, and the list says so.
      if (!isNoAccess(error)) throw error;
    });
  };
}

async function tell(client: webApi.WebClient, channel: string, sentence: string): Promise<void> {
  await client.chat.postMessage({
    channel,
    ...rendered(sentence),
    unfurl_links: false,
    unfurl_media: false,
  });
}
