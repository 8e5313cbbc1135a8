import type { Block } from '@slack/types';
import type { ChangeRequest } from '#src/approval/change-request.ts';
import { isClosed } from '#src/approval/change-request.ts';
import type { MessageRef } from '#src/ports/shown.ts';
import { renderCard } from '#src/slack/card/card.ts';
import { context } from '#src/slack/kit/blocks.ts';
import type { Message } from '#src/slack/kit/message.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import { unescaped } from '#src/slack/kit/text.ts';
import type { ChannelMembers } from '#src/slack/people/channel-members.ts';
import { OutOfReachError } from '#src/slack/transport/slack-errors.ts';
import { DEFAULT_LANGUAGE, wordsFor } from '#src/slack/words/index.ts';
import { orOutOfReach } from './channel-reach.ts';
import { migrateShownCounts, noneTold, tellWhole } from './long-diff.ts';
import { hasOpsChannel, tellResults } from './ops-results.ts';
import { post, type Showing, upsertMessage } from './post-once.ts';
import { showDirect } from './requester-dm.ts';
import { pings, threadLines } from './thread-lines.ts';
import { threadMessages } from './thread-messages.ts';
import { tellWatchers, type WatchersDeps } from './watched-outcomes.ts';

interface Deps extends WatchersDeps {
  readonly channelMembers: ChannelMembers;
  readonly load: (id: string) => Promise<ChangeRequest | undefined>;
  readonly openOn: (project: string, taskId: string) => Promise<readonly string[]>;
  /** Tells people which channel lets nothing in. */
  readonly report: (error: OutOfReachError) => Promise<void>;
}

/**
 * Brings Slack in line with the store: the card, its thread, the result in the ops channel, and the
 * card of a requester who does not read that channel. It looks at what is shown and does what is
 * missing, so it may be called at any time and again. A channel that lets nothing in holds up none of the
 * others.
 */
export function createNotifier(deps: Deps) {
  return {
    /**
     * `mayHaveBegun`: somebody may have posted without being able to note it down. Resolves with the time at
     * which it is to be called again (Unix, ms) where a channel let nothing in.
     */
    async show(id: string, mayHaveBegun: boolean): Promise<number | undefined> {
      const [request, found] = await Promise.all([deps.load(id), deps.shown.load(id)]);
      const project = request && deps.projects.get(request.project);
      // Without its project in the configuration there is no channel to show it in.
      if (!request || !project) return undefined;
      const shown = await migrateShownCounts(deps, found, request, project);
      const showing = { request, project, shown, mayHaveBegun };
      let { card } = shown;
      const inChannel = await orOutOfReach(async () => {
        card = await showCard(deps, showing);
        await tellWhole(deps, showing, { place: 'whole', card });
        await tellThread(deps, { ...showing, card });
      });
      const inOps = await orOutOfReach(() => tellResults(deps, showing, card));
      const isCardOutOfReach = inChannel instanceof OutOfReachError;
      const direct = await orOutOfReach(() =>
        showDirect(deps, { ...showing, isCardOutOfReach }, () => cardOf(deps, showing, 'direct')),
      );
      const failed = [inChannel, inOps, direct].filter((one) => one instanceof OutOfReachError);
      for (const error of failed) await deps.report(error);
      await tellWatchers(deps, showing, card);
      return failed.length === 0 ? undefined : Math.min(...failed.map((one) => one.againAtMs));
    },

    /** Renders a request into a message that somebody pressed a button on, however old it is. */
    async refresh(request: ChangeRequest, message: MessageRef): Promise<void> {
      const project = deps.projects.get(request.project);
      if (!project) return;
      const { direct } = await deps.shown.load(request.id);
      const isDirect = direct?.channel === message.channel;
      const place = isDirect ? 'direct' : 'channel';
      const card = await cardOf(deps, { request, project, shown: { card: message } }, place);
      await deps.posting.update({ ...message, ...card });
    },

    /** A card whose request has left the store keeps what it says, and loses its buttons. */
    async retire(message: MessageRef, shown: { readonly text: string; readonly blocks: unknown }) {
      const here = [...deps.projects.values()].find(
        ({ approvalsChannel }) => approvalsChannel === message.channel,
      );
      const words = wordsFor(here?.language ?? DEFAULT_LANGUAGE);
      const kept = Array.isArray(shown.blocks) ? shown.blocks.map(asSent).filter(isNoButton) : [];
      const blocks = [...kept, context(refusalSentence({ reason: 'not_found' }, words))];
      await deps.posting.update({ ...message, text: shown.text, blocks });
    },
  };
}

export type Notifier = ReturnType<typeof createNotifier>;

function isNoButton(block: unknown): block is Block {
  return typeof block === 'object' && block !== null && 'type' in block && block.type !== 'actions';
}

/**
 * A block of a message as Slack took it. Slack hands out its literal texts escaped and escapes what it gets, so they go
 * back without that; mrkdwn goes back as it came.
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
  const { request, project, shown } = showing;
  if (shown.card && shown.version >= request.version) return shown.card;
  const message = await cardOf(deps, showing, 'channel');
  const part = { channel: project.approvalsChannel, part: 'card', message };
  const card = await upsertMessage(deps, showing, shown.card, part);
  const news = shown.whole ? {} : { whole: noneTold(request) };
  await deps.shown.save(request.id, { card, version: request.version, ...news });
  return card;
}

async function cardOf(
  deps: Deps,
  { request, project, shown }: Pick<Showing, 'request' | 'project'> & { shown: ShownCard },
  place: 'channel' | 'direct',
): Promise<Message> {
  const open = await deps.openOn(request.project, request.base.task_id);
  const isDirect = place === 'direct';
  const surroundings = {
    ping: isDirect ? [] : pings(project),
    competing: open.filter((id) => id !== request.id),
    isDirect,
    // What is over is passed on and looked up; somebody who cannot see the channel has no use for it.
    link: isClosed(request.state) && !isDirect ? shown.card && deps.linkTo(shown.card) : undefined,
  };
  return renderCard(request, surroundings, wordsFor(project.language));
}

type ShownCard = Pick<Showing['shown'], 'card'>;

/** The story, in order; `shown.lines` counts what is there. */
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
      isBroadcast: isForAll && !hasOpsChannel(project),
    });
    await deps.shown.save(request.id, { lines: next });
  }
}
