import type { ChangeRequest, HistoryLine } from '#src/approval/record/change-request.ts';
import { type WatchedOutcome, watchedOutcomes } from '#src/approval/record/watched-outcome.ts';
import type { MessageRef, WatchersTold } from '#src/ports/shown.ts';
import { countsText } from '#src/slack/card/batch-card.ts';
import { effectLines, isEffectTold } from '#src/slack/card/card-notices.ts';
import { ENDS, historySentence, isPresentEnd } from '#src/slack/card/history-sentences.ts';
import { context, section } from '#src/slack/kit/blocks.ts';
import { type Message, messageOf } from '#src/slack/kit/message.ts';
import { stateWords } from '#src/slack/kit/sentences.ts';
import { cutMarkup, escaped, nameOf } from '#src/slack/kit/text.ts';
import type { SlackProjects } from '#src/slack/projects.ts';
import { OutOfReachError } from '#src/slack/transport/slack-errors.ts';
import { type Words, wordsFor } from '#src/slack/words/index.ts';
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
  const { request, parts, shown } = showing;
  const { lines, channels } = shown.watchers ?? { lines: 0, channels: [] };
  const news = request.history.flatMap((line, index) => {
    const outcomes = index < lines ? [] : watchedOutcomes(request, parts, line);
    return outcomes.length > 0 ? [{ line, index, outcomes }] : [];
  });
  if (news.length === 0) return;
  const subscriptions = await deps.subscriptions();
  for (const { line, index, outcomes } of news) {
    const told = index === lines ? [...channels] : [];
    const save = (watchers: WatchersTold) => deps.shown.save(request.id, { watchers });
    for (const [channel, heard] of channelsToTell(deps, showing, subscriptions, outcomes)) {
      if (told.includes(channel)) continue;
      const part = `heard ${index} ${channel}`;
      const message = renderOutcome(
        showing,
        line,
        heard,
        card && { ...card, link: deps.linkTo(card) },
      );
      const posted = await orOutOfReach(() => post(deps, showing, { channel, part, message }));
      if (posted instanceof OutOfReachError) {
        deps.log.warn('outcome not posted: the bot is not in the channel', { channel });
      }
      told.push(channel);
      await save({ lines: index, channels: told });
    }
    if (told.length > 0) await save({ lines: index + 1, channels: [] });
  }
}

/** The channels that hear of any of these outcomes, each with the requests that it hears of. */
function channelsToTell(
  { projects }: WatchersDeps,
  { project }: Showing,
  subscriptions: readonly Subscription[],
  outcomes: readonly WatchedOutcome[],
): [string, readonly ChangeRequest[]][] {
  const { cloud, opsChannel } = project;
  const inCloud = subscriptions.filter((one) => projects.get(one.project)?.cloud === cloud);
  const byChannel = Map.groupBy(inCloud, ({ channel }) => channel);
  byChannel.delete(opsChannel);
  return [...byChannel]
    .map(([channel, some]): [string, readonly ChangeRequest[]] => [
      channel,
      outcomes
        .filter((outcome) => some.some((one) => isToHear(one, outcome)))
        .map(({ request }) => request),
    ])
    .filter(([, heard]) => heard.length > 0)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** Tasks of a batch that are named; of more, only the counts are told. */
const NAMED_MAX = 3;

/** One line, the effects on viewers or what became of the tasks of a batch, and a link to the card. */
function renderOutcome(
  { request, project: { language } }: Showing,
  line: HistoryLine,
  heard: readonly ChangeRequest[],
  card: (MessageRef & { readonly link: string }) | undefined,
): Message {
  const words = wordsFor(language);
  const { batch, project } = request;
  const [about = request] = heard;
  const sentence =
    line.event === 'stream_gone' || line.event === 'part_gone'
      ? words.watch.noStream(about.id, nameOf(about.base), escaped(project))
      : (historySentence(request, line, words) ?? '');
  const isDone = isPresentEnd(request, line) && request.state === 'applied';
  const effects = isDone && isEffectTold(request) ? [effectLines(request, words)] : [];
  const ended = batch && ENDS.has(line.event);
  const counts = ended ? [countsText(batch.counts, words), ...namesOf(heard, words)] : [];
  const where = card && words.card.seeCard(card.link, `<#${card.channel}>`);
  return messageOf([
    section(cutMarkup([sentence, ...effects, ...counts].join('\n'), SENTENCES_MAX)),
    ...(where === undefined ? [] : [context(where)]),
  ]);
}

function namesOf(heard: readonly ChangeRequest[], words: Words): string[] {
  if (heard.length > NAMED_MAX) return [];
  return heard.map((part) => `• ${part.id} *${nameOf(part.base)}* · ${stateWords(part, words)}`);
}
