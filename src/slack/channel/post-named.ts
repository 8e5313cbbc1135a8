import type { webApi } from '@slack/bolt';
import type { Message } from '#src/slack/kit/message.ts';
import { findPosted, metadataOf, type MessageName } from './find-posted.ts';
import type { PacedPosting } from './paced-posting.ts';

export interface PostNamedDeps {
  /** For reading; `posting` writes. */
  readonly client: webApi.WebClient;
  readonly posting: PacedPosting;
  readonly now: () => number;
}

/**
 * Posts a message that belongs to no request, unless it is there already. `mayHaveBegun`: it may have been posted
 * without being recorded, at `sinceMs` or later.
 */
export async function postNamed(
  { client, posting, now }: PostNamedDeps,
  name: MessageName,
  { channel, message }: { readonly channel: string; readonly message: Message },
  { mayHaveBegun, sinceMs }: { readonly mayHaveBegun: boolean; readonly sinceMs: number },
): Promise<void> {
  const find = () => findPosted(client, name, { channel, sinceMs, nowMs: now() });
  if (mayHaveBegun && (await posting.within(channel, find))) return;
  const who = `${name.request} ${name.part}`;
  await posting.takeSlot(channel, who);
  await posting.post({ channel, ...message, metadata: metadataOf(name) }, who);
}
