import { createOrder } from '#src/basics/gate.ts';
import type { Changing } from '#src/watch/ports.ts';
import { type Entry, toLine } from '#src/redis/work/outbox-entry.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, script } from '#src/redis/script.ts';

const commitScript = script('commit-document');

/** Every loss is the progress of another replica, and one may lose to all that the others have to write. */
const ATTEMPTS_MAX = 1_000;

/**
 * Documents that many events change at once, in this process and in others. Writes what `change` makes of one, and sets
 * `entry` among the timers when it is due.
 */
export function createSharedDocuments(redis: Connection) {
  // Within a process they wait for each other, so that only replicas compete.
  const inOrder = createOrder();
  return <Kept>(
    key: string,
    change: Changing<Kept>,
    { ttlMs, entry }: { readonly ttlMs: number; readonly entry: Entry },
  ): Promise<void> =>
    inOrder(key, async () => {
      for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
        const before = await redis.get(key);
        const kept: Kept | undefined = before === null ? undefined : JSON.parse(before);
        const changed = change(kept);
        if (!changed || changed.next === kept) return;
        const { next, dueMs = '' } = changed;
        const values = [before ?? '', JSON.stringify(next), ttlMs, dueMs, toLine(entry)];
        if ((await commitScript(redis, [key, keys.timers], values)) === 1) return;
      }
      throw new Error(`${entry.kind} ${entry.request} is being changed by too many at once`);
    });
}
