import { type Draft, DRAFT_TTL_HOURS, type DraftStore } from '#src/ports/draft.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, script, type Writes } from '#src/redis/script.ts';

const saveDraftScript = script('save-draft');
const submitDraftScript = script('submit-draft');

const DRAFT_TTL_MS = DRAFT_TTL_HOURS * 60 * 60 * 1000;

/**
 * Contents of open forms, since a modal's metadata holds only 3,000 characters. A form whose draft is lost in a
 * failover cannot be submitted, so drafts are stored as safely as requests. `hear` gets the version of the directory,
 * which a submission needs.
 */
export function createDrafts(
  redis: Connection,
  writes: Writes = redis,
  hear: (told: string | null) => void = () => undefined,
): DraftStore {
  return {
    async save(id, draft) {
      await saveDraftScript(writes, [keys.draft(id)], [JSON.stringify(draft), DRAFT_TTL_MS]);
    },

    async load(id) {
      const text = await redis.hget(keys.draft(id), 'draft');
      return text === null ? undefined : parseDraft(text);
    },

    async submit(id, hasWayBack = false) {
      const reply = await submitDraftScript(
        writes,
        [keys.draft(id), keys.lastId, keys.directoryVersion],
        [hasWayBack ? '1' : ''],
      );
      const [text, number, told, back] = Array.isArray(reply) ? reply.map(String) : [];
      if (text !== undefined) hear(told || null);
      return text === undefined
        ? undefined
        : {
            draft: parseDraft(text),
            id: `R-${Number(number)}`,
            wayBackId: back ? `R-${Number(back)}` : undefined,
          };
    },
  };
}

function parseDraft(text: string): Draft {
  const draft: Draft = JSON.parse(text);
  return draft;
}
