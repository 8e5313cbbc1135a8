import type { webApi } from '@slack/bolt';
import type { ChangeRequest } from '#src/approval/change-request.ts';
import type { Log } from '#src/log.ts';
import type { MessageRef, Shown, ShownStore } from '#src/ports/shown.ts';
import type { Message } from '#src/slack/kit/message.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { isMessageGone, isNoAccess } from '#src/slack/transport/slack-errors.ts';
import { findPosted, metadataOf } from './find-posted.ts';
import type { PacedPosting } from './paced-posting.ts';

/** Messages that show a request, each once, also when a process was killed between posting one and noting it down. */

export interface PostDeps {
  /** For looking; what is posted goes by `posting`. */
  readonly client: webApi.WebClient;
  readonly posting: PacedPosting;
  readonly shown: ShownStore;
  readonly now: () => number;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** A request that is being shown. */
export interface Showing {
  readonly request: ChangeRequest;
  readonly project: SlackProject;
  readonly shown: Shown;
  /** Somebody may have posted without being able to note it down. */
  readonly mayHaveBegun: boolean;
}

export interface Part {
  readonly channel: string;
  /** Which message of the request this is; with the request id it names the message for good. */
  readonly part: string;
  readonly message: Message;
  readonly threadTs?: string;
  readonly isBroadcast?: boolean;
}

/** Posts it, unless it is there. */
export async function post(deps: PostDeps, showing: Showing, part: Part): Promise<MessageRef> {
  return (await findEarlier(deps, showing, part)) ?? send(deps, showing, part);
}

/** Brings a card in line, wherever it is; posts it when it is not there, or not any more. */
export async function upsertMessage(
  deps: PostDeps,
  showing: Showing,
  known: MessageRef | undefined,
  part: Part,
): Promise<MessageRef> {
  if (known && (await update(deps, known, part))) return known;
  // It may be as old as the request: posted, and not noted down.
  const found = await findEarlier(deps, showing, part);
  return found && (await update(deps, found, part)) ? found : send(deps, showing, part);
}

/**
 * False when the message has to be posted again: somebody deleted it, or it is in a channel that was given up
 * for another one.
 */
async function update(
  { posting }: PostDeps,
  ref: MessageRef,
  { channel, message }: Part,
): Promise<boolean> {
  try {
    await posting.update({ ...ref, ...message });
    return true;
  } catch (error) {
    if (isMessageGone(error) || (isNoAccess(error) && ref.channel !== channel)) return false;
    throw error;
  }
}

/** The message, if somebody may have posted it without being able to note it down, and did. */
async function findEarlier(
  deps: PostDeps,
  showing: Showing,
  { channel, part, threadTs }: Part,
): Promise<MessageRef | undefined> {
  // Another entry of the same request may have tried before this one, so the note is what counts.
  const mayBeThere = showing.mayHaveBegun || showing.shown.begun === part;
  if (!mayBeThere) return undefined;
  const { id, createdAtMs } = showing.request;
  const where = { channel, threadTs, sinceMs: createdAtMs, nowMs: deps.now() };
  return deps.posting.within(channel, () => findPosted(deps.client, { request: id, part }, where));
}

async function send(deps: PostDeps, showing: Showing, posting: Part): Promise<MessageRef> {
  const { channel, part, message, threadTs, isBroadcast } = posting;
  const request = showing.request.id;
  const who = `${request} ${part}`;
  await deps.posting.takeSlot(channel, who);
  if (!(await deps.shown.begin(request, part))) {
    throw new Error(`another replica shows ${request} by now`);
  }
  const common = {
    channel,
    ...message,
    unfurl_links: false,
    unfurl_media: false,
    metadata: metadataOf({ request, part }),
  };
  const posted = await deps.posting.post(
    threadTs ? { ...common, thread_ts: threadTs, reply_broadcast: isBroadcast === true } : common,
    who,
  );
  deps.log.info('request: posted', { request, part, ...posted });
  return posted;
}
