import type { RateLimiter } from '#src/ports/rate-limiter.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, script } from '#src/redis/script.ts';

const takeTurnScript = script('take-turn');

/** So many may come at once where nobody came for a while. */
const AT_ONCE = 4;

/** Turns that every replica takes part in: one after another, `everyMs` apart. */
export function createTurns(
  redis: Connection,
  { everyMs, now }: { readonly everyMs: number; readonly now: () => number },
): RateLimiter {
  return {
    async take(where, who, notBeforeMs = 0) {
      const atMs = await takeTurnScript(
        redis,
        [keys.turns(where)],
        [who, now(), everyMs, (AT_ONCE - 1) * everyMs, notBeforeMs],
      );
      return atMs === 0 ? undefined : Number(atMs);
    },
  };
}
