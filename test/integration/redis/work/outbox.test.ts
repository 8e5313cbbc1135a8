import { expect, test } from 'vitest';
import { keys } from '#src/redis/keys.ts';
import { nowMs } from '../../../unit/relay/sample-task.ts';
import { dance, pendingOf, put, setUpOutboxes } from '../set-up-outboxes.ts';
import { entriesIn, ranked, setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const { replica, replicas } = setUpOutboxes(redis);
const execute = { kind: 'execute', request: 'R-1', failures: 0 } as const;

test('preparing twice, and by several replicas, loses nothing', async () => {
  const connection = redis.connection();
  await put(connection, 'show R-1');
  const one = replica('one');

  await one.prepare();
  await one.prepare();
  await replica('other').prepare();

  expect((await one.take()).map(({ entry }) => entry.request)).toEqual(['R-1']);
});

test('an entry is taken once, and is gone when it is done', async () => {
  const connection = redis.connection();
  const [one, other] = await replicas('one', 'other');
  await put(connection, 'show R-1', 'execute R-2');

  const taken = await one.take();

  expect(taken).toMatchObject([
    { entry: { kind: 'show', request: 'R-1', failures: 0 }, mayHaveBegun: false },
    { entry: { kind: 'execute', request: 'R-2', failures: 0 }, mayHaveBegun: false },
  ]);
  expect(await other.take()).toEqual([]);
  for (const { id } of taken) await one.done(id);
  expect([await connection.xlen(keys.outbox), await pendingOf(connection)]).toEqual([0, 0]);
});

test('two replicas that take at the same time share the work', async () => {
  const connection = redis.connection();
  const [one, other] = await replicas('one', 'other');
  const lines = Array.from({ length: 40 }, (_item, nth) => `show R-${nth}`);
  await put(connection, ...lines);

  const rounds = [
    await Promise.all([one.take(), other.take()]),
    await Promise.all([one.take(), other.take()]),
  ].flat(2);

  expect(rounds.map(({ entry }) => `show ${entry.request}`).toSorted()).toEqual(lines.toSorted());
});

test('an entry that is put off leaves the outbox and comes back when it is due', async () => {
  const connection = redis.connection();
  const clock = { nowMs };
  const one = replica('one', clock);
  await one.prepare();
  await put(connection, 'execute R-1');
  const [first] = await one.take();

  await one.putOff(first?.id ?? '', { ...execute, failures: 3 }, nowMs + 1_000);

  expect([await connection.xlen(keys.outbox), await pendingOf(connection)]).toEqual([0, 0]);
  clock.nowMs += 999;
  await one.beat();
  expect(await connection.xlen(keys.outbox)).toBe(0);
  clock.nowMs += 1;
  await one.beat();
  expect(await one.take()).toMatchObject([
    { entry: { ...execute, failures: 3 }, mayHaveBegun: true },
  ]);
  expect(await connection.zcard(keys.timers)).toBe(0);
});

test('timers that are due move in the order they are due, the others stay', async () => {
  const connection = redis.connection();
  const one = replica('one');
  await connection.zadd(keys.timers, nowMs + 1, 'expire R-3', nowMs, 'settle R-2');
  await connection.zadd(keys.timers, nowMs - 5_000, 'expire R-1');

  await one.beat();

  expect(await entriesIn(connection, keys.outbox)).toEqual(['expire R-1', 'settle R-2']);
  expect(await ranked(connection, keys.timers)).toEqual([['expire R-3', String(nowMs + 1)]]);
});

test('a timer that is due is moved by one replica only', async () => {
  const connection = redis.connection();
  await connection.zadd(keys.timers, nowMs, 'expire R-1');

  await Promise.all([replica('one').beat(), replica('other').beat(), replica('third').beat()]);

  expect(await entriesIn(connection, keys.outbox)).toEqual(['expire R-1']);
});

test('setting a timer again moves it', async () => {
  const connection = redis.connection();
  const [one] = await replicas('one');
  await put(connection, 'settle R-1', 'settle R-1');
  const [first, second] = await one.take();
  const settle = { kind: 'settle', request: 'R-1', failures: 0 } as const;

  await one.putOff(first?.id ?? '', settle, nowMs + 1_000);
  await one.putOff(second?.id ?? '', settle, nowMs + 2_000);

  expect(await ranked(connection, keys.timers)).toEqual([['settle R-1', String(nowMs + 2_000)]]);
});

test('a dead letter is kept with its error, and stops nothing', async () => {
  const connection = redis.connection();
  const [one] = await replicas('one');
  await put(connection, 'show R-1');
  const [first] = await one.take();

  await one.deadLetter(first?.id ?? '', { ...execute, failures: 20 }, 'Slack said no');

  const [aside] = await connection.xrange(keys.deadLetters, '-', '+');
  expect(aside?.[1]).toEqual(['entry', 'execute R-1 20', 'error', 'Slack said no']);
  expect([await connection.xlen(keys.outbox), await pendingOf(connection)]).toEqual([0, 0]);
});

test('work that an older version does not know is left to a newer one, and blocks nothing', async () => {
  const connection = redis.connection();
  const clock = { nowMs };
  const unknown: string[] = [];
  const older = replica('older', clock, (line) => unknown.push(line));
  await older.prepare();
  await put(connection, 'dance R-1 2', 'show R-1', ...Array.from({ length: 20 }, dance));

  const taken = [await older.take(), await older.take()].flat();

  expect(taken).toMatchObject([{ entry: { kind: 'show', request: 'R-1' } }]);
  expect(unknown).toHaveLength(21);
  expect([await connection.xlen(keys.outbox), await pendingOf(connection)]).toEqual([1, 1]);
  clock.nowMs += 4_999;
  await older.beat();
  expect(await connection.xlen(keys.outbox)).toBe(1);
  clock.nowMs += 1;
  await older.beat();
  // A newer version reads it as it was written.
  expect(await entriesIn(connection, keys.outbox)).toContain('dance R-1 2');
});

test('the group is created again after the store was emptied or restored', async () => {
  const connection = redis.connection();
  const [one] = await replicas('one');
  await connection.del(keys.outbox);
  await put(connection, 'execute R-1');

  expect(await one.take()).toEqual([]);

  expect(await one.take()).toMatchObject([{ entry: execute }]);
});
