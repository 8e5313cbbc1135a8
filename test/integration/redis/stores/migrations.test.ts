import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { Scope } from '#src/approval/ports.ts';
import { createProjectNames } from '#src/redis/stores/project-names.ts';
import { fromDocument } from '#src/redis/stores/request-document.ts';
import { filingsOf } from '#src/redis/stores/indexes.ts';
import { keys } from '#src/redis/keys.ts';
import { createLeases } from '#src/redis/work/leases.ts';
import { NewerStoreError } from '#src/redis/stores/request-store.ts';
import { migrate, SCHEMA, tellIfOutdated } from '#src/redis/stores/migrations.ts';
import type { Connection } from '#src/redis/script.ts';
import { cloudOf, requestWith } from '../../../unit/approval/sample-request.ts';
import { empty, everything, setUpRedis } from '../set-up-redis.ts';
import { taskWith } from '../../../unit/relay/sample-task.ts';
import { namesOf, storeOn } from '../set-up-store.ts';

const redis = setUpRedis();
const nothing = { outbox: [], timers: [], dropTimers: [] };

/**
 * What earlier versions wrote, as the commands that bring it back. 1: twelve requests in every state. 2: the
 * same brought to layout 2, and seven more of version 0.2.0, of which three hold their task.
 */
const STORES = Object.fromEntries(
  [1, 2].map((layout) => [
    layout,
    readFileSync(new URL(`store-${layout}.jsonl`, import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .map((line): [string, ...string[]] => JSON.parse(line)),
  ]),
);

test('a new store is laid out as this version knows it', async () => {
  const connection = redis.connection();

  await migrated(connection, 'one');

  expect(await everything(connection)).toEqual({ [keys.schema]: String(SCHEMA) });
});

describe.each([
  [1, { open: 5, closed: 7 }],
  [2, { open: 10, closed: 9 }],
] as const)('A store of layout %i', (layout, count) => {
  test('is found in, read and written like any other', async () => {
    const connection = await storeOf(layout);
    const before = await requestsIn(connection);

    expect(await migrated(connection, 'one')).toHaveLength(2);

    const store = storeOn(connection);
    const pages = await Promise.all(
      (['open', 'closed', 'all'] as const).map((scope) => idsOf(connection, scope)),
    );
    const all = count.open + count.closed;
    expect(pages.map((ids) => ids.length)).toEqual([count.open, count.closed, all]);
    for (const request of before) {
      const moved = { ...request, cloud: cloudOf(request.project) };
      expect(await store.load(request.id)).toEqual(moved);
      await isFiled(connection, moved);
    }
    const pending = (await store.load('R-10')) ?? requestWith();
    expect(
      await store.commit({ ...pending, version: pending.version + 1, state: 'withdrawn' }, nothing),
    ).toEqual({ kind: 'written' });
    expect(await idsOf(connection, 'closed')).toContain('R-10');
  });

  test('has nothing left under the names of its projects, or under the teams of people', async () => {
    const connection = await storeOf(layout);

    await migrated(connection, 'one');

    const names = Object.keys(await everything(connection));
    expect(names.filter((name) => /:live-(prod|test)(:|$)|:T0DESK:/.test(name))).toEqual([]);
  });

  test('is migrated once by replicas that start together, and all wait for the end', async () => {
    const connection = await storeOf(layout);

    const told = await Promise.all(
      ['one', 'two', 'three'].map((replica) => migrated(redis.connection(), replica)),
    );

    expect(told.filter((lines) => lines.length > 0)).toHaveLength(1);
    expect(await connection.get(keys.schema)).toBe(String(SCHEMA));
    expect(await connection.exists(keys.migration)).toBe(0);
  });

  test('is migrated to the end by the next replica after a kill at any point', async () => {
    const whole = await storeOf(layout);
    await migrated(whole, 'one');
    const expected = await everything(whole);
    // The first script takes the lease.
    for (const scripts of [1, 2, 7, count.open + 2]) {
      await empty(redis.connection());
      const connection = await storeOf(layout);
      await expect(migrated(dyingAfter(connection, scripts), 'one')).rejects.toThrow('killed');

      await migrated(redis.connection(), 'two');

      expect(withoutReplicas(await everything(connection))).toEqual(withoutReplicas(expected));
    }
  });

  test('accepts no write from a process of the old layout once migration has begun', async () => {
    const connection = await storeOf(layout);

    await expect(migrated(dyingAfter(connection, 1), 'one')).rejects.toThrow('killed');

    expect(await connection.get(keys.schema)).toBe(String(SCHEMA));
  });
});

test('a task that is locked while the layout changes stays locked, whatever its project is called', async () => {
  const connection = await storeOf(2);
  await migrated(connection, 'one');
  const store = storeOn(
    connection,
    createProjectNames(() => [{ name: 'live-main', cloud: cloudOf('live-prod') }]),
  );

  for (const [taskId, by] of [
    ['task-3', 'R-9'],
    ['task-8', 'R-14'],
    ['task-9', 'R-15'],
    ['task-10', 'R-16'],
  ] as const) {
    const commit = await store.commit(other(taskId), { ...nothing, lock: 'take' });
    expect(commit).toEqual({ kind: 'locked', by });
  }

  // The one that runs gives the task back when it ends.
  const running = (await store.load('R-15')) ?? requestWith();
  const ended = { ...running, version: running.version + 1, state: 'failed' } as const;
  await store.commit(ended, { ...nothing, lock: 'release' });
  expect(await store.commit(other('task-9'), { ...nothing, lock: 'take' })).toEqual({
    kind: 'written',
  });
});

test('requests of an unconfigured project are migrated once it is configured', async () => {
  const connection = await storeOf(2);
  await migrated(connection, 'one', namesOf('live-prod'));
  await connection.zadd(keys.requestsOf('all', 'live-test'), 1, 'R-1000');
  const before = await storeOn(connection, namesOf('live-prod')).load('R-19');
  expect(await idsOf(connection, 'all', 'live-test')).toEqual([]);

  await Promise.all([migrated(connection, 'one'), migrated(redis.connection(), 'two')]);

  expect(before).toMatchObject({ project: 'live-test' });
  expect(before?.cloud).toBeUndefined();
  const found = await idsOf(connection, 'all', 'live-test');
  expect(found).toContain('R-19');
  for (const id of found) {
    const request = await storeOn(connection).load(id);
    expect(request?.cloud).toBe(cloudOf('live-test'));
    await isFiled(connection, request ?? requestWith());
  }
});

test('a closed request takes less room than its JSON, and can be read by hand', async () => {
  const connection = await storeOf(1);
  await migrated(connection, 'one');

  const [closed = ''] = await idsOf(connection, 'closed');
  const document = await connection.hget(keys.request(closed), 'document');

  const request = await storeOn(connection).load(closed);
  expect(document?.length).toBeLessThan(JSON.stringify(request).length * 0.7);
});

test('a store of a newer version is refused in one line', async () => {
  const connection = redis.connection();
  await connection.set(keys.schema, SCHEMA + 1);

  await expect(migrated(connection, 'one')).rejects.toThrow(
    `REDIS_URL: the store was written by a newer relaydesk (layout ${SCHEMA + 1}, this one knows ${SCHEMA})`,
  );
});

test('a running process notices that a newer version migrates the store', () => {
  const told: string[] = [];
  const tell = (why: string): unknown => told.push(why);
  tellIfOutdated(SCHEMA, tell);
  expect(told).toEqual([]);

  tellIfOutdated(SCHEMA + 1, tell);

  expect(told).toEqual([
    expect.stringContaining(`(layout ${SCHEMA + 1}, this one knows ${SCHEMA})`),
  ]);
});

test('a process that is older than the store no longer writes', async () => {
  const connection = redis.connection();
  const store = storeOn(connection);
  await connection.set(keys.schema, SCHEMA + 1);
  const before = await everything(connection);

  await expect(store.commit(requestWith(), nothing)).rejects.toThrow(NewerStoreError);

  expect(await everything(connection)).toEqual(before);
});

/** Another request for a task. */
function other(taskId: string): ChangeRequest {
  return requestWith({ id: 'R-99', base: taskWith({ task_id: taskId }) });
}

async function storeOf(layout: number): Promise<Connection> {
  const connection = redis.connection();
  for (const [command, ...values] of STORES[layout] ?? [])
    await connection.call(command, ...values);
  return connection;
}

async function requestsIn(connection: Connection): Promise<ChangeRequest[]> {
  const ids = [
    ...(await connection.zrange(keys.open, '0', '-1')),
    ...(await connection.zrange(keys.closed, '0', '-1')),
  ];
  const documents = await Promise.all(
    ids.map((id) => connection.hget(keys.request(id), 'document')),
  );
  return documents.map((document) => fromDocument(document ?? ''));
}

async function idsOf(
  connection: Connection,
  scope: Scope,
  ...projects: readonly string[]
): Promise<string[]> {
  const named = projects.length > 0 ? projects : ['live-prod', 'live-test'];
  const query = { projects: named, scope, limit: 99 };
  return (await storeOn(connection).page(query)).requests.map(({ id }) => id);
}

/** What was told while it ran. */
async function migrated(
  connection: Connection,
  replica: string,
  names = namesOf('live-prod', 'live-test'),
): Promise<string[]> {
  const told: string[] = [];
  await migrate({
    redis: connection,
    leases: createLeases(connection, replica),
    names,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    info: (message) => told.push(message),
  });
  return told;
}

/** Who moved it is still said to live, for seconds. */
function withoutReplicas(content: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(content).filter(([name]) => !/:(replica|lane):/.test(name)),
  );
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
