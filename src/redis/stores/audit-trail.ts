import { sha256 } from '#src/basics/sha256.ts';
import type { AuditLine, AuditTrail } from '#src/approval/audit.ts';
import { toLine } from '#src/redis/work/outbox-entry.ts';
import { keys } from '#src/redis/keys.ts';
import { type Connection, script } from '#src/redis/script.ts';

const noteScript = script('sha256', 'append-audit', 'note-audit');

/** Lines fetched in one read. */
const BATCH = 500;

/** The audit as it lies in its stream; `commit.lua` writes it. */
export function createAuditTrail(redis: Connection): AuditTrail {
  return {
    async *batches() {
      let from = '-';
      for (;;) {
        const entries = await redis.xrange(keys.audit, from, '+', 'COUNT', BATCH);
        if (entries.length > 0) yield entries.map(toAuditLine);
        const last = entries.at(-1)?.[0];
        if (last === undefined || entries.length < BATCH) return;
        // "(" leaves out the entry itself.
        from = `(${last}`;
      }
    },

    async *newestFirst() {
      let until = '+';
      for (;;) {
        const entries = await redis.xrevrange(keys.audit, until, '-', 'COUNT', BATCH);
        if (entries.length > 0) yield entries.map(toAuditLine);
        const last = entries.at(-1)?.[0];
        if (last === undefined || entries.length < BATCH) return;
        until = `(${last}`;
      }
    },

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

/** When the head is posted next, and on which day it was posted last in each channel. */
export function createHeadMarks(redis: Connection) {
  return {
    /** Sets the timer, unless it is set already. */
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
