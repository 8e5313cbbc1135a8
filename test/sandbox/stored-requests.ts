import { Redis } from 'ioredis';
import { isFields } from './slack/json.ts';

/** What the bot keeps in Redis for each change request, read as anybody with access could. */
export const createStoredRequests = (url: string) => {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 });
  redis.on('error', () => {});
  return {
    async all(): Promise<unknown[]> {
      const names = await redis.keys('{relaydesk}:request:*');
      const documents = await Promise.all(names.map((name) => redis.hget(name, 'document')));
      return documents
        .flatMap((text) => (text === null ? [] : [JSON.parse(text) as unknown]))
        .toSorted((a, b) => numberOf(b) - numberOf(a));
    },
    stop: () => redis.disconnect(),
  };
};

const numberOf = (document: unknown): number =>
  isFields(document) ? Number(String(document['id']).replace('R-', '')) : 0;
