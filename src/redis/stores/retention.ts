import { awaitsReview } from '#src/approval/record/break-glass.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { fromDocument } from './request-document.ts';
import { toLine } from '#src/redis/work/outbox-entry.ts';
import { filingsOf } from './indexes.ts';
import { filedUnder } from './project-names.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, script } from '#src/redis/script.ts';

const forgetScript = script('forget');

/** Requests checked in one step; each is removed by its own script, so nothing waits long. */
const BATCH = 50;
/** Pause before the next step if there may be more to remove, in milliseconds. */
const NEXT_MS = 1_000;
/** Pause before the next step otherwise, in milliseconds. */
const AGAIN_MS = 60 * 60_000;

export type Retention = ReturnType<typeof createRetention>;

/**
 * Removes closed requests from the store some time after they were closed. The audit keeps what was requested,
 * decided and done. A break-glass stays until it has been reviewed, and what an open request is built on until that ends.
 */
export function createRetention(
  redis: Connection,
  { keepMs, now }: { readonly keepMs: () => number; readonly now: () => number },
) {
  return {
    async arm(): Promise<void> {
      await redis.zadd(keys.timers, 'NX', now(), toLine({ kind: 'forget', request: 'closed' }));
    },

    /** One step; returns when the next one is due. */
    async step(): Promise<{ readonly forgotten: number; readonly againAtMs: number }> {
      const untilMs = now() - keepMs();
      let [forgotten, kept] = [0, 0];
      for (;;) {
        const ids = await redis.zrangebyscore(keys.closed, '-inf', untilMs, 'LIMIT', kept, BATCH);
        const isGone = await Promise.all(ids.map((id) => forget(redis, id)));
        const gone = isGone.filter(Boolean).length;
        forgotten += gone;
        kept += ids.length - gone;
        const isLast = ids.length < BATCH;
        if (isLast) return { forgotten, againAtMs: now() + AGAIN_MS };
        if (gone > 0) return { forgotten, againAtMs: now() + NEXT_MS };
      }
    },
  };
}

async function forget(redis: Connection, id: string): Promise<boolean> {
  const [version, document] = await redis.hmget(keys.request(id), 'version', 'document');
  if (!version || !document) return (await redis.zrem(keys.closed, id)) === 1;
  const request = fromDocument(document);
  if (awaitsReview(request) || (await isBuiltOn(redis, request))) return false;
  const indexes = filingsOf(request).map(({ index }) => index);
  const names = [keys.request(id), keys.messages(id), ...indexes];
  return (await forgetScript(redis, names, [version, id])) === 1;
}

/** Whether an open request, such as its way back, needs it to run. */
async function isBuiltOn(redis: Connection, request: ChangeRequest): Promise<boolean> {
  const { id, base } = request;
  const index = keys.requestsOn('open', filedUnder(request), base.task_id);
  const open = await redis.zrange(index, '0', '-1');
  const documents = await Promise.all(
    open.map((each) => redis.hget(keys.request(each), 'document')),
  );
  return documents.some((text) => text !== null && fromDocument(text).after === id);
}
