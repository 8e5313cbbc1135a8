import type { webApi } from '@slack/bolt';
import type { MessageRef } from '#src/ports/shown.ts';
import { METADATA_EVENT } from '#src/slack/kit/ids.ts';

/** What a message of ours is: with these two it can be found again for good. */
export interface MessageName {
  /** The request, or another thing that is shown. */
  readonly request: string;
  /** Which message of it. */
  readonly part: string;
}

/** Messages looked through for one that was posted already; it is among the newest. */
const SEARCH_MAX = 200;

/** Clocks differ a little. */
const CLOCK_SKEW_SECONDS = 120;

export function metadataOf({ request, part }: MessageName) {
  return { event_type: METADATA_EVENT, event_payload: { request, part } };
}

/** A message that may have been posted by somebody who could not note it down any more. */
export async function findPosted(
  client: webApi.WebClient,
  name: MessageName,
  where: {
    readonly channel: string;
    readonly threadTs?: string | undefined;
    /** It cannot be older than what it is about. */
    readonly sinceMs: number;
  },
): Promise<MessageRef | undefined> {
  const { channel, threadTs, sinceMs } = where;
  const window = {
    channel,
    include_all_metadata: true,
    limit: SEARCH_MAX,
    oldest: String(Math.floor(sinceMs / 1000) - CLOCK_SKEW_SECONDS),
  };
  const { messages = [] } = threadTs
    ? await client.conversations.replies({ ...window, ts: threadTs })
    : await client.conversations.history(window);
  const message = messages.find(({ metadata }) => {
    const payload: Readonly<Record<string, unknown>> = { ...metadata?.event_payload };
    return payload['request'] === name.request && payload['part'] === name.part;
  });
  return message?.ts ? { channel, ts: message.ts } : undefined;
}
