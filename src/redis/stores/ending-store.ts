import type { EndingState, EndingStore, LetEnd } from '#src/ending/ports.ts';
import { keys } from '#src/redis/keys.ts';
import { endingLease, LEASE_TTL_MS } from '#src/redis/work/leases.ts';
import { toLine } from '#src/redis/work/outbox-entry.ts';
import { type Connection, jsonAt, script, type Writes } from '#src/redis/script.ts';

const saveScript = script('save-held');

/** A day longer than a task can run. */
const NOTICE_TTL_MS = 8 * 24 * 60 * 60_000;

const NOTHING_YET: EndingState = { readMs: 0, told: {} };

/** What is remembered of tasks that end soon, by project of the cloud. */
export function createEndingStore(
  redis: Connection,
  replica: string,
  writes: Writes = redis,
): EndingStore {
  return {
    async load(cloud) {
      return { ...NOTHING_YET, ...(await jsonAt<EndingState>(redis, keys.ending(cloud))) };
    },

    async save(cloud, state) {
      const names = [keys.ending(cloud), keys.lease(endingLease(cloud))];
      const reply = await saveScript(writes, names, [
        replica,
        JSON.stringify(state),
        LEASE_TTL_MS,
        '',
      ]);
      return reply === 1;
    },

    loadNotice: (id) => jsonAt(redis, keys.endNotice(id)),

    async saveNotice(notice) {
      await redis.set(keys.endNotice(notice.id), JSON.stringify(notice), 'PX', NOTICE_TTL_MS);
    },

    async letEnds(cloud) {
      const marks = await redis.hgetall(keys.letEnd(cloud));
      return new Map(
        Object.entries(marks).map(([taskId, text]): [string, LetEnd] => [taskId, JSON.parse(text)]),
      );
    },

    async letEnd(cloud, mark) {
      await writes.call('HSET', keys.letEnd(cloud), mark.taskId, JSON.stringify(mark));
    },

    async forgetLetEnds(cloud, taskIds) {
      if (taskIds.length > 0) await redis.hdel(keys.letEnd(cloud), ...taskIds);
    },

    async arm(cloud, atMs) {
      await redis.zadd(keys.timers, 'LT', atMs, toLine({ kind: 'ending', request: cloud }));
    },
  };
}
