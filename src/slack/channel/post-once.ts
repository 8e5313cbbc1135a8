import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { Log } from '#src/log.ts';
import type { MessageRef, Shown, ShownStore } from '#src/ports/shown.ts';
import type { Message } from '#src/slack/kit/message.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { isMessageGone, isNoAccess, isThreadGone } from '#src/slack/transport/slack-errors.ts';
import { findPosted, metadataOf } from './find-posted.ts';
import type { PostNamedDeps } from './post-named.ts';

/** Posts the messages of a request once each, even if a process is killed between posting one and recording it. */

export interface PostDeps extends PostNamedDeps {
  readonly shown: ShownStore;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** A request that is being shown. */
export interface Showing {
  readonly request: ChangeRequest;
  readonly project: SlackProject;
  readonly shown: Shown;
  /** Of a batch: its parts that are in the store. */
  readonly parts: readonly ChangeRequest[];
  /** Grows with every change that the card shows, also of a part. */
  readonly version: number;
  /** What follows it and when, as its cards tell; empty where nothing does. */
  readonly followers: string;
  /** Messages may have been posted without being recorded. */
  readonly mayHaveBegun: boolean;
}

export interface Part {
  readonly channel: string;
  /** Which message of the request this is; together with the request id it identifies the message. */
  readonly part: string;
  readonly message: Message;
  readonly threadTs?: string;
  readonly isBroadcast?: boolean;
}

/**
 * Shows a card and what stands below it; once more if somebody deleted the card, which shows where only a reply is
 * missing. The card then counts as out of date, so it is posted again.
 */
export async function againIfDeleted(
  showing: Showing,
  show: (showing: Showing) => Promise<void>,
): Promise<void> {
  try {
    await show(showing);
  } catch (error) {
    if (!isThreadGone(error)) throw error;
    await show({ ...showing, shown: { ...showing.shown, version: -1, directVersion: -1 } });
  }
}

/** Posts a message, unless it is already there. */
export async function post(deps: PostDeps, showing: Showing, part: Part): Promise<MessageRef> {
  return (await findEarlier(deps, showing, part)) ?? send(deps, showing, part);
}

/** Updates a card, or posts it if it is missing or was deleted. */
export async function upsertMessage(
  deps: PostDeps,
  showing: Showing,
  known: MessageRef | undefined,
  part: Part,
): Promise<MessageRef> {
  if (known && (await update(deps, known, part))) return known;
  // It may have been posted at any time since the request was made, but not recorded.
  const found = await findEarlier(deps, showing, part);
  return found && (await update(deps, found, part)) ? found : send(deps, showing, part);
}

/**
 * False when the message has to be posted again: it was deleted, or it is in a channel that is no longer configured.
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

/** The message, if it was posted without being recorded. */
async function findEarlier(
  deps: PostDeps,
  showing: Showing,
  { channel, part, threadTs }: Part,
): Promise<MessageRef | undefined> {
  // Another outbox entry of the request may have begun it, which `shown.begun` tells.
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
    metadata: metadataOf({ request, part }),
  };
  const posted = await deps.posting.post(
    threadTs ? { ...common, thread_ts: threadTs, reply_broadcast: isBroadcast === true } : common,
    who,
  );
  deps.log.info('request: posted', { request, part, ...posted });
  return posted;
}
