import type { webApi } from '@slack/bolt';
import type { Reply } from '#commands/command.ts';
import type { Person } from '#src/approval/record/change-request.ts';
import { taskName } from '#src/relay/relay-task.ts';
import { type Message, messageFrom } from '#src/slack/kit/message.ts';
import { mention, slashCommand } from '#src/slack/kit/text.ts';
import type { MembersDeps } from '#src/slack/modal/members-only.ts';
import { respondLater } from '#src/slack/modal/respond-later.ts';
import { placeAsked, type PlaceDeps } from '#src/slack/task/find-task.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { ButtonArgs } from '#src/slack/transport/handler-args.ts';
import { isNoAccess } from '#src/slack/transport/slack-errors.ts';
import { DEFAULT_LANGUAGE, type Words, wordsFor } from '#src/slack/words/index.ts';
import type { WatchService } from '#src/watch/service.ts';
import { outcomesIn, type Subscription, SUBSCRIPTIONS_MAX } from '#src/watch/subscription.ts';
import { renderWatches } from './watch-message.ts';
import { subscribedSentence, watchedWords } from './watch-sentences.ts';

export interface WatchDeps extends PlaceDeps {
  readonly watch: Pick<WatchService, 'watchedIn' | 'subscribe' | 'unsubscribe' | 'subscriptionId'>;
  /** Whether callbacks of the Live API are accepted. */
  readonly takesEvents: boolean;
}

/** `/relay watch` alone. */
export async function watchesAnswer(
  deps: WatchDeps,
  { channel }: { readonly channel: string },
  words: Words,
): Promise<Message[]> {
  return renderWatches(await deps.watch.watchedIn(channel), deps.takesEvents, words);
}

/** `/relay watch …`: subscribes the channel and says so there, which also shows whether the bot can post in it. */
export async function watchAnswer(
  deps: WatchDeps,
  client: webApi.WebClient,
  asked: Reply<'watch'> & {
    readonly channel: string;
    readonly channelName: string;
    readonly by: Person;
  },
  words: Words,
): Promise<Message[]> {
  const found = await placeAsked(deps, asked, words);
  if ('messages' in found) return found.messages;
  const { project } = found;
  const { channel, channelName, by } = asked;
  const { outcomes, taskEvents } = outcomesIn(asked.events);
  const isToldAnyway = channel === project.opsChannel && outcomes.length > 0;
  const toldAnyway = isToldAnyway ? [messageFrom(words.watch.toldAnyway)] : [];
  if (isToldAnyway && taskEvents.length === 0) return toldAnyway;
  const events = isToldAnyway ? taskEvents : asked.events;
  const task = found.task && { id: found.task.task_id, name: taskName(found.task) };
  const subscription = { channel, by, events, project: project.name, task };
  const result = await deps.watch.subscribe(subscription);
  if (result === 'too_many')
    return [messageFrom(words.watch.tooMany(SUBSCRIPTIONS_MAX, slashCommand('watch')))];
  if (result === 'there_already') {
    return [messageFrom(words.watch.thereAlready(watchedWords(subscription, words)))];
  }
  try {
    await tell(client, channel, subscribedSentence(subscription, wordsFor(project.language)));
  } catch (error) {
    await deps.watch.unsubscribe(channel, deps.watch.subscriptionId(subscription));
    if (!isNoAccess(error)) throw error;
    const { notInChannel, notInDirect } = words.watch;
    return [messageFrom(isDirect(channel, channelName) ? notInDirect : notInChannel)];
  }
  const isWaiting = !deps.takesEvents && (events.length === 0 || taskEvents.length > 0);
  return isWaiting ? [...toldAnyway, messageFrom(words.watch.eventsOff)] : toldAnyway;
}

/** Nobody can be invited to a direct message. Its id shows that it is one, or its name if it is a group. */
function isDirect(channel: string, name: string): boolean {
  return channel.startsWith('D') || name.startsWith('mpdm-');
}

/** Stop: updates the list, and says so in the channel. */
export function handleStopWatch(deps: WatchDeps & MembersDeps) {
  return async ({ ack, action, body, client, respond }: ButtonArgs): Promise<void> => {
    await ack();
    const channel = body.channel?.id ?? '';
    const person = personOf(body);
    const ended: Subscription[] = [];
    await respondLater(deps, { respond, person, isReplacing: true }, async (words) => {
      const stopped = await deps.watch.unsubscribe(channel, action.value ?? '');
      if (stopped) ended.push(stopped);
      const list = await watchesAnswer(deps, { channel }, words);
      return stopped ? list : [...list, messageFrom(words.watch.gone)];
    });
    for (const stopped of ended) await tellStopped(deps, client, stopped, person);
  };
}

async function tellStopped(
  { projects }: WatchDeps,
  client: webApi.WebClient,
  stopped: Subscription,
  { userId }: Person,
): Promise<void> {
  const words = wordsFor(projects.get(stopped.project)?.language ?? DEFAULT_LANGUAGE);
  const said = words.watch.stopped(mention(userId), watchedWords(stopped, words));
  await tell(client, stopped.channel, said).catch((error: unknown) => {
    // The bot was removed from the channel meanwhile; the subscription is stopped anyway, and the list shows it.
    if (!isNoAccess(error)) throw error;
  });
}

async function tell(client: webApi.WebClient, channel: string, sentence: string): Promise<void> {
  await client.chat.postMessage({
    channel,
    ...messageFrom(sentence),
    unfurl_links: false,
    unfurl_media: false,
  });
}
