import { keys } from '#src/redis/keys.ts';
import type { Connection } from '#src/redis/script.ts';

/**
 * Slack tells one replica that people have changed, and all replicas have to know before they decide anything. So the
 * first read of a decision or submission also reads this counter, in the same round trip.
 */
export function createDirectoryVersion(redis: Connection) {
  let heard: string | null = null;
  let isNew = false;
  return {
    /** Tells every replica, including this one. */
    async tell(): Promise<void> {
      await redis.incr(keys.directoryVersion);
    },

    /** The value of `keys.directoryVersion`. */
    hear(told: string | null): void {
      isNew ||= told !== heard;
      heard = told;
    },

    /** Whether the version has changed since the last call. */
    isNew: (): boolean => {
      const wasNew = isNew;
      isNew = false;
      return wasNew;
    },
  };
}
