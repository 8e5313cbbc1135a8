import { Redis } from 'ioredis';
import { keys } from '#src/redis/keys.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import { SCHEMA } from '#src/redis/stores/migrations.ts';
import { lifeOf, type Step } from './sample.ts';
import { benchTask } from './tasks.ts';

/** Commits that are under way on one connection; more of them do not make Redis quicker. */
const AT_ONCE = 400;
/** The relay tasks that the requests are spread over. */
const TASKS = 5_000;
/** Those who asked before the measurement, none of whom asks in it. */
const PEOPLE = 200;
const MINUTE_MS = 60_000;
/** From one closed request to the next: a million of them are younger than what retention takes away. */
const APART_MS = 6_000;

/**
 * Fills a store through the store's own code: closed requests that ended over the past, each written
 * in one commit with the whole of its history, and open ones with their timers.
 */
export const seed = async (
  url: string,
  { open, closed }: { readonly open: number; readonly closed: number },
): Promise<void> => {
  const redis = new Redis(url);
  const store = createRequestStore(redis);
  const nowMs = Date.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const at = next;
      next += 1;
      if (at >= open + closed) return;
      const isClosed = at < closed;
      const madeMs = nowMs - MINUTE_MS - (isClosed ? (closed - at) * APART_MS : 0);
      const steps = await lifeOf({
        id: `R-${at + 1}`,
        task: benchTask(at % TASKS),
        userId: `U0EARLIER${at % PEOPLE}`,
        nowMs: madeMs,
      });
      const { next: request, effects } = (isClosed ? steps.at(-1) : steps[0]) as Step;
      const timers = isClosed ? [] : effects.timers.map(inHours);
      const commit = await store.commit(
        { ...request, version: 1 },
        { outbox: [], timers, dropTimers: [] },
      );
      if (commit.kind !== 'written') throw new Error(`R-${at + 1} was not written`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  await redis.set(keys.lastId, open + closed);
  // Or the first start would bring every request into the layout that it is in.
  await redis.set(keys.schema, SCHEMA);
  redis.disconnect();
};

/** Nothing becomes due while it is measured. */
const inHours = ({ entry, dueMs }: Step['effects']['timers'][number]) => ({
  entry,
  dueMs: dueMs + 240 * MINUTE_MS,
});
