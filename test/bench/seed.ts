import { Redis } from 'ioredis';
import { keys } from '#src/redis/keys.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import { SCHEMA } from '#src/redis/stores/migrations.ts';
import { lifeOf, type Step } from './sample.ts';
import { benchTask } from './tasks.ts';

/** Concurrent commits on one connection; more would not make Redis faster. */
const AT_ONCE = 400;
/** The relay tasks that the requests are spread over. */
const TASKS = 5_000;
/** Requesters of the stored requests; others make the measured ones. */
const PEOPLE = 200;
const MINUTE_MS = 60_000;
/** Time between closed requests: a million of them are younger than the retention. */
const APART_MS = 6_000;
/** Scheduled ones wait at least so long. */
const SCHEDULED_MS = 12 * 60 * MINUTE_MS;

/** How many requests of each kind. */
export interface Seeds {
  readonly closed: number;
  readonly scheduled: number;
  readonly open: number;
}

/**
 * Fills a store with the store's own code: closed requests of the past, each in one commit with its whole history,
 * approved ones that wait for their time, and pending ones, both with their timers.
 */
export const seed = async (url: string, { open, scheduled, closed }: Seeds): Promise<void> => {
  const redis = new Redis(url);
  const store = createRequestStore(redis);
  const nowMs = Date.now();
  const all = closed + scheduled + open;
  let next = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const at = next;
      next += 1;
      if (at >= all) return;
      const [isClosed, isScheduled] = [at < closed, at >= closed && at < closed + scheduled];
      const steps = await lifeOf({
        id: `R-${at + 1}`,
        task: benchTask(at % TASKS),
        userId: `U0EARLIER${at % PEOPLE}`,
        nowMs: nowMs - MINUTE_MS - (isClosed ? (closed - at) * APART_MS : 0),
        ...(isScheduled ? { applyAtMs: nowMs + SCHEDULED_MS + at } : {}),
      });
      const { next: request, effects } = (
        isClosed || isScheduled ? steps.at(-1) : steps[0]
      ) as Step;
      const timers = isClosed ? [] : effects.timers.map(inHours);
      const commit = await store.commit(
        { ...request, version: 1 },
        { outbox: [], timers, dropTimers: [] },
      );
      if (commit.kind !== 'written') throw new Error(`R-${at + 1} was not written`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await redis.set(keys.lastId, all);
  // Otherwise the first start would migrate every request.
  await redis.set(keys.schema, SCHEMA);
  redis.disconnect();
};

/** Nothing becomes due during the measurement. */
const inHours = ({ entry, dueMs }: Step['effects']['timers'][number]) => ({
  entry,
  dueMs: dueMs + 240 * MINUTE_MS,
});
