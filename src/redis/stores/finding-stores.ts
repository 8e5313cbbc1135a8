import type { Connection } from '#src/redis/script.ts';
import { createMeasurementStore } from './measurements.ts';
import { createRivalStore } from './rivals.ts';
import { createSourceCheckStore } from './source-checks.ts';

/** Stores of everything besides the task that decides what viewers will see. */
export function createFindingStores(redis: Connection) {
  return {
    checks: createSourceCheckStore(redis),
    rivals: createRivalStore(redis),
    measurements: createMeasurementStore(redis),
  };
}
