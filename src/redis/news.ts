import { keys } from './keys.ts';
import type { Connection } from './script.ts';

/** One replica is told that people have changed, and all of them have to hear of it. */
export function createPeopleNews(redis: Connection) {
  let heard: string | null = null;
  return {
    /** Tells every replica, this one too. */
    async tell(): Promise<void> {
      await redis.incr(keys.peopleNews);
    },

    /** Whether something was told since this was asked last. */
    async isNew(): Promise<boolean> {
      const told = await redis.get(keys.peopleNews);
      const isNew = told !== heard;
      heard = told;
      return isNew;
    },
  };
}
