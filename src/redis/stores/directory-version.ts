import { keys } from '#src/redis/keys.ts';
import type { Connection } from '#src/redis/script.ts';

/**
 * One replica is told that people have changed, and all of them have to hear of it before they decide
 * anything: so what a decision or a submission begins with reads the news as well, in one round trip.
 */
export function createDirectoryVersion(redis: Connection) {
  let heard: string | null = null;
  let isNew = false;
  return {
    /** Tells every replica, this one too. */
    async tell(): Promise<void> {
      await redis.incr(keys.directoryVersion);
    },

    /** What `keys.directoryVersion` holds. */
    hear: (told: string | null): void => {
      isNew ||= told !== heard;
      heard = told;
    },

    /** Whether something was heard since this was asked last. */
    isNew: (): boolean => {
      const wasNew = isNew;
      isNew = false;
      return wasNew;
    },
  };
}
