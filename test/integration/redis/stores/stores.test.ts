import { expect, test } from 'vitest';
import { createDrafts } from '#src/redis/stores/drafts.ts';
import { keys } from '#src/redis/keys.ts';
import { createLeases } from '#src/redis/work/leases.ts';
import { script } from '#src/redis/script.ts';
import { createDirectoryVersion } from '#src/redis/stores/directory-version.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import { createShownStore } from '#src/redis/stores/shown-store.ts';
import { requester } from '../../../unit/approval/sample-request.ts';
import { nowMs, taskWith } from '../../../unit/relay/sample-task.ts';
import { setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const draft = { person: requester, project: 'live-prod', base: taskWith(), urlBoxes: 5 };
const dayMs = 86_400_000;

test('a draft is kept for a day after it was touched last', async () => {
  const connection = redis.connection();
  const drafts = createDrafts(connection);
  await drafts.save('D1', { person: requester, urlBoxes: 1 });
  await connection.pexpire(keys.draft('D1'), 1_000);

  await drafts.save('D1', draft);

  expect(await drafts.load('D1')).toEqual(draft);
  expect(await drafts.load('D2')).toBeUndefined();
  const ttlMs = await connection.pttl(keys.draft('D1'));
  expect(ttlMs).toBeGreaterThan(dayMs - 60_000);
  expect(ttlMs).toBeLessThanOrEqual(dayMs);
});

test('a draft that has its request id keeps it through every change', async () => {
  const connection = redis.connection();
  const drafts = createDrafts(connection);
  await drafts.save('D1', draft);
  expect(await drafts.submit('D1')).toEqual({ draft, id: 'R-1' });

  await drafts.save('D1', { ...draft, urlBoxes: 9 });

  expect(await drafts.submit('D1')).toEqual({ draft: { ...draft, urlBoxes: 9 }, id: 'R-1' });
  expect(await drafts.load('D1')).toEqual({ ...draft, urlBoxes: 9 });
});

test('a draft that is not there has no request id, and uses none up', async () => {
  const connection = redis.connection();
  const drafts = createDrafts(connection);

  expect(await drafts.submit('D1')).toBeUndefined();

  await drafts.save('D2', draft);
  expect(await drafts.submit('D2')).toEqual({ draft, id: 'R-1' });
});

test('where a request is shown is kept piece by piece', async () => {
  const shown = createShownStore(redis.connection(), () => nowMs);
  const card = { channel: 'C0LEADS', ts: '1795694400.000100' };
  const result = { channel: 'C0OPS', ts: '1795694401.000200' };
  expect(await shown.load('R-1')).toEqual({ version: 0, lines: 0 });

  await shown.save('R-1', { card });
  expect(await shown.load('R-1')).toEqual({ version: 0, lines: 0, card });

  await shown.save('R-1', { version: 2, lines: 3 });
  await shown.save('R-1', { result });
  expect(await shown.load('R-1')).toEqual({ version: 2, lines: 3, card, result });

  await shown.save('R-1', { version: 0, lines: 0 });
  expect(await shown.load('R-1')).toMatchObject({ version: 0, lines: 0, card, result });
});

test('a replica that lost the lease of a request starts no message; one that holds it or finds it free does', async () => {
  const connection = redis.connection();
  const shownOf = (name: string) =>
    createShownStore(redis.connection(), () => nowMs, undefined, name);
  const [frozen, other] = [shownOf('frozen'), shownOf('other')];
  await createLeases(connection, 'frozen').take('show:R-1');

  expect(await frozen.begin('R-1', 'line 0')).toBe(true);
  await connection.del(keys.replica('frozen'));
  await createLeases(connection, 'other').take('show:R-1');
  expect(await frozen.begin('R-1', 'line 1')).toBe(false);
  expect(await other.load('R-1')).toMatchObject({ begun: 'line 0' });
  expect(await other.begin('R-1', 'line 2')).toBe(true);

  await connection.del(keys.lease('show:R-1'));
  expect(await other.begin('R-1', 'line 3')).toBe(true);
  expect(await connection.pttl(keys.lease('show:R-1'))).toBeGreaterThan(19_000);
});

test('one replica at a time holds a lease, and only its holder releases it', async () => {
  const connection = redis.connection();
  const one = createLeases(connection, 'one');
  const other = createLeases(redis.connection(), 'other');

  expect(await one.take('show R-1')).toBe(true);
  expect(await other.take('show R-1')).toBe(false);
  expect(await other.take('show R-2')).toBe(true);
  await other.release('show R-1');
  expect(await other.take('show R-1')).toBe(false);
  await one.release('show R-1');
  expect(await other.take('show R-1')).toBe(true);
});

test('a lease that is taken again by its holder is renewed', async () => {
  const connection = redis.connection();
  const one = createLeases(connection, 'one');
  await one.take('show R-1');
  await connection.pexpire(keys.lease('show R-1'), 10_000);

  expect(await one.take('show R-1')).toBe(true);

  expect(await connection.pttl(keys.lease('show R-1'))).toBeGreaterThan(15_000);
});

test('a lease is free again when its holder is gone for its time', async () => {
  const connection = redis.connection();
  const one = createLeases(connection, 'one');
  await one.take('show R-1');

  const ttlMs = await connection.pttl(keys.lease('show R-1'));
  await connection.del(keys.lease('show R-1'));
  await createLeases(connection, 'other').take('show R-1');
  await one.release('show R-1');

  expect(ttlMs).toBeGreaterThan(15_000);
  expect(ttlMs).toBeLessThanOrEqual(20_000);
  expect(await connection.get(keys.lease('show R-1'))).toBe('other');
});

test('a script that Redis does not know any more is sent again', async () => {
  const connection = redis.connection();
  const drafts = createDrafts(connection);
  for (const id of ['D1', 'D2', 'D3']) await drafts.save(id, draft);
  await drafts.submit('D1');

  await connection.script('FLUSH');

  expect(await drafts.submit('D2')).toMatchObject({ id: 'R-2' });
  expect(await drafts.submit('D3')).toMatchObject({ id: 'R-3' });
});

test('what a script says is wrong is passed on', async () => {
  const connection = redis.connection();
  const drafts = createDrafts(connection);
  await drafts.save('D1', draft);
  await connection.set(keys.lastId, 'not a number');

  await expect(drafts.submit('D1')).rejects.toThrow('not an integer');
});

test('a script that is not there is noticed when the process starts', () => {
  expect(() => script('no-such-script')).toThrow('no-such-script.lua');
});

test('a change of people reaches every replica once, with its next decision or submit', async () => {
  const replicas = [redis.connection(), redis.connection()].map((connection) => {
    const news = createDirectoryVersion(connection);
    const store = createRequestStore(connection, connection, { hear: news.hear });
    return { news, store, drafts: createDrafts(connection, connection, news.hear) };
  });
  const [one, other] = replicas;
  await one?.drafts.save('D1', { person: requester, urlBoxes: 1 });
  await Promise.all(replicas.map(({ store }) => store.load('R-1')));
  const before = replicas.map(({ news }) => news.isNew());

  await one?.news.tell();
  await one?.store.load('R-1');
  await other?.drafts.submit('D1');

  expect(before).toEqual([false, false]);
  expect(replicas.map(({ news }) => news.isNew())).toEqual([true, true]);
  expect(replicas.map(({ news }) => news.isNew())).toEqual([false, false]);
});
