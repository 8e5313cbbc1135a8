import type { webApi } from '@slack/bolt';
import { given } from '#src/basics/given.ts';
import type { MessageRef } from '#src/ports/shown.ts';
import { METADATA_EVENT } from '#src/slack/kit/ids.ts';

/** What a message of ours is: with these two it can be found again for good. */
export interface MessageName {
  /** The request, or another thing that is shown. */
  readonly request: string;
  /** Which message of it. */
  readonly part: string;
}

/** Slack's largest page of messages. */
const PAGE = 999;

/** Clocks differ a little. */
const CLOCK_SKEW_SECONDS = 120;

export function metadataOf({ request, part }: MessageName) {
  return { event_type: METADATA_EVENT, event_payload: { request, part } };
}

/**
 * A message that may have been posted by somebody who could not note it down any more. However much was posted since,
 * all of it is looked through: without `latest` Slack hands out what is closest to `oldest`, and no more than a page.
 */
export async function findPosted(
  client: webApi.WebClient,
  name: MessageName,
  where: Where,
): Promise<MessageRef | undefined> {
  return find(client, (message) => isNamed(message, name), where);
}

/** The same of a file, which carries nothing but its name. */
export async function findFile(
  client: webApi.WebClient,
  filename: string,
  where: Where,
): Promise<MessageRef | undefined> {
  return find(client, ({ files = [] }) => files.some(({ name }) => name === filename), where);
}

interface Where {
  readonly channel: string;
  readonly threadTs?: string | undefined;
  /** It cannot be older than what it is about. */
  readonly sinceMs: number;
  readonly nowMs: number;
}

/** What is looked at of a message. */
interface Found {
  readonly metadata?: { readonly event_payload?: object };
  readonly files?: readonly { readonly name?: string }[];
}

async function find(
  client: webApi.WebClient,
  isIt: (message: Found) => boolean,
  where: Where,
): Promise<MessageRef | undefined> {
  const { channel, threadTs, sinceMs, nowMs } = where;
  const window = {
    channel,
    include_all_metadata: true,
    limit: PAGE,
    oldest: String(Math.floor(sinceMs / 1000) - CLOCK_SKEW_SECONDS),
    latest: String(Math.ceil(nowMs / 1000) + CLOCK_SKEW_SECONDS),
  };
  let cursor: string | undefined;
  do {
    const page = { ...window, ...given({ cursor }) };
    const { messages = [], response_metadata: more } = threadTs
      ? await client.conversations.replies({ ...page, ts: threadTs })
      : await client.conversations.history(page);
    const ts = messages.find((message) => isIt(message))?.ts;
    if (ts) return { channel, ts };
    cursor = more?.next_cursor;
  } while (cursor);
  return undefined;
}

function isNamed({ metadata }: Found, { request, part }: MessageName): boolean {
  const payload: Readonly<Record<string, unknown>> = { ...metadata?.event_payload };
  return payload['request'] === request && payload['part'] === part;
}
