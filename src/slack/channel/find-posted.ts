import type { webApi } from '@slack/bolt';
import { given } from '#src/basics/given.ts';
import type { MessageRef } from '#src/ports/shown.ts';
import { METADATA_EVENT } from '#src/slack/kit/ids.ts';

/** Identifies a message of ours, so that it can be found again at any time. */
export interface MessageName {
  /** The request, or whatever else is shown. */
  readonly request: string;
  /** Which message of it. */
  readonly part: string;
}

/** Slack's largest page of messages. */
const PAGE = 999;

/** Allowed difference between clocks. */
const CLOCK_SKEW_SECONDS = 120;

export function metadataOf({ request, part }: MessageName) {
  return { event_type: METADATA_EVENT, event_payload: { request, part } };
}

/**
 * Finds a message that may have been posted without being recorded. It searches everything since: without `latest`,
 * Slack returns only one page, that closest to `oldest`.
 */
export async function findPosted(
  client: webApi.WebClient,
  name: MessageName,
  where: Where,
): Promise<MessageRef | undefined> {
  return find(client, (message) => isNamed(message, name), where);
}

/** The same for a file, which has only its name. */
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
  /** It cannot be older than its request. */
  readonly sinceMs: number;
  readonly nowMs: number;
}

/** The parts of a message that are searched. */
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
