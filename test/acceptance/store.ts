import { Redis } from 'ioredis';

/** What the bot has written down, read past it. */
export const createStoreReader = (url: string) => {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  return {
    /** Everything in the audit, as text. */
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
    /** How often Slack has said that the people of a group have changed. */
    directoryVersion: async (): Promise<number> =>
      Number(await redis.get('{relaydesk}:people-news')),
    /** What is still to be done, or to be tried again, or has been laid aside. */
    backlog: async (): Promise<number> => {
      const timers = await redis.zrange('{relaydesk}:timers', '0', '-1');
      const retries = timers.filter((entry) => /^(show|execute|settle) /.test(entry));
      const entries = await redis.xlen('{relaydesk}:outbox');
      return retries.length + entries + (await redis.xlen('{relaydesk}:outbox:aside'));
    },
    /** Entries of one kind that wait for their time. */
    timersOf: async (kind: string): Promise<readonly string[]> => {
      const timers = await redis.zrange('{relaydesk}:timers', '0', '-1');
      return timers.filter((entry) => entry.startsWith(`${kind} `));
    },
    /** When an entry that waits for its time is due; null while it does not wait. */
    dueOf: (entry: string): Promise<string | null> => redis.zscore('{relaydesk}:timers', entry),
    /** The replicas that entries of the outbox were handed to, by name. */
    holders: async (): Promise<readonly string[]> => {
      const pending = await redis.xpending('{relaydesk}:outbox', 'dispatchers', '-', '+', 10);
      return pending.map((entry) => (Array.isArray(entry) ? String(entry[1]) : ''));
    },
    /** Lets the time of a timer come now; resolves when somebody has taken it. */
    makeDue: async (entry: string): Promise<void> => {
      await redis.zadd('{relaydesk}:timers', 0, entry);
    },
    /** Loses every form that is open, as a store that is put back does. */
    loseDrafts: async (): Promise<void> => {
      await redis.del(await redis.keys('{relaydesk}:draft:*'));
    },
    close: (): void => redis.disconnect(),
  };
};
