import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { setUpRedis } from './set-up-redis.ts';

const redis = setUpRedis();
const text = readFileSync(new URL('../../../src/redis/lua/sha256.lua', import.meta.url), 'utf8');

test('the digest computed in Redis is SHA-256, for every length around the block sizes', async () => {
  const connection = redis.connection();
  const lengths = [...Array.from({ length: 140 }, (_item, length) => length), 1_000, 65_536];
  const inputs = lengths.map((length) => 'Straße 新 \0'.repeat(length).slice(0, length));

  const digests = await Promise.all(
    inputs.map((input) => connection.eval(`${text}\nreturn sha256(ARGV[1])`, 0, input)),
  );

  expect(digests).toEqual(inputs.map((input) => createHash('sha256').update(input).digest('hex')));
});
