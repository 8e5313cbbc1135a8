import type { Block } from '@slack/types';
import type { ChangeRequest } from '#src/approval/change-request.ts';
import { isClosed } from '#src/approval/change-request.ts';
import type { MessageRef } from '#src/ports/shown.ts';
import type { Audience } from '#src/slack/people/channel-members.ts';
import { context } from '#src/slack/kit/blocks.ts';
import { renderCard } from '#src/slack/card/card.ts';
import type { Message } from '#src/slack/kit/message.ts';
import { showDirect } from './requester-dm.ts';
import type { SlackProject, SlackProjects } from '#src/slack/projects.ts';
import { paint, type PartsRoom, post, type Showing } from './post-once.ts';
import { refusalSentence } from '#src/slack/kit/sentences.ts';
import { pings, threadLines } from './thread-lines.ts';
import { threadMessages } from './thread-messages.ts';
import { countApart, noneTold, tellWhole } from './long-diff.ts';
import { DEFAULT_LANGUAGE, wordsFor } from '#src/slack/words/index.ts';

interface Dependencies extends PartsRoom {
  readonly audience: Audience;
  readonly projects: SlackProjects;
  readonly load: (id: string) => Promise<ChangeRequest | undefined>;
  readonly openOn: (project: string, taskId: string) => Promise<readonly string[]>;
  /** Leads to a message of this workspace. */
  readonly linkTo: (message: MessageRef) => string;
}

/**
 * Brings Slack in line with the store: the card, its thread, the result in the ops channel, and the
 * card of a requester who does not read that channel. It looks at what is shown and does what is
 * missing, so it may be called at any time and again.
 */
export function createNotifier(room: Dependencies) {
  return {
    /** `mayHaveBegun`: somebody may have posted without being able to note it down. */
    async show(id: string, mayHaveBegun: boolean): Promise<void> {
      const [request, found] = await Promise.all([room.load(id), room.shown.load(id)]);
      const project = request && room.projects.get(request.project);
      // Without its project in the configuration there is no channel to show it in.
      if (!request || !project) return;
      const shown = await countApart(room, found, request, project);
      const showing = { request, project, shown, mayHaveBegun };
      const card = await showCard(room, showing);
      await tellWhole(room, showing, { place: 'whole', card });
      await tellThread(room, { ...showing, card });
      await showDirect(room, showing, () => cardOf(room, showing, 'direct'));
    },

    /** Renders a request into a message that somebody pressed a button on, however old it is. */
    async repaint(request: ChangeRequest, message: MessageRef): Promise<void> {
      const project = room.projects.get(request.project);
      if (!project) return;
      const { direct } = await room.shown.load(request.id);
      const isDirect = direct?.channel === message.channel;
      const place = isDirect ? 'direct' : 'channel';
      const rendered = await cardOf(room, { request, project, shown: { card: message } }, place);
      await room.posting.update({ ...message, ...rendered });
    },

    /** A card whose request has left the store keeps what it says, and loses its buttons. */
    async retire(message: MessageRef, shown: { readonly text: string; readonly blocks: unknown }) {
      const here = [...room.projects.values()].find(
        ({ approvalsChannel }) => approvalsChannel === message.channel,
      );
      const words = wordsFor(here?.language ?? DEFAULT_LANGUAGE);
      const kept = Array.isArray(shown.blocks) ? shown.blocks.filter(isNoButton) : [];
      const blocks = [...kept, context(refusalSentence({ reason: 'not_found' }, words))];
      await room.posting.update({ ...message, text: shown.text, blocks });
    },
  };
}

export type Notifier = ReturnType<typeof createNotifier>;

function isNoButton(block: unknown): block is Block {
  return typeof block === 'object' && block !== null && 'type' in block && block.type !== 'actions';
}

async function showCard(room: Dependencies, showing: Showing): Promise<MessageRef> {
  const { request, project, shown } = showing;
  if (shown.card && shown.version >= request.version) return shown.card;
  const rendered = await cardOf(room, showing, 'channel');
  const part = { channel: project.approvalsChannel, part: 'card', rendered };
  const card = await paint(room, showing, shown.card, part);
  const news = shown.whole ? {} : { whole: noneTold(request) };
  await room.shown.save(request.id, { card, version: request.version, ...news });
  return card;
}

async function cardOf(
  room: Dependencies,
  { request, project, shown }: Pick<Showing, 'request' | 'project'> & { shown: ShownCard },
  place: 'channel' | 'direct',
): Promise<Message> {
  const open = await room.openOn(request.project, request.base.task_id);
  const isDirect = place === 'direct';
  const surroundings = {
    ping: isDirect ? [] : pings(project),
    competing: open.filter((id) => id !== request.id),
    isDirect,
    // What is over is passed on and looked up; whoever cannot see the channel has no use for it.
    link: isClosed(request.state) && !isDirect ? shown.card && room.linkTo(shown.card) : undefined,
  };
  return renderCard(request, surroundings, wordsFor(project.language));
}

type ShownCard = Pick<Showing['shown'], 'card'>;

/** The story, in order; `shown.lines` counts what is there. */
async function tellThread(
  room: Dependencies,
  showing: Showing & { readonly card: MessageRef },
): Promise<void> {
  const { request, project, shown, card } = showing;
  const hasOps = project.opsChannel !== project.approvalsChannel;
  const lines = threadLines(request, project);
  for (const { name, next, message } of threadMessages(lines, shown)) {
    await post(room, showing, {
      channel: card.channel,
      part: name,
      rendered: message.rendered,
      threadTs: card.ts,
      isBroadcast: message.isForAll && !hasOps,
    });
    await room.shown.save(request.id, { lines: next });
  }
  for (const [index, line] of lines.entries()) {
    if (!line.isForAll || !hasOps || index < (shown.told ?? 0)) continue;
    const said = withLink(line.rendered, room.linkTo(card), project);
    await tellOps(room, showing, said, index);
  }
}

async function tellOps(
  room: Dependencies,
  showing: Showing,
  rendered: Message,
  index: number,
): Promise<void> {
  const channel = showing.project.opsChannel;
  const result = await post(room, showing, { channel, part: `result ${index}`, rendered });
  await room.shown.save(showing.request.id, { result, told: index + 1 });
}

/** Whoever reads it in another channel gets to the card and its thread. */
function withLink(
  { text, blocks }: Message,
  link: string,
  { language, approvalsChannel }: SlackProject,
): Message {
  const { card } = wordsFor(language);
  return { text, blocks: [...blocks, context(card.seeCard(link, `<#${approvalsChannel}>`))] };
}
