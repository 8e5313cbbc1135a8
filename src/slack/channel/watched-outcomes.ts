import type { ChangeRequest, HistoryLine } from '#src/approval/change-request.ts';
import { outcomeName } from '#src/approval/outcome-name.ts';
import type { MessageRef, WatchersTold } from '#src/ports/shown.ts';
import { effectLines, isEffectTold } from '#src/slack/card/card-notices.ts';
import { historySentence, isPresentEnd } from '#src/slack/card/history-sentences.ts';
import { context, section } from '#src/slack/kit/blocks.ts';
import { type Message, messageOf } from '#src/slack/kit/message.ts';
import { cutMarkup, escaped, nameOf } from '#src/slack/kit/text.ts';
import type { SlackProject, SlackProjects } from '#src/slack/projects.ts';
import { OutOfReachError } from '#src/slack/transport/slack-errors.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { isToHear, type Subscription } from '#src/watch/subscription.ts';
import { orOutOfReach } from './channel-reach.ts';
import { post, type PostDeps, type Showing } from './post-once.ts';

/** Characters of a section. */
const SENTENCES_MAX = 3_000;

export interface WatchersDeps extends PostDeps {
  readonly projects: SlackProjects;
  /** The subscriptions of channels. */
  readonly subscriptions: () => Promise<readonly Subscription[]>;
  /** The link to a message of this workspace. */
  readonly linkTo: (message: MessageRef) => string;
}

/**
 * Reports outcomes once in each channel that subscribed to them with `/relay watch`. Nobody is notified there, and a
 * channel that is out of reach is skipped. The ops channel gets outcomes anyway.
 */
export async function tellWatchers(
  deps: WatchersDeps,
  showing: Showing,
  card: MessageRef | undefined,
): Promise<void> {
  const { request, shown } = showing;
  const { lines, channels } = shown.watchers ?? { lines: 0, channels: [] };
  const news = request.history.flatMap((line, index) => {
    const name = index < lines ? undefined : outcomeName(line.event);
    return name ? [{ line, index, name }] : [];
  });
  if (news.length === 0) return;
  const subscriptions = await deps.subscriptions();
  for (const { line, index, name } of news) {
    const told = index === lines ? [...channels] : [];
    const save = (watchers: WatchersTold) => deps.shown.save(request.id, { watchers });
    const asked = { name, taskId: request.base.task_id, atMs: line.atMs };
    for (const channel of channelsToTell(deps, showing, subscriptions, asked)) {
      if (told.includes(channel)) continue;
      await tell(deps, showing, { channel, part: `heard ${index} ${channel}`, line, card });
      told.push(channel);
      await save({ lines: index, channels: told });
    }
    if (told.length > 0) await save({ lines: index + 1, channels: [] });
  }
}

function channelsToTell(
  { projects }: WatchersDeps,
  { project }: Showing,
  subscriptions: readonly Subscription[],
  outcome: Parameters<typeof isToHear>[1],
): string[] {
  const { cloud, opsChannel } = project;
  const hearing = subscriptions.filter(
    (one) => projects.get(one.project)?.cloud === cloud && isToHear(one, outcome),
  );
  const channels = new Set(hearing.map(({ channel }) => channel));
  channels.delete(opsChannel);
  return [...channels].toSorted();
}

async function tell(
  deps: WatchersDeps,
  showing: Showing,
  told: {
    readonly channel: string;
    readonly part: string;
    readonly line: HistoryLine;
    readonly card: MessageRef | undefined;
  },
): Promise<void> {
  const { request, project } = showing;
  const { channel, part, line, card } = told;
  const message = renderOutcome(
    request,
    line,
    card && { ...card, link: deps.linkTo(card) },
    project,
  );
  const posted = await orOutOfReach(() => post(deps, showing, { channel, part, message }));
  if (posted instanceof OutOfReachError) {
    deps.log.warn('an outcome is not told: the bot is not in the channel', { channel });
  }
}

/** One line, the effects on viewers, and a link to the card. */
function renderOutcome(
  request: ChangeRequest,
  line: HistoryLine,
  card: (MessageRef & { readonly link: string }) | undefined,
  { language }: SlackProject,
): Message {
  const words = wordsFor(language);
  const { id, base, project } = request;
  const sentence =
    line.event === 'stream_gone'
      ? words.watch.noStream(id, nameOf(base), escaped(project))
      : (historySentence(request, line, words) ?? '');
  const isDone = isPresentEnd(request, line) && request.state === 'applied';
  const effects = isDone && isEffectTold(request) ? [effectLines(request, words)] : [];
  const where = card && words.card.seeCard(card.link, `<#${card.channel}>`);
  return messageOf([
    section(cutMarkup([sentence, ...effects].join('\n'), SENTENCES_MAX)),
    ...(where === undefined ? [] : [context(where)]),
  ]);
}
