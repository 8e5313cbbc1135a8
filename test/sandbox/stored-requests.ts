import { gunzipSync } from 'node:zlib';
import { Redis } from 'ioredis';
import { fieldsOf, stringOf, type Fields } from './slack/json.ts';

/** A change request as stored in Redis, with everything about it. */
export interface StoredRequest {
  readonly id: string;
  readonly document: Fields;
  /** Its timers, soonest first. `kind` is the bot's own word. */
  readonly timers: readonly { readonly kind: string; readonly atMs: number }[];
  /** Its unfinished outbox entries, by kind. */
  readonly waiting: readonly string[];
  /** Its lines of the audit, the oldest first. */
  readonly audit: readonly { readonly line: Fields; readonly hash: string }[];
}

const requestsShown = 20;
const auditLinesRead = 500;

/** What the bot keeps in Redis for each change request, read as anybody with access could. */
export const createStoredRequests = (url: string) => {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 });
  redis.on('error', () => {});
  return {
    /** The newest ones, the newest first. */
    async all(): Promise<StoredRequest[]> {
      const names = await redis.keys('{relaydesk}:request:*');
      const newest = names.toSorted((a, b) => numberOf(b) - numberOf(a)).slice(0, requestsShown);
      const [documents, timers, outbox, audit] = await Promise.all([
        Promise.all(newest.map((name) => redis.hget(name, 'document'))),
        redis.zrange('{relaydesk}:timers', '0', '-1', 'WITHSCORES'),
        redis.xrange('{relaydesk}:outbox', '-', '+'),
        redis.xrevrange('{relaydesk}:audit', '+', '-', 'COUNT', auditLinesRead),
      ]);
      const entries = outbox.map(([, fields]) => fieldsIn(fields)['entry'] ?? '');
      const lines = audit.toReversed().map(([, fields]) => auditLine(fieldsIn(fields)));
      return documents.flatMap((text) => {
        if (text === null) return [];
        const document = fieldsOf(JSON.parse(unpacked(text)));
        const id = stringOf(document['id']);
        return [
          {
            id,
            document,
            timers: timersOf(id, timers),
            waiting: entries.filter((entry) => entry.split(' ')[1] === id),
            audit: lines.filter(({ line }) => line['request'] === id),
          },
        ];
      });
    },
    stop: () => redis.disconnect(),
  };
};

/** A closed request is compressed: gzip in base64. */
const unpacked = (text: string): string =>
  text.startsWith('{') ? text : gunzipSync(Buffer.from(text, 'base64')).toString();

const numberOf = (name: string): number => Number(/(\d+)$/.exec(name)?.[1] ?? 0);

/** Redis returns maps as flat lists of names and values. */
const fieldsIn = (flat: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? '']] : [])),
  );

const auditLine = ({ line = '{}', hash = '' }: Record<string, string>) => ({
  line: fieldsOf(JSON.parse(line)),
  hash,
});

const timersOf = (id: string, flat: readonly string[]): StoredRequest['timers'] =>
  flat.flatMap((entry, at) => {
    const [kind = '', request] = entry.split(' ');
    return at % 2 === 0 && request === id ? [{ kind, atMs: Number(flat[at + 1]) }] : [];
  });
