import { Redis } from 'ioredis';

/** What the bot has written down, read past it. */
export const createStoreReader = (url: string) => {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  return {
    /** Everything in the audit, as text. */
    audit: async (): Promise<string> =>
      JSON.stringify(await redis.xrange('{relaydesk}:audit', '-', '+')),
    requestCount: async (): Promise<number> =>
      (await redis.zcard('{relaydesk}:open')) + (await redis.zcard('{relaydesk}:closed')),
    /** What is still to be done at once, and what has been laid aside. */
    backlog: async (): Promise<number> =>
      (await redis.xlen('{relaydesk}:outbox')) + (await redis.xlen('{relaydesk}:outbox:aside')),
    close: (): void => redis.disconnect(),
  };
};
