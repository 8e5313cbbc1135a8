import { keys } from '#src/redis/keys.ts';
import type { Connection } from '#src/redis/script.ts';
import type { SharedClock } from './shared-clock.ts';

/**
 * How long a replica waits after Redis has come back, in milliseconds. What was written last may be gone,
 * the mark of a PUT that is under way too: the replica that sends it writes it again within a second or two.
 */
export const HOLD_MS = 5_000;

interface Heard {
  /** Number of the layout that the store has. */
  readonly layout: number;
  /** Of this run of the server; undefined when this user may not ask. */
  readonly runId: string | undefined;
  readonly uptimeMs: number;
}

/** What one replica hears of the Redis server, again and again: its time, and whether it was away. */
export function createServerWatch(redis: Connection, clock: SharedClock) {
  let runId: string | undefined;
  let holdUntilMs = 0;

  async function ask(): Promise<Heard> {
    let heard: Heard = { layout: 0, runId: undefined, uptimeMs: Infinity };
    await clock.hear(async () => {
      // With a key among them, all three go to the node of a Cluster that holds the store.
      const replies = await redis.pipeline().get(keys.schema).time().info('server').exec();
      const [layout, time, info] = replies ?? [];
      if (layout?.[0]) throw layout[0];
      const text = typeof info?.[1] === 'string' ? info[1] : '';
      heard = {
        layout: Number(layout?.[1]),
        runId: /^run_id:(\w+)/m.exec(text)?.[1],
        uptimeMs: Number(/^uptime_in_seconds:(\d+)/m.exec(text)?.[1] ?? Infinity) * 1_000,
      };
      return millisecondsFrom(time, clock.now());
    });
    return heard;
  }

  return {
    /**
     * One look. `layout`: of the store. `holdUntilMs`: until then Redis counts as just come back; Unix
     * milliseconds, 0 if it never was away.
     */
    async look(): Promise<{ readonly layout: number; readonly holdUntilMs: number }> {
      const { layout, runId: id, uptimeMs } = await ask();
      const leftMs = holdLeftMs(runId, { runId: id, uptimeMs });
      runId = id ?? runId;
      if (leftMs > 0) holdUntilMs = Math.max(holdUntilMs, clock.now() + leftMs);
      return { layout, holdUntilMs };
    },
  };
}

/**
 * For how long still what was begun is not taken up: a server that was started a moment ago, or another one
 * than the last time, may lack what was written last. In milliseconds.
 */
export function holdLeftMs(
  before: string | undefined,
  { runId, uptimeMs }: Pick<Heard, 'runId' | 'uptimeMs'>,
): number {
  const isOther = before !== undefined && runId !== undefined && runId !== before;
  return isOther ? HOLD_MS : Math.max(0, HOLD_MS - uptimeMs);
}

/** `TIME` answers with seconds and microseconds; a user who may not ask goes by the clock of this machine. */
function millisecondsFrom(
  reply: readonly [Error | null, unknown] | undefined,
  otherwise: number,
): number {
  const [seconds, microseconds] = Array.isArray(reply?.[1]) ? reply[1].map(Number) : [];
  return seconds === undefined ? otherwise : seconds * 1_000 + (microseconds ?? 0) / 1_000;
}
