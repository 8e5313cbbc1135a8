import { Redis } from 'ioredis';
import { vi } from 'vitest';

/** Reads the store directly. */
export const createStoreReader = (url: string) => {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  const timersOf = async (kind: string): Promise<readonly string[]> => {
    const timers = await redis.zrange('{relaydesk}:timers', '0', '-1');
    return timers.filter((entry) => entry.startsWith(`${kind} `));
  };
  return {
    /** The whole audit, as text. */
    audit: async (): Promise<string> =>
      JSON.stringify(await redis.xrange('{relaydesk}:audit', '-', '+')),
    /** The lines of the audit that are about one request, in order. */
    auditOf: async (request: string): Promise<Record<string, unknown>[]> => {
      const entries = await redis.xrange('{relaydesk}:audit', '-', '+');
      return entries
        .map(([, fields]) => JSON.parse(fields[fields.indexOf('line') + 1] ?? '{}'))
        .filter((line) => line.request === request);
    },
    requestCount: async (): Promise<number> =>
      (await redis.zcard('{relaydesk}:open')) + (await redis.zcard('{relaydesk}:closed')),
    /** How often Slack has reported that a group changed. */
    directoryVersion: async (): Promise<number> =>
      Number(await redis.get('{relaydesk}:people-news')),
    /** Entries that are pending, waiting to be retried, or dead-lettered. */
    backlog: async (): Promise<readonly string[]> => {
      // At one moment: an entry that is put off goes from the outbox to the timers.
      const read = await redis
        .multi()
        .zrange('{relaydesk}:timers', '0', '-1')
        .xrange('{relaydesk}:outbox', '-', '+')
        .xrange('{relaydesk}:outbox:aside', '-', '+')
        .exec();
      const [timers, entries, aside] = (read ?? []).map(([, reply]) => reply) as [
        readonly string[],
        ...(readonly [id: string, fields: readonly string[]][])[],
      ];
      return [
        ...timers.filter((entry) => /^(show|execute|settle) /.test(entry)),
        ...[...(entries ?? []), ...(aside ?? [])].map(([, fields]) => fields.join(' ')),
      ];
    },
    /** Entries of one kind that wait for their time. */
    timersOf,
    /** The one timer of work that recurs. While a replica does that work there is none, so this waits until it has. */
    onlyTimerOf: (kind: string): Promise<string> => {
      const find = async (): Promise<string> => {
        const [found] = await timersOf(kind);
        if (found === undefined) throw new Error(`a replica works on ${kind}`);
        return found;
      };
      return vi.waitFor(find, { timeout: 60_000, interval: 50 });
    },
    /** Timers that were due before a time, in Unix milliseconds, and that no replica has taken yet. */
    dueBefore: (atMs: number): Promise<readonly string[]> =>
      redis.zrangebyscore('{relaydesk}:timers', '-inf', atMs),
    /** When a timer is due; null if it is not set. */
    dueOf: (entry: string): Promise<string | null> => redis.zscore('{relaydesk}:timers', entry),
    /** The names of the replicas that have taken entries of the outbox. */
    holders: async (): Promise<readonly string[]> => {
      const pending = await redis.xpending('{relaydesk}:outbox', 'dispatchers', '-', '+', 10);
      return pending.map((entry) => (Array.isArray(entry) ? String(entry[1]) : ''));
    },
    /** Makes a timer due now; resolves when it has been taken. */
    makeDue: async (entry: string): Promise<void> => {
      await redis.zadd('{relaydesk}:timers', 0, entry);
    },
    /** Deletes the drafts of all open forms, as restoring an old store would. */
    loseDrafts: async (): Promise<void> => {
      await redis.del(await redis.keys('{relaydesk}:draft:*'));
    },
    close: (): void => redis.disconnect(),
  };
};
