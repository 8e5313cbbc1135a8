import type { HomeViewers } from '#src/ports/home-viewers.ts';
import { toLine } from '#src/redis/work/outbox-entry.ts';
import { keys } from '#src/redis/keys.ts';
import type { Connection } from '#src/redis/script.ts';

/** How long somebody counts as looking at their Home after opening it or pressing something in it, in milliseconds. */
export const VIEWING_MS = 10 * 60_000;
/** How many Homes are kept up to date; opening one refreshes it anyway. */
const VIEWERS_MAX = 200;

/** Who is looking at their Home. Each person has at most one pending refresh among the timers. */
export function createHomeViewers(redis: Connection, now: () => number): HomeViewers {
  return {
    async load(person) {
      const fields = await redis.hgetall(keys.home(person.userId));
      const { hash, state, digest, publishedAtMs } = fields;
      if (hash === undefined || state === undefined || digest === undefined) return undefined;
      return { hash, state, digest, publishedAtMs: Number(publishedAtMs) };
    },

    async begin(person, look) {
      const { userId } = person;
      await redis
        .multi()
        .zadd(keys.homeViewers, now(), userId)
        .zremrangebyscore(keys.homeViewers, '-inf', now() - VIEWING_MS)
        .zremrangebyrank(keys.homeViewers, 0, -VIEWERS_MAX - 1)
        .hset(keys.home(userId), look)
        .pexpire(keys.home(userId), VIEWING_MS)
        .exec();
    },

    async save(person, look) {
      const key = keys.home(person.userId);
      await redis.hset(key, look);
      // If it expired meanwhile, it is stored again, but the person no longer counts as looking.
      await redis.pexpire(key, VIEWING_MS, 'NX');
    },

    async refreshAt(person, atMs) {
      const entry = toLine({ kind: 'home', request: person.userId });
      await redis.zadd(keys.timers, 'LT', atMs, entry);
    },

    async refreshAll() {
      const atMs = now();
      const names = await redis.zrangebyscore(keys.homeViewers, atMs - VIEWING_MS, '+inf');
      if (names.length === 0) return;
      const due = names.flatMap((name) => [atMs, toLine({ kind: 'home', request: name })]);
      await redis.zadd(keys.timers, 'LT', ...due);
    },
  };
}
