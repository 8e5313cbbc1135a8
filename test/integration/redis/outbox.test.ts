import { expect, test } from 'vitest';
import { keys } from '#src/redis/keys.ts';
import { createOutbox } from '#src/redis/outbox.ts';
import type { Connection } from '#src/redis/script.ts';
import { nowMs } from '../../unit/relay/sample-task.ts';
import { entriesIn, ranked, setUpRedis } from './set-up-redis.ts';

const redis = setUpRedis();
const execute = { kind: 'execute', request: 'R-1', failures: 0 } as const;

test('preparing twice, and by several replicas, is fine, and loses nothing', async () => {
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

  const rounds = [await both(one, other), await both(one, other)].flat(2);

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

test('nothing is taken over from a replica that is alive, however long it takes', async () => {
  const connection = redis.connection();
  const [one, other] = await replicas('one', 'other');
  await put(connection, 'execute R-1');
  await one.take();
  await age(connection, 'one', 60_000);

  expect(await other.takeOver(new Set())).toEqual([]);
});

test('a replica takes back what it was handed in an answer that never came, and nothing else', async () => {
  const connection = redis.connection();
  const [one] = await replicas('one');
  await put(connection, 'execute R-1');
  const [taken] = await one.take();
  await age(connection, 'one', 60_000);

  expect(await one.takeOver(new Set([taken?.id ?? '']))).toEqual([]);
  expect(await one.takeOver(new Set())).toMatchObject([{ id: taken?.id, mayHaveBegun: true }]);
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

test('an entry that was taken a moment ago is left to whoever was first', async () => {
  const connection = redis.connection();
  const [dead, one] = await replicas('dead', 'one');
  await put(connection, 'execute R-1');
  await dead.take();
  await dead.leave();
  await age(connection, 'dead', 0);

  expect(await one.takeOver(new Set())).toEqual([]);
});

test('an entry that is laid aside is kept with its error, and stops nothing', async () => {
  const connection = redis.connection();
  const [one] = await replicas('one');
  await put(connection, 'show R-1');
  const [first] = await one.take();

  await one.layAside(first?.id ?? '', { ...execute, failures: 20 }, 'Slack said no');

  const [aside] = await connection.xrange(keys.outboxAside, '-', '+');
  expect(aside?.[1]).toEqual(['entry', 'execute R-1 20', 'error', 'Slack said no']);
  expect([await connection.xlen(keys.outbox), await pendingOf(connection)]).toEqual([0, 0]);
});

test('a replica that leaves while it has nothing leaves nothing behind', async () => {
  const connection = redis.connection();
  const [one, other] = await replicas('one', 'other');

  await one.leave();

  expect(await connection.exists(keys.replica('one'))).toBe(0);
  expect(await other.takeOver(new Set())).toEqual([]);
});

test('what an older version does not know is left to a newer one, and stops nothing', async () => {
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

test('what a dead newer version had taken is left to another newer one', async () => {
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

test('whoever is gone and holds nothing is forgotten; whoever lives, or holds something, is not', async () => {
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

const dance = (_item: unknown, nth: number): string => `dance R-${nth + 100}`;

async function consumersOf(connection: Connection): Promise<string[]> {
  const found = await connection.xinfo('CONSUMERS', keys.outbox, 'dispatchers');
  // Each is a flat list that begins with the name.
  const names = (Array.isArray(found) ? found : []).map((fields: unknown) =>
    Array.isArray(fields) ? String(fields[1]) : '',
  );
  return names.toSorted();
}

function replica(
  name: string,
  clock = { nowMs },
  onUnknown = (_line: string): unknown => undefined,
) {
  return createOutbox({
    onUnknown,
    redis: redis.connection(),
    reader: redis.reader(),
    replica: name,
    now: () => clock.nowMs,
  });
}

async function replicas<const Names extends readonly string[]>(...names: Names) {
  const made = names.map((name) => replica(name));
  for (const each of made) await each.prepare();
  return made as { [Nth in keyof Names]: ReturnType<typeof replica> };
}

function both(...outboxes: readonly ReturnType<typeof replica>[]) {
  return Promise.all(outboxes.map((outbox) => outbox.take()));
}

async function put(connection: Connection, ...lines: readonly string[]): Promise<void> {
  for (const line of lines) await connection.xadd(keys.outbox, '*', 'entry', line);
}

async function pendingOf(connection: Connection): Promise<unknown> {
  const [count] = await connection.xpending(keys.outbox, 'dispatchers');
  return count;
}

/** Makes what a replica has taken look as if it had been taken so long ago. */
async function age(connection: Connection, consumer: string, idleMs: number): Promise<void> {
  const pending = await connection.xpending(keys.outbox, 'dispatchers', '-', '+', 100, consumer);
  const ids = pending.map((item) => (Array.isArray(item) ? String(item[0]) : ''));
  const claim = [keys.outbox, 'dispatchers', consumer, 0, ...ids, 'IDLE', idleMs, 'JUSTID'];
  await connection.call('XCLAIM', ...claim);
}
