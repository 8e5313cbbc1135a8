import { expect, test } from 'vitest';
import { keys } from '#src/redis/keys.ts';
import type { Connection } from '#src/redis/script.ts';
import { age, dance, put, setUpOutboxes } from '../set-up-outboxes.ts';
import { setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const { replicas } = setUpOutboxes(redis);
const execute = { kind: 'execute', request: 'R-1', failures: 0 } as const;

test('nothing is taken over from a replica that is alive, however long it takes', async () => {
  const connection = redis.connection();
  const [one, other] = await replicas('one', 'other');
  await put(connection, 'execute R-1');
  await one.take();
  await age(connection, 'one', 60_000);

  expect(await other.takeOver(new Set())).toEqual([]);
});

test('a replica takes back only the entries of an answer that it never got', async () => {
  const connection = redis.connection();
  const [one] = await replicas('one');
  await put(connection, 'execute R-1');
  const [taken] = await one.take();
  await age(connection, 'one', 60_000);

  expect(await one.takeOver(new Set([taken?.id ?? '']))).toEqual([]);
  expect(await one.takeOver(new Set())).toMatchObject([{ id: taken?.id, mayHaveBegun: true }]);
});

test('a lost entry is found behind any number of entries in work', async () => {
  const connection = redis.connection();
  const [one] = await replicas('one');
  await put(connection, ...Array.from({ length: 20 }, (_item, nth) => `show R-${nth}`));
  const inHand = (await one.take()).map(({ id }) => id);
  const lost = (await one.take()).map(({ id }) => id);
  await age(connection, 'one', 60_000);

  const found = (await one.takeOver(new Set(inHand))).map(({ id }) => id);

  expect(inHand).toHaveLength(16);
  expect(found).toEqual(lost);
});

test('what a dead replica had taken is taken over, and may have begun', async () => {
  const connection = redis.connection();
  const [one, other] = await replicas('one', 'other');
  await put(connection, 'execute R-1', 'show R-1');
  await one.take();
  await age(connection, 'one', 1_000);

  await one.leave();

  expect(await other.takeOver(new Set())).toMatchObject([
    { entry: execute, mayHaveBegun: true },
    { entry: { kind: 'show', request: 'R-1' }, mayHaveBegun: true },
  ]);
  expect(await other.takeOver(new Set())).toEqual([]);
});

test('a replica that hung and lost an entry to another cannot finish it', async () => {
  const connection = redis.connection();
  const [frozen, other] = await replicas('frozen', 'other');
  await put(connection, 'execute R-1', 'execute R-2', 'execute R-3');
  const [first, second, third] = (await frozen.take()).map(({ id }) => id);
  await frozen.leave();
  await age(connection, 'frozen', 1_000);
  await other.takeOver(new Set());

  await frozen.done(first ?? '');
  await frozen.putOff(second ?? '', execute, 1);
  await frozen.deadLetter(third ?? '', execute, 'broken');

  expect(await connection.xlen(keys.outbox)).toBe(3);
  expect(await connection.zcard(keys.timers)).toBe(0);
  expect(await connection.xlen(keys.deadLetters)).toBe(0);
  for (const id of [first, second, third]) await other.done(id ?? '');
  expect(await connection.xlen(keys.outbox)).toBe(0);
});

test('a replica that was not heard of for its time is dead', async () => {
  const connection = redis.connection();
  const [one] = await replicas('one');

  const ttlMs = await connection.pttl(keys.replica('one'));

  expect(ttlMs).toBeGreaterThan(2_000);
  expect(ttlMs).toBeLessThanOrEqual(3_000);
  await one.leave();
  expect(await connection.exists(keys.replica('one'))).toBe(0);
  await one.beat();
  expect(await connection.exists(keys.replica('one'))).toBe(1);
});

test('two replicas that notice a death at the same time share no entry', async () => {
  const connection = redis.connection();
  const [dead, one, other] = await replicas('dead', 'one', 'other');
  const lines = Array.from({ length: 12 }, (_item, nth) => `execute R-${nth}`);
  await put(connection, ...lines);
  await dead.take();
  await dead.leave();
  await age(connection, 'dead', 1_000);

  const taken = (await Promise.all([one.takeOver(new Set()), other.takeOver(new Set())])).flat();

  expect(taken.map(({ entry }) => `execute ${entry.request}`).toSorted()).toEqual(lines.toSorted());
});

test('an entry that was just taken is left to its replica', async () => {
  const connection = redis.connection();
  const [dead, one] = await replicas('dead', 'one');
  await put(connection, 'execute R-1');
  await dead.take();
  await dead.leave();
  await age(connection, 'dead', 0);

  expect(await one.takeOver(new Set())).toEqual([]);
});

test('an idle replica that stops leaves nothing behind', async () => {
  const connection = redis.connection();
  const [one, other] = await replicas('one', 'other');

  await one.leave();

  expect(await connection.exists(keys.replica('one'))).toBe(0);
  expect(await other.takeOver(new Set())).toEqual([]);
});

test('work taken by a dead newer version is left to another newer one', async () => {
  const connection = redis.connection();
  const [newer, older] = await replicas('newer', 'older');
  await put(connection, ...Array.from({ length: 20 }, dance), 'execute R-1');
  const read = ['GROUP', 'dispatchers', 'newer', 'COUNT', 30, 'STREAMS', keys.outbox, '>'];
  await connection.call('XREADGROUP', ...read);
  await newer.leave();
  await age(connection, 'newer', 1_000);

  const taken = [await older.takeOver(new Set()), await older.takeOver(new Set())].flat();

  expect(taken).toMatchObject([{ entry: execute, mayHaveBegun: true }]);
  expect(await connection.zcard(keys.timers)).toBe(20);
});

test('a dead replica without work is forgotten; one that lives or has work is not', async () => {
  const connection = redis.connection();
  const [one, gone, holding, idle] = await replicas('one', 'gone', 'holding', 'idle');
  for (const each of [one, gone, idle]) {
    await put(connection, 'show R-1');
    for (const { id } of await each.take()) await each.done(id);
  }
  await put(connection, 'execute R-1');
  await holding.take();
  await gone.leave();
  await holding.leave();

  await one.takeOver(new Set());

  expect(await consumersOf(connection)).toEqual(['holding', 'idle', 'one']);
  await age(connection, 'holding', 1_000);
  expect(await one.takeOver(new Set())).toHaveLength(1);
  await one.takeOver(new Set());
  expect(await consumersOf(connection)).toEqual(['idle', 'one']);
});

async function consumersOf(connection: Connection): Promise<string[]> {
  const found = await connection.xinfo('CONSUMERS', keys.outbox, 'dispatchers');
  // Each is a flat list that begins with the name.
  const names = (Array.isArray(found) ? found : []).map((fields: unknown) =>
    Array.isArray(fields) ? String(fields[1]) : '',
  );
  return names.toSorted();
}
