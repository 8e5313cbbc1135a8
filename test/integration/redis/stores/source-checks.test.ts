import { expect, test } from 'vitest';
import { createSourceCheckStore, SOURCE_CHECK_TTL_MS } from '#src/redis/stores/finding-stores.ts';
import { setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const A = 'https://media.example.com/a.mp4?signature=secret';
const B = 'https://media.example.com/b.mp4';
const found = { checkedAtMs: 7, problems: [{ kind: 'no_audio' }], durationSeconds: 12.4 } as const;

test('a finding about a source is kept for a day, under a name that does not reveal its URL', async () => {
  const connection = redis.connection();
  const store = createSourceCheckStore(connection);
  await store.save(A, found);

  expect(await store.load([A, B])).toEqual(new Map([[A, found]]));
  expect(await store.load([])).toEqual(new Map());
  const names = await connection.keys('{relaydesk}:source-check:*');
  expect(names.join()).not.toContain('secret');
  const ttlMs = await connection.pttl(names[0] ?? '');
  expect(ttlMs).toBeGreaterThan(SOURCE_CHECK_TTL_MS - 60_000);
  expect(ttlMs).toBeLessThanOrEqual(SOURCE_CHECK_TTL_MS);
});
