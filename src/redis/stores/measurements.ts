import {
  MEASURED_FACTS,
  type MeasuredFact,
  type Measurement,
  type Measurements,
} from '#src/relay/measured.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { keys } from '#src/redis/keys.ts';
import type { Connection } from '#src/redis/script.ts';

/** What has been measured of the Live API, by region. A fact that this version does not know is left alone. */
export function createMeasurementStore(redis: Connection) {
  return {
    async load(region: string): Promise<Measurements> {
      const held = await redis.hgetall(keys.measured(region));
      return Object.fromEntries(
        MEASURED_FACTS.flatMap((fact) => {
          const text = held[fact];
          return text === undefined ? [] : [[fact, parsed(text)]];
        }),
      );
    },

    async save(region: string, fact: MeasuredFact, measurement: Measurement): Promise<void> {
      await redis.hset(keys.measured(region), fact, JSON.stringify(measurement));
    },
  };
}

/** Who has the lock of a task that is probed, in the place of a request. */
const PROBE = 'probe';
/** Longer than any experiment: a probe that is killed keeps changes of its task waiting no longer. */
const LOCK_MS = 60 * 60_000;

/**
 * One relay task as it was before a probe began to try things on it; there is none once that has put it back. While it
 * is probed no request runs on it.
 */
export function createProbedTask(redis: Connection, cloud: string, taskId: string) {
  const key = keys.probed(cloud, taskId);
  const lock = keys.taskLock(cloud, taskId);
  return {
    async unfinished(): Promise<RelayTask | undefined> {
      const text = await redis.get(key);
      return text === null ? undefined : JSON.parse(text);
    },
    /** False while a request runs on the task. Before each experiment, so that the lock lasts. */
    async begin(task: RelayTask): Promise<boolean> {
      await redis.set(lock, PROBE, 'PX', LOCK_MS, 'NX');
      if ((await redis.get(lock)) !== PROBE) return false;
      await redis.pexpire(lock, LOCK_MS);
      await redis.set(key, JSON.stringify(task));
      return true;
    },
    async end(): Promise<void> {
      await redis.del(key);
      if ((await redis.get(lock)) === PROBE) await redis.del(lock);
    },
  };
}

function parsed(text: string): Measurement {
  return JSON.parse(text);
}
