import { webApi } from '@slack/bolt';
import type { RateLimiter } from '#src/ports/rate-limiter.ts';
import type { MessageRef } from '#src/ports/shown.ts';
import type { ChannelReach } from './channel-reach.ts';

/** Slack's rate limit is reached: try again at `againAtMs`. Nothing has failed. */
export class SlackFullError extends Error {
  override readonly name = 'SlackFullError';
  readonly againAtMs: number;

  constructor(againAtMs: number) {
    super(`Slack takes nothing more before ${new Date(againAtMs).toISOString()}`);
    this.againAtMs = againAtMs;
  }
}

export interface FileUpload {
  readonly channel: string;
  readonly threadTs: string;
  readonly filename: string;
  readonly content: string;
  /** The text above it. */
  readonly comment: string;
}

export type PacedPosting = ReturnType<typeof createPacedPosting>;

/**
 * Writes messages no faster than Slack accepts them. Slack allows about one message per second and channel; others
 * wait for their slot in the outbox, not in a call. Everything throws an `OutOfReachError` if the bot has no access,
 * and a `SlackFullError` at Slack's rate limit.
 */
export function createPacedPosting(deps: {
  readonly client: webApi.WebClient;
  readonly rateLimiter: RateLimiter;
  readonly reach: ChannelReach;
  readonly now: () => number;
}) {
  const { client, rateLimiter, reach, now } = deps;

  async function unlessFull<T>(channel: string, call: () => Promise<T>): Promise<T> {
    try {
      return await reach.within(channel, call);
    } catch (error) {
      if (!(error instanceof webApi.WebAPIRateLimitedError)) throw error;
      throw new SlackFullError(now() + error.retryAfter * 1000);
    }
  }

  return {
    /** For reading a channel, which shows as well as a post whether it is within reach. */
    within: reach.within,

    /** Throws a `SlackFullError` until the channel has a slot for `who`: a name for this one message. */
    async takeSlot(channel: string, who: string): Promise<void> {
      reach.check(channel);
      const againAtMs = await rateLimiter.take(channel, who);
      if (againAtMs !== undefined) throw new SlackFullError(againAtMs);
    },

    async post(message: webApi.ChatPostMessageArguments, who: string): Promise<MessageRef> {
      try {
        const { channel, ts } = await unlessFull(message.channel, () =>
          client.chat.postMessage({ ...message, unfurl_links: false, unfurl_media: false }),
        );
        if (!ts || !channel) throw new Error('chat.postMessage answered without a message');
        return { channel, ts };
      } catch (error) {
        if (!(error instanceof SlackFullError)) throw error;
        // Others post there as well, or Slack allows less today: everybody waits.
        const untilMs = error.againAtMs;
        const turnMs = await rateLimiter.take(message.channel, who, untilMs);
        throw new SlackFullError(turnMs ?? untilMs);
      }
    },

    /** Puts a text file into a thread. */
    async upload(file: FileUpload): Promise<void> {
      const { channel, threadTs, filename, content, comment } = file;
      const upload = {
        channel_id: channel,
        thread_ts: threadTs,
        file: Buffer.from(content),
        filename,
        initial_comment: comment,
      };
      await unlessFull(channel, () => client.files.uploadV2(upload));
    },

    async update(message: webApi.ChatUpdateArguments): Promise<void> {
      await unlessFull(message.channel, () => client.chat.update(message));
    },
  };
}
