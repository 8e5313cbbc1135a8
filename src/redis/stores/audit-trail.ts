import { sha256 } from '#src/basics/sha256.ts';
import type { AuditLine, AuditTrail } from '#src/approval/audit/audit.ts';
import { toLine } from '#src/redis/work/outbox-entry.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, script } from '#src/redis/script.ts';

const noteScript = script('sha256', 'append-audit', 'note-audit');

/** Lines fetched in one read. */
const BATCH = 500;

/** Reads the audit stream, which `append-audit.lua` writes. */
export function createAuditTrail(redis: Connection): AuditTrail {
  return {
    batches: () => inBatches('-', (from) => redis.xrange(keys.audit, from, '+', 'COUNT', BATCH)),

    newestFirst: () =>
      inBatches('+', (from) => redis.xrevrange(keys.audit, from, '-', 'COUNT', BATCH)),

    head: async () => (await redis.get(keys.auditHead)) ?? undefined,

    count: () => redis.xlen(keys.audit),

    async ofRequest(id) {
      const places = (await redis.hget(keys.request(id), 'audit'))?.split(' ') ?? [];
      const found = await Promise.all(places.map((at) => redis.xrange(keys.audit, at, at)));
      return found.flat().map(toAuditLine);
    },

    async note(about, value, line) {
      const values = [about, value, line, sha256(line)];
      await noteScript(redis, [keys.audit, keys.auditHead, keys.auditNoted], values);
    },
  };
}

async function* inBatches(
  start: string,
  read: (from: string) => Promise<[id: string, fields: string[]][]>,
): AsyncGenerator<AuditLine[]> {
  for (let from = start; ;) {
    const entries = await read(from);
    if (entries.length > 0) yield entries.map(toAuditLine);
    const last = entries.at(-1)?.[0];
    if (last === undefined || entries.length < BATCH) return;
    // "(" leaves out the entry itself.
    from = `(${last}`;
  }
}

/** When the head is posted next, and on which day it was last posted in each channel. */
export function createHeadMarks(redis: Connection) {
  return {
    async arm(dueMs: number): Promise<void> {
      await redis.zadd(keys.timers, 'NX', dueMs, toLine({ kind: 'head', request: 'daily' }));
    },
    dayOf: async (channel: string) => (await redis.hget(keys.headPosted, channel)) ?? undefined,
    async note(channel: string, day: string): Promise<void> {
      await redis.hset(keys.headPosted, channel, day);
    },
  };
}

function toAuditLine([id, fields]: [string, string[]]): AuditLine {
  const value = (name: string): string => fields[fields.indexOf(name) + 1] ?? '';
  return { id, line: value('line'), previous: value('previous'), hash: value('hash') };
}
