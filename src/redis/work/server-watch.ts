import { keys } from '#src/redis/keys.ts';
import type { Connection } from '#src/redis/script.ts';
import { timeFrom } from '#src/redis/server-time.ts';
import type { SharedClock } from './shared-clock.ts';

/**
 * How long a replica waits after a restart of Redis, in milliseconds. The last writes may be lost, including the mark
 * of a PUT under way; the replica that sends it writes the mark again within a second or two.
 */
export const HOLD_MS = 5_000;

interface Heard {
  /** The store's layout. */
  readonly layout: number;
  /** Identifies this run of the server; undefined when this user may not read it. */
  readonly runId: string | undefined;
  readonly uptimeMs: number;
}

/** Polls the Redis server for its time, its layout and whether it restarted. */
export function createServerWatch(redis: Connection, clock: SharedClock) {
  let runId: string | undefined;
  let holdUntilMs = 0;
  let sinceMs = 0;

  async function ask(): Promise<Heard> {
    let heard: Heard = { layout: 0, runId: undefined, uptimeMs: Infinity };
    await clock.hear(async () => {
      // With a key in the pipeline, a Cluster sends all three to the node that holds the store.
      const replies = await redis.pipeline().get(keys.schema).time().info('server').exec();
      const [layout, time, info] = replies ?? [];
      if (layout?.[0]) throw layout[0];
      const text = typeof info?.[1] === 'string' ? info[1] : '';
      heard = {
        layout: Number(layout?.[1]),
        runId: /^run_id:(\w+)/m.exec(text)?.[1],
        uptimeMs: Number(/^uptime_in_seconds:(\d+)/m.exec(text)?.[1] ?? Infinity) * 1_000,
      };
      // If the user may not call TIME, the clock of this machine is used.
      return Array.isArray(time?.[1]) ? timeFrom(time[1]) : clock.now();
    });
    return heard;
  }

  return {
    /**
     * One look. `holdUntilMs`: until then Redis counts as just restarted, 0 if it never did; `sinceMs`: when this run
     * of it was first seen. Both in Unix milliseconds.
     */
    async look(): Promise<{
      readonly layout: number;
      readonly holdUntilMs: number;
      readonly sinceMs: number;
    }> {
      const { layout, runId: id, uptimeMs } = await ask();
      const nowMs = clock.now();
      const leftMs = holdLeftMs(runId, { runId: id, uptimeMs });
      if (id !== undefined && id !== runId) sinceMs = nowMs;
      runId = id ?? runId;
      if (leftMs > 0) holdUntilMs = Math.max(holdUntilMs, nowMs + leftMs);
      return { layout, holdUntilMs, sinceMs };
    },
  };
}

/**
 * Until when a request that was approved at a time is left alone; 0: it is not. Nobody can have begun what was approved
 * in this run of Redis.
 */
export function heldUntilMs(
  { holdUntilMs, sinceMs }: { readonly holdUntilMs: number; readonly sinceMs: number },
  approvedAtMs: number,
): number {
  return approvedAtMs < sinceMs ? holdUntilMs : 0;
}

/**
 * How much longer unfinished work is left alone, in milliseconds: a server that has just started, or has been
 * replaced, may lack the last writes.
 */
export function holdLeftMs(
  before: string | undefined,
  { runId, uptimeMs }: Pick<Heard, 'runId' | 'uptimeMs'>,
): number {
  const isOther = before !== undefined && runId !== undefined && runId !== before;
  return isOther ? HOLD_MS : Math.max(0, HOLD_MS - uptimeMs);
}
