import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { keys } from '#src/redis/keys.ts';
import { createAuditTrail } from '#src/redis/stores/audit-trail.ts';
import { createShownStore } from '#src/redis/stores/shown-store.ts';
import { verifyAudit } from '#src/approval/audit/audit.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import type { Connection } from '#src/redis/script.ts';
import { transition } from '#src/approval/states/transition.ts';
import { type Effects } from '#src/approval/states/effects.ts';
import { type Event } from '#src/approval/record/event.ts';
import { decisionBy, lead, requestIn, requestWith } from '../../../unit/approval/sample-request.ts';
import { nowMs, taskWith } from '../../../unit/relay/sample-task.ts';
import { setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const nothing: Effects = { outbox: [], timers: [], dropTimers: [] };
const start = '0'.repeat(64);

test('every line carries the hash of the one before, from sixty-four zeros on', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  for (let version = 1; version <= 12; version += 1) {
    await store.commit(requestWith({ version, reason: '新聞 '.repeat(version * 9) }), nothing);
  }

  const chain = await auditOf(connection);

  expect(chain).toHaveLength(12);
  expect(chain.map(({ previous }) => previous)).toEqual([
    start,
    ...chain.slice(0, -1).map(({ hash }) => hash),
  ]);
  expect(chain.map(({ hash }) => hash)).toEqual(
    chain.map(({ previous, line }) => sha256(previous + sha256(line))),
  );
  expect(await connection.get(keys.auditHead)).toBe(chain.at(-1)?.hash);
});

test('many writers at once make one chain', async () => {
  const connections = [redis.connection(), redis.connection(), redis.connection()];
  await Promise.all(
    connections.flatMap((connection, writer) =>
      Array.from({ length: 20 }, (_item, nth) =>
        createRequestStore(connection).commit(requestWith({ id: `R-${writer}${nth}` }), nothing),
      ),
    ),
  );

  const chain = await auditOf(redis.connection());

  expect(chain).toHaveLength(60);
  expect(endOf(chain.map(({ line }) => line))).toBe(chain.at(-1)?.hash);
});

test('a writer that knows an older head, or one that the store has lost, chains to the last line', async () => {
  const connection = redis.connection();
  const [one, other] = [createRequestStore(connection), createRequestStore(redis.connection())];
  await one.commit(requestWith({ id: 'R-1' }), nothing);
  await other.commit(requestWith({ id: 'R-2' }), nothing);
  await one.commit(requestWith({ id: 'R-3' }), nothing);
  await other.load('R-3');
  await other.commit(requestWith({ id: 'R-4' }), nothing);

  const chain = await auditOf(connection);
  await connection.del(keys.audit, keys.auditHead);
  await one.commit(requestWith({ id: 'R-5' }), nothing);
  const after = await auditOf(connection);

  expect(chain).toHaveLength(4);
  expect(endOf(chain.map(({ line }) => line))).toBe(chain.at(-1)?.hash);
  expect(after.map(({ previous }) => previous)).toEqual([start]);
  expect(endOf(after.map(({ line }) => line))).toBe(after.at(-1)?.hash);
});

test('a line that was changed afterwards no longer matches its hash', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  await store.commit(requestWith(), nothing);
  await store.commit(requestWith({ version: 2 }), nothing);
  const chain = await auditOf(connection);

  const changed = chain.map(({ line }) => line.replace('U0REQUESTER', 'U0OUTSIDER'));

  expect(endOf(chain.map(({ line }) => line))).toBe(await connection.get(keys.auditHead));
  expect(endOf(changed)).not.toBe(await connection.get(keys.auditHead));
});

test('a line written during the check does not count as missing', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  await store.commit(requestWith({ version: 1 }), nothing);
  const trail = createAuditTrail(connection);
  const busy = {
    ...trail,
    async *batches() {
      for await (const batch of trail.batches()) {
        yield batch;
        await store.commit(requestWith({ version: 2 }), nothing);
      }
    },
  };

  expect(await verifyAudit(busy)).toMatchObject({ ok: true });
});

test('an end that was cut off is missed', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  for (const version of [1, 2]) await store.commit(requestWith({ version }), nothing);
  const [, last] = await connection.xrange(keys.audit, '-', '+');
  await connection.xdel(keys.audit, last?.[0] ?? '');

  expect(await verifyAudit(createAuditTrail(connection))).toMatchObject({
    ok: false,
    number: 2,
    why: 'lines are missing after this one',
  });
});

test('the first line says everything that was asked for', async () => {
  const connection = redis.connection();
  const request = requestWith();

  await createRequestStore(connection).commit(request, nothing);

  const [first] = await auditOf(connection);
  expect(JSON.parse(first?.line ?? '')).toMatchObject({
    at: new Date(nowMs).toISOString(),
    request: 'R-142',
    version: 1,
    event: 'submit',
    state: 'pending',
    person: request.requester,
    digest: request.digest,
    project: 'live-prod',
    task_id: request.base.task_id,
    base: request.base,
    payload: request.payload,
    reason: request.reason,
    policy: request.policy,
  });
});

test('a later line says who did what, and what they looked at', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  await store.commit(requestWith(), nothing);
  const decision = { ...decisionBy(lead, 'reject'), note: 'Not now.' };
  const rejected = stepOf({ name: 'reject', decision, needed: { quorum: 1 } });

  await store.commit(rejected, nothing);

  const line = JSON.parse((await auditOf(connection)).at(-1)?.line ?? '');
  expect(line).toMatchObject({
    version: 2,
    event: 'reject',
    state: 'rejected',
    person: lead,
    digest: rejected.digest,
    note: 'Not now.',
  });
  expect(line).not.toHaveProperty('base');
});

test('the mark before the call records the settings of the task, which the request does not keep', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  await store.commit({ ...requestIn('applying'), version: 1 }, nothing);
  const before = taskWith({ end_time: '2027-01-01T00:00:00Z' });
  const sent = transition(requestIn('applying'), { name: 'send', before }, nowMs);
  if (!sent.ok) throw new Error('refused');

  await store.commit({ ...sent.next, version: 2 }, sent.effects);

  const line = JSON.parse((await auditOf(connection)).at(-1)?.line ?? '');
  expect(line).toMatchObject({ event: 'send', before: { end_time: before.end_time } });
});

test('the lines of one request are found without those of the others, its messages among them', async () => {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  const shown = createShownStore(connection, () => nowMs);
  const card = { channel: 'C0LEADS', ts: '1795694400.000100' };
  await store.commit(requestWith(), nothing);
  await store.commit(requestWith({ id: 'R-7' }), nothing);
  await shown.save('R-142', { card, version: 1 });
  await shown.save('R-142', { card, version: 2 });
  await store.commit(requestWith({ version: 2 }), nothing);

  const lines = await createAuditTrail(connection).ofRequest('R-142');

  expect(lines.map(({ line }) => JSON.parse(line))).toMatchObject([
    { request: 'R-142', event: 'submit', version: 1 },
    { request: 'R-142', event: 'show', part: 'card', message: card },
    { request: 'R-142', version: 2 },
  ]);
  expect(await createAuditTrail(connection).ofRequest('R-8')).toEqual([]);
});

test('a policy leaves a line in the audit only when it has changed', async () => {
  const connection = redis.connection();
  const trail = createAuditTrail(connection);

  for (const version of ['a', 'a', 'b', 'a']) {
    await trail.note('policy of live-prod', version, `{"version":"${version}"}`);
  }

  const chain = await auditOf(connection);
  expect(chain.map(({ line }) => JSON.parse(line).version)).toEqual(['a', 'b', 'a']);
  expect(await verifyAudit(trail)).toMatchObject({ ok: true, count: 3 });
});

test('no secret of an address reaches the audit', async () => {
  const connection = redis.connection();
  const base = taskWith({
    source_urls: ['https://media.example.com/a.mp4?auth_key=S3CRET'],
    destination_url: 'rtmp://user:S3CRET@push.example.com/live/a',
    push_args: 'txSecret=S3CRET',
    unknown: { callback: 'https://h.example/?token=S3CRET' },
  });

  await createRequestStore(connection).commit(requestWith({ base }), nothing);

  const [first] = await auditOf(connection);
  expect(first?.line).toContain('https://media.example.com/a.mp4');
  expect(first?.line).not.toContain('S3CRET');
});

test('the end of an execution says its outcome', async () => {
  const connection = redis.connection();
  const outcome = { sent: true, request_id: 'req-1', differences: [] };

  await createRequestStore(connection).commit(requestWith({ state: 'applied', outcome }), nothing);

  const [first] = await auditOf(connection);
  expect(JSON.parse(first?.line ?? '')).toMatchObject({ state: 'applied', outcome });
});

function stepOf(event: Event) {
  const step = transition(requestWith(), event, nowMs + 1);
  if (!step.ok) throw new Error(`refused: ${step.refusal.reason}`);
  return step.next;
}

async function auditOf(connection: Connection) {
  const lines = await connection.xrange(keys.audit, '-', '+');
  return lines.map(([, fields]) => {
    const value = (name: string): string => fields[fields.indexOf(name) + 1] ?? '';
    return { line: value('line'), previous: value('previous'), hash: value('hash') };
  });
}

/** The hash at the end of a chain of these lines. */
function endOf(lines: readonly string[]): string {
  return lines.reduce((previous, line) => sha256(previous + sha256(line)), start);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
