import {
  MEASURED_FACTS,
  type MeasuredFact,
  type Measurement,
  type Measurements,
} from '#src/relay/measured.ts';
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

function parsed(text: string): Measurement {
  return JSON.parse(text);
}
