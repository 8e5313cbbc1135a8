import type { RivalStore } from '#src/ports/rivals.ts';
import { keys } from '#src/redis/keys.ts';
import type { Connection } from '#src/redis/script.ts';

/** Rivals found longer ago say little about now. */
export const RIVALS_TTL_MS = 60 * 60_000;

/** Which tasks of a project share a target. */
export function createRivalStore(redis: Connection): RivalStore {
  return {
    async load(cloud) {
      const text = await redis.get(keys.rivals(cloud));
      return text ? JSON.parse(text) : undefined;
    },

    async save(cloud, rivals) {
      await redis.set(keys.rivals(cloud), JSON.stringify(rivals), 'PX', RIVALS_TTL_MS);
    },
  };
}
