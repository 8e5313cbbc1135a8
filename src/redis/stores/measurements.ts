import {
  MEASURED_FACTS,
  type MeasuredFact,
  type Measurement,
  type Measurements,
} from '#src/relay/measured.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, jsonAt } from '#src/redis/script.ts';

/** What has been measured about the Live API, by region. Facts that this version does not know are left alone. */
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

/** Holds a task's lock during a probe, in place of a request id. */
const PROBE = 'probe';
/** Longer than any experiment. After a killed probe, changes of its task wait no longer than this. */
const LOCK_MS = 60 * 60_000;

/** A relay task as it was before a probe, until the probe has restored it. No request is executed on it meanwhile. */
export function createProbedTask(redis: Connection, cloud: string, taskId: string) {
  const key = keys.probed(cloud, taskId);
  const lock = keys.taskLock(cloud, taskId);
  return {
    unfinished: () => jsonAt<RelayTask>(redis, key),
    /** False while a request is being executed on the task. Called before each experiment to renew the lock. */
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
