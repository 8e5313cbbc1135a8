import type { State } from '#src/approval/record/change-request.ts';
import type { StoreStats } from '#src/ports/store-stats.ts';
import { OPEN_STATES } from './indexes.ts';
import { keys } from '#src/redis/keys.ts';
import type { Connection } from '#src/redis/script.ts';
import { addedAtMs, timeOf } from '#src/redis/server-time.ts';

export function createStoreStats(redis: Connection, now: () => number) {
  return {
    read: async (): Promise<StoreStats> => {
      const [open, outbox, closed, lines, head] = await Promise.all([
        Promise.all(OPEN_STATES.map((state) => openIn(redis, state))),
        outboxStats(redis, now),
        redis.zcard(keys.closed),
        redis.xlen(keys.audit),
        redis.get(keys.auditHead),
      ]);
      return { open, closed, outbox, audit: { lines, head: head ?? undefined } };
    },

    /** How long the oldest untaken entry has waited, in milliseconds. */
    untakenAgeMs: async (): Promise<number> => (await outboxStats(redis, now)).untakenAgeMs,
  };
}

async function openIn(redis: Connection, state: State): Promise<StoreStats['open'][number]> {
  const [count, oldest] = await Promise.all([
    redis.zcard(keys.openIn(state)),
    redis.zrange(keys.openIn(state), '0', '0', 'WITHSCORES'),
  ]);
  return { state, count, oldestMs: oldest[1] === undefined ? undefined : Number(oldest[1]) };
}

async function outboxStats(redis: Connection, now: () => number): Promise<StoreStats['outbox']> {
  const [entries, timers, aside, clockMs = now(), oldest, next, due] = await Promise.all([
    redis.xlen(keys.outbox),
    redis.zcard(keys.timers),
    redis.xlen(keys.deadLetters),
    timeOf(redis),
    redis.xrange(keys.outbox, '-', '+', 'COUNT', 1),
    lastTaken(redis).then((id) => redis.xrange(keys.outbox, `(${id}`, '+', 'COUNT', 1)),
    redis.zrange(keys.timers, '0', '0', 'WITHSCORES'),
  ]);
  // Stream ids hold the time of Redis, timers the time of the replica that set them.
  const ageOf = (id: string | undefined): number => (id ? clockMs - addedAtMs(id) : 0);
  const overdueMs = due[1] === undefined ? 0 : now() - Number(due[1]);
  return {
    entries,
    timers,
    aside,
    oldestAgeMs: Math.max(0, ageOf(oldest[0]?.[0])),
    untakenAgeMs: Math.max(0, ageOf(next[0]?.[0]), overdueMs),
  };
}

/** The id of the newest entry that any replica has taken; `0-0` before the first. */
async function lastTaken(redis: Connection): Promise<string> {
  const groups = await redis.xinfo('GROUPS', keys.outbox);
  const [group] = Array.isArray(groups) ? groups : [];
  const at = Array.isArray(group) ? group.indexOf('last-delivered-id') : -1;
  return Array.isArray(group) && at >= 0 ? String(group[at + 1]) : '0-0';
}
