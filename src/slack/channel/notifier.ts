import type { Block } from '@slack/types';
import type { ApprovalContext } from '#src/approval/approval-context.ts';
import { freezesFor } from '#src/approval/decide/chat-freezes.ts';
import { knownElsewhereMs } from '#src/approval/known-elsewhere.ts';
import { type Beside, withWayBackNow } from '#src/approval/links/predecessor.ts';
import { setsOf } from '#src/approval/policy/asked-people.ts';
import type { FreezeStore } from '#src/approval/policy/freeze-store.ts';
import { freezeAt, type FreezeWindow } from '#src/approval/policy/freeze.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { isClosed } from '#src/approval/record/change-request.ts';
import { wouldRunAtMs } from '#src/approval/record/request-times.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { mayBeFollowed } from '#src/approval/states/chain.ts';
import type { MessageRef } from '#src/ports/shown.ts';
import { renderBatchCard } from '#src/slack/card/batch-card.ts';
import { renderCard } from '#src/slack/card/card.ts';
import { context } from '#src/slack/kit/blocks.ts';
import type { Message } from '#src/slack/kit/message.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import { asText } from '#src/slack/kit/slot-sentences.ts';
import { unescaped } from '#src/slack/kit/text.ts';
import type { ChannelMembers } from '#src/slack/people/channel-members.ts';
import type { SlackDirectory } from '#src/slack/people/directory.ts';
import { cardChannelOf, cardChannelsOf } from '#src/slack/projects.ts';
import { OutOfReachError } from '#src/slack/transport/slack-errors.ts';
import { DEFAULT_LANGUAGE, wordsFor } from '#src/slack/words/index.ts';
import { orOutOfReach } from './channel-reach.ts';
import { createFreezeNews, type FreezeNewsDeps } from './freeze-news.ts';
import { type GuardDeps, tellGuard } from './guard-line.ts';
import { migrateShownCounts, tellWhole, wholeBelow } from './long-diff.ts';
import { hasOpsChannel, tellResults } from './ops-results.ts';
import { againIfDeleted, post, type Showing, upsertMessage } from './post-once.ts';
import { showDirect } from './requester-dm.ts';
import { pings, threadLines } from './thread-lines.ts';
import { threadMessages } from './thread-messages.ts';
import { tellWatchers, type WatchersDeps } from './watched-outcomes.ts';

interface Deps extends WatchersDeps, GuardDeps {
  readonly channelMembers: ChannelMembers;
  readonly load: (id: string) => Promise<ChangeRequest | undefined>;
  /** The parts of a batch; of any other request none. */
  readonly partsOf: (request: ChangeRequest) => Promise<readonly ChangeRequest[]>;
  readonly directory: Pick<SlackDirectory, 'namesOn'>;
  readonly freezes: Pick<FreezeStore, 'load'> & FreezeNewsDeps['freezes'];
  readonly inForce: ApprovalContext['inForce'];
  readonly page: FreezeNewsDeps['page'];
  readonly openBeside: ApprovalService['openBeside'];
  /** Tells people which channel is out of reach. */
  readonly report: (error: OutOfReachError) => Promise<void>;
}

/**
 * Brings Slack in line with the store: the card, its thread, the result in the ops channel, and a card for a
 * requester who is not in that channel. It compares what is shown and adds what is missing, so it may be called at
 * any time and repeatedly. A channel that is out of reach does not hold up the others.
 */
export function createNotifier(deps: Deps) {
  return {
    /**
     * `mayHaveBegun`: messages may have been posted without being recorded. Resolves with the time of the next try
     * (Unix, ms) if a channel is out of reach.
     */
    async show(id: string, mayHaveBegun: boolean): Promise<number | undefined> {
      const [request, found] = await Promise.all([deps.load(id), deps.shown.load(id)]);
      const project = request && deps.projects.get(request.project);
      if (!request) return undefined;
      // If nobody knows its project, there is no channel to show it in.
      if (!project) return knownElsewhereMs(latestMs(request), deps.now());
      // A part is shown on the card of its batch.
      if (request.partOf !== undefined) return undefined;
      const parts = await deps.partsOf(request);
      const shown = await migrateShownCounts(deps, found, request, project);
      const version = parts.reduce((sum, part) => sum + part.version, request.version);
      const beside = mayBeFollowed(request) ? await deps.openBeside(request) : undefined;
      const followers = followersIn(beside);
      const showing = { request, project, shown, mayHaveBegun, parts, version, followers };
      const told = { ...showing, request: withWayBackNow(request, beside) };
      let { card } = shown;
      const inChannel = await orOutOfReach(() =>
        againIfDeleted(showing, async (each) => {
          card = await showCard(deps, each);
          await tellWhole(deps, each, { place: 'whole', card });
          await tellThread(deps, { ...each, request: told.request, card });
          await tellGuard(deps, each, card);
        }),
      );
      const inOps = await orOutOfReach(() => tellResults(deps, told, card));
      const isCardOutOfReach = inChannel instanceof OutOfReachError;
      const direct = await orOutOfReach(() =>
        againIfDeleted(showing, (each) =>
          showDirect(deps, { ...each, isCardOutOfReach }, async () =>
            cardOf(deps, each, { isDirect: true, freeze: await freezeOf(deps, request) }),
          ),
        ),
      );
      const failed = [inChannel, inOps, direct].filter((one) => one instanceof OutOfReachError);
      for (const error of failed) await deps.report(error);
      await tellWatchers(deps, showing, card);
      return failed.length === 0 ? undefined : Math.min(...failed.map((one) => one.againAtMs));
    },

    tellFreeze: createFreezeNews(deps),

    /** Updates the message whose button somebody pressed, however old it is. */
    async refresh(request: ChangeRequest, message: MessageRef): Promise<void> {
      const project = deps.projects.get(request.project);
      if (!project) return;
      const { direct } = await deps.shown.load(request.id);
      const isDirect = direct?.channel === message.channel;
      const [freeze, parts] = await Promise.all([freezeOf(deps, request), deps.partsOf(request)]);
      const asked = { request, project, parts, card: message };
      const card = await cardOf(deps, asked, { isDirect, freeze });
      await deps.posting.update({ ...message, ...card });
    },

    /** Removes the buttons of a card whose request is no longer in the store. */
    async retire(message: MessageRef, shown: { readonly text: string; readonly blocks: unknown }) {
      const here = [...deps.projects.values()].find((project) =>
        cardChannelsOf(project).includes(message.channel),
      );
      const words = wordsFor(here?.language ?? DEFAULT_LANGUAGE);
      const kept = Array.isArray(shown.blocks) ? shown.blocks.map(asSent).filter(isNoButton) : [];
      const blocks = [...kept, context(refusalSentence({ reason: 'not_found' }, words))];
      await deps.posting.update({ ...message, text: shown.text, blocks });
    },
  };
}

function latestMs({ history, createdAtMs }: ChangeRequest): number {
  return history.at(-1)?.atMs ?? createdAtMs;
}

export type Notifier = ReturnType<typeof createNotifier>;

function isNoButton(block: unknown): block is Block {
  return typeof block === 'object' && block !== null && 'type' in block && block.type !== 'actions';
}

/**
 * A block of a message as we sent it. Slack returns literal texts escaped and escapes what it receives, so they are
 * unescaped here; mrkdwn is sent back as it came.
 */
function asSent(block: unknown): unknown {
  return JSON.parse(JSON.stringify(block), (_key, value: unknown) =>
    isLiteral(value) ? { ...value, text: unescaped(value.text) } : value,
  );
}

function isLiteral(value: unknown): value is { readonly text: string } {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  const isText = value.type === 'plain_text' || value.type === 'text' || value.type === 'link';
  return isText && 'text' in value && typeof value.text === 'string';
}

async function showCard(deps: Deps, showing: Showing): Promise<MessageRef> {
  const { request, project, shown, version, followers } = showing;
  const freeze = await freezeOf(deps, request);
  const frozen = freeze ? `${freeze.chat?.id ?? freeze.fromMs}:${freeze.toMs}` : '';
  const isFresh =
    shown.version >= version &&
    (shown.frozen ?? '') === frozen &&
    (shown.followers ?? '') === followers;
  if (shown.card && isFresh) return shown.card;
  const message = await cardOf(deps, { ...showing, card: shown.card }, { isDirect: false, freeze });
  const part = { channel: cardChannelOf(request, project), part: 'card', message };
  const card = await upsertMessage(deps, showing, shown.card, part);
  const news = wholeBelow(showing, { place: 'whole', card });
  await deps.shown.save(request.id, { card, version, frozen, followers, ...news });
  return card;
}

/** What follows it and when, as its card tells. */
function followersIn({ followedBy = [] }: Partial<Pick<Beside, 'followedBy'>> = {}): string {
  return followedBy.map(({ id, atMs }) => `${id}:${atMs ?? ''}`).join(' ');
}

/** `card`: the message in the channel, if there is one. */
async function cardOf(
  deps: Deps,
  {
    request,
    project,
    parts,
    card,
  }: Pick<Showing, 'request' | 'project' | 'parts'> & {
    readonly card?: MessageRef | undefined;
  },
  { isDirect, freeze }: { readonly isDirect: boolean; readonly freeze: FreezeWindow | undefined },
): Promise<Message> {
  const lists = request.state === 'pending' ? setsOf(request.policy).flat() : [];
  const [beside, names] = await Promise.all([
    deps.openBeside(request),
    deps.directory.namesOn(lists),
  ]);
  const surroundings = {
    ping: isDirect ? [] : pings(request, project),
    nameOf: asText(names),
    ...beside,
    isDirect,
    freeze,
    // Closed cards are passed on, so they have a link; in a direct message it would be useless.
    link: isClosed(request.state) && !isDirect ? card && deps.linkTo(card) : undefined,
  };
  const words = wordsFor(project.language);
  return request.batch
    ? renderBatchCard(request, parts, surroundings, words)
    : renderCard(withWayBackNow(request, beside), surroundings, words);
}

/** The freeze in which an open request would run. */
async function freezeOf(deps: Deps, request: ChangeRequest): Promise<FreezeWindow | undefined> {
  const runMs = wouldRunAtMs(request, deps.now());
  return runMs === undefined ? undefined : freezeAt(await freezesFor(deps, request), runMs);
}

/** The thread, in order; `shown.lines` counts the lines that are there. */
async function tellThread(
  deps: Deps,
  showing: Showing & { readonly card: MessageRef },
): Promise<void> {
  const { request, project, shown, card } = showing;
  const lines = threadLines(request, project);
  for (const { name, next, message, isForAll } of threadMessages(lines, shown)) {
    await post(deps, showing, {
      channel: card.channel,
      part: name,
      message,
      threadTs: card.ts,
      isBroadcast: isForAll && !hasOpsChannel(project, card.channel),
    });
    await deps.shown.save(request.id, { lines: next });
  }
}
