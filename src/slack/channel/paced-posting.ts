import { webApi } from '@slack/bolt';
import type { RateLimiter } from '#src/ports/rate-limiter.ts';
import type { MessageRef } from '#src/ports/shown.ts';
import type { ChannelReach } from './channel-reach.ts';

/** Slack takes nothing more at the moment: to be done again at that time. Nothing has failed. */
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
  /** What is said above it. */
  readonly comment: string;
}

export type PacedPosting = ReturnType<typeof createPacedPosting>;

/**
 * Writes messages no faster than Slack takes them. Slack lets about one message a second into a
 * channel; what comes sooner waits for its slot in the outbox and not in a call. Everything throws an
 * `OutOfReachError` where the bot has no access.
 */
export function createPacedPosting(deps: {
  readonly client: webApi.WebClient;
  readonly rateLimiter: RateLimiter;
  readonly reach: ChannelReach;
  readonly now: () => number;
}) {
  const { client, rateLimiter, reach, now } = deps;
  return {
    /** For looking at what is in a channel: whether that can be done says the same as a post. */
    within: reach.within,

    /** Throws a `SlackFullError` until the channel has a slot for `who`: a name for this one message. */
    async takeSlot(channel: string, who: string): Promise<void> {
      reach.check(channel);
      const againAtMs = await rateLimiter.take(channel, who);
      if (againAtMs !== undefined) throw new SlackFullError(againAtMs);
    },

    async post(message: webApi.ChatPostMessageArguments, who: string): Promise<MessageRef> {
      try {
        const { channel, ts } = await reach.within(message.channel, () =>
          client.chat.postMessage(message),
        );
        if (!ts || !channel) throw new Error('chat.postMessage answered without a message');
        return { channel, ts };
      } catch (error) {
        if (!(error instanceof webApi.WebAPIRateLimitedError)) throw error;
        // Somebody else writes there too, or Slack allows less today: everybody waits.
        const untilMs = now() + error.retryAfter * 1000;
        throw new SlackFullError(
          (await rateLimiter.take(message.channel, who, untilMs)) ?? untilMs,
        );
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
      try {
        await reach.within(channel, () => client.files.uploadV2(upload));
      } catch (error) {
        if (!(error instanceof webApi.WebAPIRateLimitedError)) throw error;
        throw new SlackFullError(now() + error.retryAfter * 1000);
      }
    },

    async update(message: webApi.ChatUpdateArguments): Promise<void> {
      try {
        await reach.within(message.channel, () => client.chat.update(message));
      } catch (error) {
        if (!(error instanceof webApi.WebAPIRateLimitedError)) throw error;
        throw new SlackFullError(now() + error.retryAfter * 1000);
      }
    },
  };
}
