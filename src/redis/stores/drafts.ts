import { DRAFT_TTL_HOURS, type DraftStore } from '#src/ports/draft.ts';
import type { Hear } from './request-store.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, script, type Writes } from '#src/redis/script.ts';

const saveDraftScript = script('save-draft');
const submitDraftScript = script('submit-draft');

const DRAFT_TTL_MS = DRAFT_TTL_HOURS * 60 * 60 * 1000;

/**
 * Contents of open forms, since a modal's metadata holds only 3,000 characters. A form whose draft is lost in a
 * failover cannot be submitted, so drafts are stored as safely as requests. `hear` gets what a submission needs to
 * know besides.
 */
export function createDrafts(
  redis: Connection,
  writes: Writes = redis,
  hear: Hear = () => undefined,
): DraftStore {
  return {
    async save(id, draft) {
      await saveDraftScript(writes, [keys.draft(id)], [JSON.stringify(draft), DRAFT_TTL_MS]);
    },

    async load(id) {
      const text = await redis.hget(keys.draft(id), 'draft');
      return text === null ? undefined : JSON.parse(text);
    },

    async submit(id, hasWayBack = false) {
      const reply = await submitDraftScript(
        writes,
        [keys.draft(id), keys.lastId, keys.directoryVersion, keys.policiesVersion],
        [hasWayBack ? '1' : ''],
      );
      const [text, number, directory, policies, back] = Array.isArray(reply)
        ? reply.map(String)
        : [];
      if (text === undefined) return undefined;
      await hear(directory || null, policies || null);
      const wayBackId = back ? `R-${back}` : undefined;
      return { draft: JSON.parse(text), id: `R-${number}`, wayBackId };
    },
  };
}
