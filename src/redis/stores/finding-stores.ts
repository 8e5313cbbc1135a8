import { sha256 } from '#src/basics/sha256.ts';
import type { RivalStore } from '#src/ports/rivals.ts';
import type { SourceCheckStore } from '#src/ports/source-checks.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, jsonAt } from '#src/redis/script.ts';
import type { SourceCheck } from '#src/relay/source-check.ts';
import { createMeasurementStore } from './measurements.ts';

/** Findings from yesterday say little about today. */
export const SOURCE_CHECK_TTL_MS = 24 * 60 * 60_000;
/** Rivals found longer ago say little about now. */
const RIVALS_TTL_MS = 60 * 60_000;

/** Stores of everything besides the task that decides what viewers will see. */
export function createFindingStores(redis: Connection) {
  return {
    checks: createSourceCheckStore(redis),
    rivals: createRivalStore(redis),
    measurements: createMeasurementStore(redis),
  };
}

/** A URL may hold a signature, so its digest is the key. */
const keyOf = (url: string): string => keys.sourceCheck(sha256(url));

export function createSourceCheckStore(redis: Connection): SourceCheckStore {
  return {
    async load(urls) {
      if (urls.length === 0) return new Map();
      const texts = await redis.mget(urls.map(keyOf));
      return new Map(
        urls.flatMap((url, index): [string, SourceCheck][] => {
          const text = texts[index];
          return text ? [[url, JSON.parse(text)]] : [];
        }),
      );
    },

    async save(url, check) {
      await redis.set(keyOf(url), JSON.stringify(check), 'PX', SOURCE_CHECK_TTL_MS);
    },
  };
}

function createRivalStore(redis: Connection): RivalStore {
  return {
    load: (cloud) => jsonAt(redis, keys.rivals(cloud)),

    async save(cloud, rivals) {
      await redis.set(keys.rivals(cloud), JSON.stringify(rivals), 'PX', RIVALS_TTL_MS);
    },
  };
}
