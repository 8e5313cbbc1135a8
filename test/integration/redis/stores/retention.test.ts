import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { createAuditTrail } from '#src/redis/stores/audit-trail.ts';
import { verifyAudit } from '#src/approval/audit/audit.ts';
import { keys } from '#src/redis/keys.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import { createRetention } from '#src/redis/stores/retention.ts';
import { createShownStore } from '#src/redis/stores/shown-store.ts';
import type { Connection } from '#src/redis/script.ts';
import { requestWith } from '../../../unit/approval/sample-request.ts';
import { dayMs, nowMs } from '../../../unit/relay/sample-task.ts';
import { everything, setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const nothing = { outbox: [], timers: [], dropTimers: [] };

test('closed requests are removed after their retention, with everything kept of them', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  await store.commit(closedAt('R-1', nowMs - 91 * dayMs), nothing);
  await createShownStore(connection, () => nowMs).save('R-1', {
    card: { channel: 'C0LEADS', ts: '1.1' },
  });

  expect(await retentionOf(connection).step()).toMatchObject({ forgotten: 1 });

  expect(await store.load('R-1')).toBeUndefined();
  expect(Object.keys(await everything(connection))).toEqual([keys.audit, keys.auditHead]);
  expect(await verifyAudit(createAuditTrail(connection))).toMatchObject({ ok: true, count: 2 });
});

test('younger ones and open ones stay', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  await store.commit(closedAt('R-1', nowMs - 89 * dayMs), nothing);
  await store.commit(
    requestWith({ id: 'R-2', createdAtMs: nowMs - 400 * dayMs, state: 'approved' }),
    nothing,
  );
  const before = await everything(connection);

  expect(await retentionOf(connection).step()).toMatchObject({ forgotten: 0 });

  expect(await everything(connection)).toEqual(before);
});

test('a break-glass that is not signed off stays, and does not stop the removal of others', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  const old = nowMs - 200 * dayMs;
  const unseen = { breakGlass: { quorum: 1 } } as Partial<ChangeRequest>;
  for (let number = 1; number <= 60; number += 1) {
    await store.commit({ ...closedAt(`R-${number}`, old + number), ...unseen }, nothing);
  }
  await store.commit(closedAt('R-61', old + 61), nothing);

  expect(await retentionOf(connection).step()).toMatchObject({ forgotten: 1 });

  expect(await connection.zcard(keys.closed)).toBe(60);
  expect(await store.load('R-61')).toBeUndefined();
});

test('a change stays until its way back has run, which would be held without it', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  await store.commit(closedAt('R-1', nowMs - 100 * dayMs), nothing);
  await store.commit(closedAt('R-3', nowMs - 100 * dayMs), nothing);
  const back = requestWith({ id: 'R-2', after: 'R-1', state: 'approved' });
  await store.commit(back, nothing);

  expect(await retentionOf(connection).step()).toMatchObject({ forgotten: 1 });
  expect(await store.load('R-1')).toBeDefined();

  await store.commit({ ...closedAt('R-2', nowMs, 'applied'), version: 2 }, nothing);
  expect(await retentionOf(connection).step()).toMatchObject({ forgotten: 1 });
});

test('many leave in small steps, the next one soon; then it rests', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  for (let number = 1; number <= 70; number += 1) {
    await store.commit(closedAt(`R-${number}`, nowMs - 100 * dayMs), nothing);
  }
  const retention = retentionOf(connection);

  expect(await retention.step()).toEqual({ forgotten: 50, againAtMs: nowMs + 1_000 });
  expect(await retention.step()).toEqual({ forgotten: 20, againAtMs: nowMs + 3_600_000 });
});

test('a request that is retried at the same moment stays or is removed completely', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  const failed = closedAt('R-1', nowMs - 100 * dayMs, 'failed');
  await store.commit(failed, nothing);

  const [commit] = await Promise.all([
    store.commit({ ...failed, version: 2, state: 'approved' }, nothing),
    retentionOf(connection).step(),
  ]);

  const isThere = (await store.load('R-1')) !== undefined;
  expect(isThere).toBe(commit.kind === 'written');
  expect(await connection.zcard(keys.open)).toBe(isThere ? 1 : 0);
  expect(await connection.zcard(keys.closed)).toBe(0);
});

test('the timer is set once, however many replicas start', async () => {
  const connection = redis.connection();

  await retentionOf(connection).arm();
  await retentionOf(connection).arm();

  expect(await connection.zrange(keys.timers, '0', '-1')).toEqual(['forget closed']);
});

function retentionOf(connection: Connection) {
  return createRetention(connection, { keepMs: () => 90 * dayMs, now: () => nowMs });
}

function closedAt(id: string, atMs: number, state: ChangeRequest['state'] = 'applied') {
  return requestWith({
    id,
    state,
    createdAtMs: atMs - 1,
    history: [
      { event: 'submit', state: 'pending', atMs: atMs - 1 },
      { event: 'succeed', state, atMs },
    ],
  });
}
