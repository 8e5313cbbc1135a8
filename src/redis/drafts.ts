import type { Draft, DraftStore } from '#src/approval/draft.ts';
import { keys } from './keys.ts';
import type { Connection } from './script.ts';

/** A form that nobody touched for a day is gone. */
const DRAFT_TTL_MS = 24 * 60 * 60 * 1000;

/** Half-filled forms: what they show comes from here, since a modal's metadata holds 3,000 characters. */
export function createDrafts(redis: Connection): DraftStore {
  return {
    async save(id, draft) {
      const key = keys.draft(id);
      await redis
        .multi()
        .hset(key, 'draft', JSON.stringify(draft))
        .pexpire(key, DRAFT_TTL_MS)
        .exec();
    },

    async load(id) {
      const text = await redis.hget(keys.draft(id), 'draft');
      if (text === null) return undefined;
      const draft: Draft = JSON.parse(text);
      return draft;
    },
  };
}
