import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/change-request.ts';
import type { Scope } from '#src/approval/ports.ts';
import { filingsOf } from '#src/redis/stores/indexes.ts';
import { keys } from '#src/redis/keys.ts';
import { createLanes } from '#src/redis/work/leases.ts';
import { createRequestStore, NewerStoreError } from '#src/redis/stores/request-store.ts';
import { migrate, SCHEMA, tellIfOutdated } from '#src/redis/stores/migrations.ts';
import type { Connection } from '#src/redis/script.ts';
import { requestWith } from '../../../unit/approval/sample-request.ts';
import { everything, setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const nothing = { outbox: [], timers: [], dropTimers: [] };

/** Written by the first version: twelve requests in every state, as the commands that bring them back. */
const STORE_1 = readFileSync(new URL('store-1.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): [string, ...string[]] => JSON.parse(line));

test('a new store is laid out as this version knows it', async () => {
  const connection = redis.connection();

  await migrated(connection, 'one');

  expect(await everything(connection)).toEqual({ [keys.schema]: String(SCHEMA) });
});

test('a store of the first version is found in, read and written like any other', async () => {
  const connection = await storeOfVersion1();
  const before = await documentsIn(connection);

  expect(await migrated(connection, 'one')).toHaveLength(2);

  const store = createRequestStore(connection);
  const pages = await Promise.all(
    (['open', 'closed', 'all'] as const).map((scope) => idsOf(connection, scope)),
  );
  expect(pages.map((ids) => ids.length)).toEqual([5, 7, 12]);
  for (const request of before) {
    expect(await store.load(request.id)).toEqual(request);
    await isFiled(connection, request);
  }
  const pending = before.find(({ state }) => state === 'pending') ?? requestWith();
  expect(
    await store.commit({ ...pending, version: pending.version + 1, state: 'withdrawn' }, nothing),
  ).toEqual({ kind: 'written' });
  expect(await idsOf(connection, 'closed')).toContain(pending.id);
});

test('what is closed takes less room than its JSON, and can be read by hand', async () => {
  const connection = await storeOfVersion1();
  await migrated(connection, 'one');

  const [closed = ''] = await idsOf(connection, 'closed');
  const document = await connection.hget(keys.request(closed), 'document');

  const request = await createRequestStore(connection).load(closed);
  expect(document?.length).toBeLessThan(JSON.stringify(request).length * 0.7);
});

test('replicas that start at once move it once, and all of them wait for the end', async () => {
  const connection = await storeOfVersion1();

  const told = await Promise.all(
    ['one', 'two', 'three'].map((replica) => migrated(redis.connection(), replica)),
  );

  expect(told.filter((lines) => lines.length > 0)).toHaveLength(1);
  expect(await connection.get(keys.schema)).toBe(String(SCHEMA));
  expect(await connection.exists(keys.migration)).toBe(0);
});

test('one that is killed in the middle leaves the rest to the next', async () => {
  const connection = await storeOfVersion1();
  const before = await documentsIn(connection);
  const dying = dyingAfter(connection, 7);
  await expect(migrated(dying, 'one')).rejects.toThrow('killed');
  expect(await connection.get(keys.schema)).toBeNull();

  await migrated(redis.connection(), 'two');

  for (const request of before) await isFiled(connection, request);
  expect(await connection.get(keys.schema)).toBe(String(SCHEMA));
});

test('a store of a newer version is refused in one line', async () => {
  const connection = redis.connection();
  await connection.set(keys.schema, SCHEMA + 1);

  await expect(migrated(connection, 'one')).rejects.toThrow(
    `REDIS_URL: the store was written by a newer relaydesk (layout ${SCHEMA + 1}, this one knows ${SCHEMA})`,
  );
});

test('whoever runs while a newer version moves the store finds out', async () => {
  const connection = redis.connection();
  const told: string[] = [];
  const tell = (why: string): unknown => told.push(why);
  await migrated(connection, 'one');
  await tellIfOutdated(connection, tell);
  expect(told).toEqual([]);

  await connection.set(keys.schema, SCHEMA + 1);
  await tellIfOutdated(connection, tell);

  expect(told).toEqual([
    expect.stringContaining(`(layout ${SCHEMA + 1}, this one knows ${SCHEMA})`),
  ]);
});

test('whoever is older than the store writes nothing any more', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  await connection.set(keys.schema, SCHEMA + 1);
  const before = await everything(connection);

  await expect(store.commit(requestWith(), nothing)).rejects.toThrow(NewerStoreError);

  expect(await everything(connection)).toEqual(before);
});

async function storeOfVersion1(): Promise<Connection> {
  const connection = redis.connection();
  for (const [command, ...values] of STORE_1) await connection.call(command, ...values);
  return connection;
}

async function documentsIn(connection: Connection): Promise<ChangeRequest[]> {
  const ids = [
    ...(await connection.zrange(keys.open, '0', '-1')),
    ...(await connection.zrange(keys.closed, '0', '-1')),
  ];
  const documents = await Promise.all(
    ids.map((id) => connection.hget(keys.request(id), 'document')),
  );
  return documents.map((document) => JSON.parse(document ?? ''));
}

async function idsOf(connection: Connection, scope: Scope): Promise<string[]> {
  const query = { projects: ['live-prod', 'live-test'], scope, limit: 99 };
  return (await createRequestStore(connection).page(query)).requests.map(({ id }) => id);
}

/** What was told while it ran. */
async function migrated(connection: Connection, replica: string): Promise<string[]> {
  const told: string[] = [];
  await migrate({
    redis: connection,
    lanes: createLanes(connection, replica),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    info: (message) => told.push(message),
  });
  return told;
}

async function isFiled(connection: Connection, request: ChangeRequest): Promise<void> {
  for (const { index, score } of filingsOf(request)) {
    const found = await connection.zscore(index, request.id);
    expect([index, found]).toEqual([index, score === undefined ? null : String(score)]);
  }
}

/** A connection whose process is gone after so many scripts and cannot even clean up. */
function dyingAfter(connection: Connection, scripts: number): Connection {
  let left = scripts;
  return new Proxy(connection, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'evalsha') return value.bind(target);
      return (...args: readonly unknown[]): unknown => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('killed')) : value.apply(target, args);
      };
    },
  });
}
