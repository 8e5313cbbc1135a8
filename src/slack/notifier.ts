import { webApi } from '@slack/bolt';
import {
  type Approvers,
  type ChangeRequest,
  type HistoryLine,
} from '#src/approval/change-request.ts';
import type { MessageRef, Shown, ShownStore } from '#src/approval/shown.ts';
import type { Log } from '#src/log.ts';
import { section } from './blocks.ts';
import { type Rendered, renderCard, renderResult, threadParts } from './card.ts';
import { findPosted, metadataOf } from './posted.ts';
import type { Posting } from './posting.ts';
import type { SlackProject, SlackProjects } from './projects.ts';
import { historySentence, resultSentence } from './sentences.ts';
import { groupMention, mention } from './text.ts';
import { wordsFor } from './words/index.ts';

interface Dependencies {
  readonly client: webApi.WebClient;
  readonly posting: Posting;
  readonly shown: ShownStore;
  readonly projects: SlackProjects;
  readonly load: (id: string) => Promise<ChangeRequest | undefined>;
  readonly openOn: (project: string, taskId: string) => Promise<readonly string[]>;
  readonly log: Pick<Log, 'info'>;
}

/**
 * Brings Slack in line with the store: the card, its thread, and the result in the ops channel. It
 * looks at what is shown and does what is missing, so it may be called at any time and again.
 */
export function createNotifier(room: Dependencies) {
  return {
    /** `mayHaveBegun`: somebody may have posted without being able to note it down. */
    async show(id: string, mayHaveBegun: boolean): Promise<void> {
      const [request, shown] = await Promise.all([room.load(id), room.shown.load(id)]);
      const project = request && room.projects.get(request.project);
      // Without its project in the configuration there is no channel to show it in.
      if (!request || !project) return;
      const card = await showCard(room, { request, project, shown, mayHaveBegun });
      await tellThread(room, { request, project, shown, mayHaveBegun, card });
    },

    /** Renders a request into a message that somebody pressed a button on, however old it is. */
    async repaint(request: ChangeRequest, message: MessageRef): Promise<void> {
      const project = room.projects.get(request.project);
      if (project)
        await room.posting.update({ ...message, ...(await cardOf(room, request, project)) });
    },
  };
}

export type Notifier = ReturnType<typeof createNotifier>;

interface Showing {
  readonly request: ChangeRequest;
  readonly project: SlackProject;
  readonly shown: Shown;
  readonly mayHaveBegun: boolean;
}

async function showCard(room: Dependencies, showing: Showing): Promise<MessageRef> {
  const { request, project, shown } = showing;
  if (shown.card && shown.version >= request.version) return shown.card;
  const rendered = await cardOf(room, request, project);
  const isThere = shown.card && (await updateMessage(room, shown.card, rendered));
  const card = shown.card && isThere ? shown.card : await postCard(room, showing, rendered);
  await room.shown.save(request.id, { card, version: request.version });
  return card;
}

/** A card that is there already may be as old as the request: it was posted, and not noted down. */
async function postCard(
  room: Dependencies,
  showing: Showing,
  rendered: Rendered,
): Promise<MessageRef> {
  const posting = { channel: showing.project.approvalsChannel, part: 'card', rendered };
  const found = await findEarlier(room, showing, posting);
  const isThere = found && (await updateMessage(room, found, rendered));
  return isThere ? found : send(room, showing, posting);
}

async function cardOf(
  room: Dependencies,
  request: ChangeRequest,
  project: SlackProject,
): Promise<Rendered> {
  const open = await room.openOn(request.project, request.base.task_id);
  const competing = open.filter((id) => id !== request.id);
  return renderCard(request, { ping: pings(project), competing }, wordsFor(project.language));
}

/** False when the message is gone: somebody deleted it, so it has to be posted anew. */
async function updateMessage(
  room: Dependencies,
  message: MessageRef,
  rendered: Rendered,
): Promise<boolean> {
  try {
    await room.posting.update({ ...message, ...rendered });
    return true;
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError && error.data.error === 'message_not_found') {
      return false;
    }
    throw error;
  }
}

/** Everything the thread should hold, in order; `shown.lines` counts what is there. */
async function tellThread(
  room: Dependencies,
  showing: Showing & { readonly card: MessageRef },
): Promise<void> {
  const { request, project, shown, card } = showing;
  const hasOps = project.opsChannel !== project.approvalsChannel;
  const lines = threadLines(request, project);
  for (const [index, line] of lines.entries()) {
    if (index >= shown.lines) {
      await post(room, showing, {
        channel: card.channel,
        part: `line ${index}`,
        rendered: line.rendered,
        threadTs: card.ts,
        isBroadcast: line.isForAll && !hasOps,
      });
      await room.shown.save(request.id, { lines: index + 1 });
    }
    const isTold = index < (shown.told ?? 0);
    if (line.isForAll && hasOps && !isTold) await tellOps(room, showing, line.rendered, index);
  }
}

async function tellOps(
  room: Dependencies,
  showing: Showing,
  rendered: Rendered,
  index: number,
): Promise<void> {
  const channel = showing.project.opsChannel;
  const result = await post(room, showing, { channel, part: `result ${index}`, rendered });
  await room.shown.save(showing.request.id, { result, told: index + 1 });
}

interface Line {
  readonly rendered: Rendered;
  /** For everybody on call, and not only for the thread. */
  readonly isForAll: boolean;
}

/** Events that are told loudly: how a call ended, and everything about a change without approval. */
const ENDS: ReadonlySet<HistoryLine['event']> = new Set(['succeed', 'fail', 'drift']);
const LOUD: ReadonlySet<HistoryLine['event']> = new Set(['submit', 'ask_review', 'after_review']);

function threadLines(request: ChangeRequest, project: SlackProject): Line[] {
  const words = wordsFor(project.language);
  const parts = threadParts(request, words).map((rendered) => ({ rendered, isForAll: false }));
  const story = request.history.flatMap((line): Line[] => {
    const sentence = historySentence(request, line, words);
    if (sentence === undefined) return [];
    const isEnd = ENDS.has(line.event) && request.outcome !== undefined;
    const rendered = isEnd
      ? renderResult(request, resultSentence(request, words), words)
      : sentenceMessage([sentence, ...called(line.event, project)].join(' '));
    return [{ rendered, isForAll: isEnd || LOUD.has(line.event) }];
  });
  return [...parts, ...story];
}

interface Part {
  readonly channel: string;
  /** Which message of the request this is; with the request id it names the message for good. */
  readonly part: string;
  readonly rendered: Rendered;
  readonly threadTs?: string;
  readonly isBroadcast?: boolean;
}

async function post(room: Dependencies, showing: Showing, posting: Part): Promise<MessageRef> {
  return (await findEarlier(room, showing, posting)) ?? send(room, showing, posting);
}

/** The message, if somebody may have posted it without being able to note it down, and did. */
async function findEarlier(
  room: Dependencies,
  showing: Showing,
  posting: Part,
): Promise<MessageRef | undefined> {
  // Another entry of the same request may have tried before this one, so the note is what counts.
  const mayBeThere = showing.mayHaveBegun || showing.shown.begun === posting.part;
  if (!mayBeThere) return undefined;
  const { id, createdAtMs } = showing.request;
  const { channel, part, threadTs } = posting;
  const where = { channel, threadTs, sinceMs: createdAtMs };
  return findPosted(room.client, { request: id, part }, where);
}

async function send(room: Dependencies, showing: Showing, posting: Part): Promise<MessageRef> {
  const { channel, part, rendered, threadTs, isBroadcast } = posting;
  const { id } = showing.request;
  const who = `${id} ${part}`;
  await room.posting.turn(channel, who);
  await room.shown.save(id, { begun: part });
  const common = {
    channel,
    ...rendered,
    unfurl_links: false,
    unfurl_media: false,
    metadata: metadataOf({ request: id, part }),
  };
  const posted = await room.posting.post(
    threadTs ? { ...common, thread_ts: threadTs, reply_broadcast: isBroadcast === true } : common,
    who,
  );
  room.log.info('request: posted', { request: id, part, ...posted });
  return posted;
}

/** Who is pinged by a line: the first line again by a reminder, the second by an escalation. */
function called(event: HistoryLine['event'], project: SlackProject): string[] {
  if (event === 'remind') return pings(project);
  if (event === 'escalate') return mentionsOf(project.policy.escalate?.to);
  // Nobody approved, so everybody is called who would have been, first line and second.
  const isLoud = event === 'submit' || event === 'ask_review';
  return isLoud ? [...pings(project), ...mentionsOf(project.policy.escalate?.to)] : [];
}

function sentenceMessage(sentence: string): Rendered {
  return { text: sentence, blocks: [section(sentence)] };
}

function pings({ notify }: SlackProject): string[] {
  return mentionsOf(notify);
}

function mentionsOf(people: Approvers | undefined): string[] {
  return [...(people?.usergroups ?? []).map(groupMention), ...(people?.users ?? []).map(mention)];
}
