import type { Log } from '#src/log.ts';
import { isNoAccess, OutOfReachError, slackErrorName } from '#src/slack/transport/slack-errors.ts';

/** From one try to the next, in milliseconds; it doubles up to the maximum. */
const AGAIN_FIRST_MS = 1_000;
const AGAIN_MAX_MS = 60_000;

/** How long a failure counts, in milliseconds: another replica may have got through since. */
const COUNTS_MS = 5 * 60_000;

interface Outage {
  readonly reason: string;
  readonly failedAtMs: number;
  readonly waitMs: number;
  readonly againAtMs: number;
}

export type ChannelReach = ReturnType<typeof createChannelReach>;

/**
 * Keeps track of channels that are out of reach: archived, or the bot was removed. Such a channel is tried by one
 * call at a time, less and less often; all other calls fail at once with an `OutOfReachError`.
 */
export function createChannelReach(deps: {
  readonly now: () => number;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Called when a channel accepts messages again. */
  readonly onBack: (channel: string) => Promise<void>;
}) {
  const { now, log, onBack } = deps;
  const outages = new Map<string, Outage>();

  /** Throws an `OutOfReachError` while the channel is known to be out of reach. */
  function check(channel: string): void {
    const outage = outages.get(channel);
    if (outage && now() < outage.againAtMs) throw new OutOfReachError({ channel, ...outage });
  }

  function fail(channel: string, error: unknown): OutOfReachError {
    const before = outages.get(channel);
    const reason = slackErrorName(error) ?? 'no_access';
    const waitMs = before ? Math.min(before.waitMs * 2, AGAIN_MAX_MS) : AGAIN_FIRST_MS;
    const failedAtMs = now();
    const outage = { reason, waitMs, failedAtMs, againAtMs: failedAtMs + waitMs };
    outages.set(channel, outage);
    if (!before) log.warn('a channel is out of reach', { channel, reason });
    return new OutOfReachError({ channel, ...outage });
  }

  /** Does something in a channel. Throws an `OutOfReachError` if the bot has no access to it. */
  async function within<T>(channel: string, work: () => Promise<T>): Promise<T> {
    check(channel);
    const outage = outages.get(channel);
    // This call is the one that tries; others fail meanwhile.
    if (outage) outages.set(channel, { ...outage, againAtMs: now() + outage.waitMs });
    try {
      const done = await work();
      if (outages.delete(channel)) {
        log.info('a channel is within reach again', { channel });
        await onBack(channel);
      }
      return done;
    } catch (error) {
      throw isNoAccess(error) ? fail(channel, error) : error;
    }
  }

  return {
    check,
    within,

    /** Whether the last try, at most a few minutes ago, failed. */
    isOut: (channel: string): boolean =>
      now() - (outages.get(channel)?.failedAtMs ?? -Infinity) < COUNTS_MS,
  };
}

/** Returns an `OutOfReachError` as a value, so that it holds up nothing else; throws any other error. */
export async function orOutOfReach<T>(work: () => Promise<T>): Promise<T | OutOfReachError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OutOfReachError) return error;
    throw error;
  }
}
