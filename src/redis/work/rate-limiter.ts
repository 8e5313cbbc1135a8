import type { RateLimiter } from '#src/ports/rate-limiter.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, script } from '#src/redis/script.ts';

const rateLimitScript = script('rate-limit');

/** After a pause, this many calls may be made at once. */
const AT_ONCE = 4;

/** One rate limit shared by all replicas. */
export function createRateLimiter(
  redis: Connection,
  perMinute: number,
  now: () => number,
): RateLimiter {
  const everyMs = 60_000 / perMinute;
  return {
    async take(where, who, notBeforeMs = 0) {
      const atMs = await rateLimitScript(
        redis,
        [keys.rateLimit(where)],
        [who, now(), everyMs, (AT_ONCE - 1) * everyMs, notBeforeMs],
      );
      return atMs === 0 ? undefined : Number(atMs);
    },
  };
}
