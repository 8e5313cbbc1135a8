import { keys } from '#src/redis/keys.ts';
import type { Connection } from '#src/redis/script.ts';

/** A channel that is still out of reach after this is told of again, in milliseconds. */
const MARK_MS = 24 * 60 * 60_000;

/** Which channels people were told of because nothing can be posted there. */
export function createOutOfReachMarks(redis: Connection) {
  return {
    /** True for the first of all replicas, until it is released or a day has passed. */
    claim: async (channel: string): Promise<boolean> =>
      (await redis.set(keys.outOfReach(channel), '1', 'PX', MARK_MS, 'NX')) === 'OK',
    release: async (channel: string): Promise<void> => {
      await redis.del(keys.outOfReach(channel));
    },
  };
}
