import { keys } from '#src/redis/keys.ts';
import type { Connection } from '#src/redis/script.ts';

/** After this long people are told again of what lasts, in milliseconds. */
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

/** What people were told about the configuration last, for all replicas. */
export function createConfigMarks(redis: Connection) {
  return {
    /** True for the first replica that asks, until `release`, until something else is claimed, or for a day. */
    claim: async (about: string, what: string): Promise<boolean> =>
      (await redis.set(keys.configTold(about), what, 'PX', MARK_MS, 'GET')) !== what,
    /** True for the first replica that calls it after something was told. */
    release: async (about: string): Promise<boolean> =>
      (await redis.del(keys.configTold(about))) === 1,
  };
}
