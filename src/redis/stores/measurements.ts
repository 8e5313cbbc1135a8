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

/** One relay task as it was before a probe began to try things on it; there is none once that has put it back. */
export function createProbedTask(redis: Connection, cloud: string, taskId: string) {
  const key = keys.probed(cloud, taskId);
  return {
    async unfinished(): Promise<RelayTask | undefined> {
      const text = await redis.get(key);
      return text === null ? undefined : JSON.parse(text);
    },
    async begin(task: RelayTask): Promise<void> {
      await redis.set(key, JSON.stringify(task));
    },
    async end(): Promise<void> {
      await redis.del(key);
    },
  };
}

function parsed(text: string): Measurement {
  return JSON.parse(text);
}
