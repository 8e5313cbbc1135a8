import { keys } from '#src/redis/keys.ts';
import type { Connection } from '#src/redis/script.ts';

/** If a channel is still out of reach after this, people are told again, in milliseconds. */
const MARK_MS = 24 * 60 * 60_000;

/** Channels that people have been told are out of reach. */
export function createOutOfReachMarks(redis: Connection) {
  return {
    /** True for the first replica that asks, until `release` or for a day. */
    claim: async (channel: string): Promise<boolean> =>
      (await redis.set(keys.outOfReach(channel), '1', 'PX', MARK_MS, 'NX')) === 'OK',
    release: async (channel: string): Promise<void> => {
      await redis.del(keys.outOfReach(channel));
    },
  };
}
