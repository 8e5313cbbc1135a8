import { z } from 'zod';
import {
  type PresetStore,
  STORED_PRESETS_MAX,
  type StoredPreset,
} from '#src/approval/submit/presets.ts';
import { sha256 } from '#src/basics/sha256.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, script, type Writes } from '#src/redis/script.ts';

const writeScript = script('sha256', 'append-audit', 'write-preset');

const written = z.enum(['written', 'gone', 'taken', 'full']);

/** Presets that people saved, one hash for each project of the cloud. */
export function createPresetStore(redis: Connection, writes: Writes = redis): PresetStore {
  return {
    async all(cloud) {
      const held = await redis.hgetall(keys.presets(cloud));
      return Object.values(held).map((text): StoredPreset => JSON.parse(text));
    },

    async write(cloud, { remove = '', put }, line) {
      const names = [keys.presets(cloud), keys.audit, keys.auditHead];
      const document = put === undefined ? '' : JSON.stringify(put);
      const values = [remove, put?.name ?? '', document, STORED_PRESETS_MAX, line, sha256(line)];
      return written.parse(await writeScript(writes, names, values));
    },
  };
}
