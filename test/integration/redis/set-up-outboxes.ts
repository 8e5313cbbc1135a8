import { keys } from '#src/redis/keys.ts';
import { createOutbox } from '#src/redis/work/outbox.ts';
import type { Connection } from '#src/redis/script.ts';
import { nowMs } from '../../unit/relay/sample-task.ts';
import type { setUpRedis } from './set-up-redis.ts';

/** Outboxes of replicas on one Redis. */
export function setUpOutboxes(redis: ReturnType<typeof setUpRedis>) {
  const replica = (
    name: string,
    clock = { nowMs },
    onUnknown = (_line: string): unknown => undefined,
  ) =>
    createOutbox({
      onUnknown,
      redis: redis.connection(),
      reader: redis.reader(),
      replica: name,
      now: () => clock.nowMs,
    });
  return {
    replica,
    async replicas<const Names extends readonly string[]>(...names: Names) {
      const made = names.map((name) => replica(name));
      for (const each of made) await each.prepare();
      return made as { [Nth in keyof Names]: ReturnType<typeof replica> };
    },
  };
}

/** Entries, as lines, in the order in which they are to be taken. */
export async function put(connection: Connection, ...lines: readonly string[]): Promise<void> {
  for (const line of lines) await connection.xadd(keys.outbox, '*', 'entry', line);
}

/** How many entries replicas have taken and not ended. */
export async function pendingOf(connection: Connection): Promise<unknown> {
  const [count] = await connection.xpending(keys.outbox, 'dispatchers');
  return count;
}

/** Makes what a replica has taken look as if it had been taken so long ago. */
export async function age(connection: Connection, consumer: string, idleMs: number): Promise<void> {
  const pending = await connection.xpending(keys.outbox, 'dispatchers', '-', '+', 100, consumer);
  const ids = pending.map((item) => (Array.isArray(item) ? String(item[0]) : ''));
  const claim = [keys.outbox, 'dispatchers', consumer, 0, ...ids, 'IDLE', idleMs, 'JUSTID'];
  await connection.call('XCLAIM', ...claim);
}

/** An entry whose kind only a newer version knows. */
export const dance = (_item: unknown, nth: number): string => `dance R-${nth + 100}`;
