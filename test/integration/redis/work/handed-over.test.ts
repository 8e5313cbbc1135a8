import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/change-request.ts';
import { effectsOfSubmit } from '#src/approval/effects.ts';
import type { Step } from '#src/approval/ports.ts';
import { transition } from '#src/approval/transition.ts';
import { createAuditTrail } from '#src/redis/stores/audit-trail.ts';
import { keys } from '#src/redis/keys.ts';
import { createOutbox, type Delivery } from '#src/redis/work/outbox.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import type { Writes } from '#src/redis/script.ts';
import { CLOUD, decisionBy, lead, requestWith } from '../../../unit/approval/sample-request.ts';
import { nowMs, taskWith } from '../../../unit/relay/sample-task.ts';
import { entriesIn, everything, ranked, setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const request = requestWith();

test('an approval and its claim are one write: one lock, two lines in the audit, nothing to wait for', async () => {
  const { connection, store } = await submitted();
  const { approval, claim } = steps();

  expect(await store.commit(approval.next, approval.effects, claim)).toEqual({ kind: 'written' });

  expect(await store.load('R-142')).toEqual(claim.next);
  expect(await connection.hget(keys.request('R-142'), 'version')).toBe('3');
  expect(await connection.get(taskLock())).toBe('R-142');
  expect(await ranked(connection, keys.timers)).toEqual([['show R-142', String(nowMs + 1_000)]]);
  const trail = createAuditTrail(connection);
  const lines = (await trail.ofRequest('R-142')).map(({ line }) => JSON.parse(line) as object);
  expect(lines).toMatchObject([
    { event: 'submit', version: 1 },
    { event: 'approve', version: 2, person: lead },
    { event: 'claim', version: 3 },
  ]);
});

test('neither is written while another request runs on the task, or over a newer version', async () => {
  const { connection, store } = await submitted();
  const { approval, claim } = steps();
  const commit = () => store.commit(approval.next, approval.effects, claim);
  await connection.set(taskLock(), 'R-7');
  const before = await everything(connection);

  expect(await commit()).toEqual({ kind: 'locked', by: 'R-7' });
  expect(await everything(connection)).toEqual(before);

  await connection.del(taskLock());
  await commit();
  expect(await commit()).toMatchObject({ kind: 'stale', current: { state: 'applying' } });
});

test('the replica that writes them has the entry in hand, pending in its name, and no other gets it', async () => {
  const { outbox, other, store, taken } = await submitted('one');
  const { approval, claim } = steps();

  await store.commit(approval.next, approval.effects, claim);

  expect(taken).toMatchObject([
    { entry: { kind: 'show' }, mayHaveBegun: false },
    { entry: { kind: 'execute', request: 'R-142' }, claimed: claim.next, mayHaveBegun: false },
  ]);
  expect(taken[0]?.claimed).toBeUndefined();
  expect([...(await outbox.take()), ...(await other.take())]).toEqual([]);
});

test('an answer that is lost on its way is taken over like any, and looked at again', async () => {
  const { connection, outbox, store, taken, wire } = await submitted('one');
  const { approval, claim } = steps();
  wire.loses = 1;

  expect(await store.commit(approval.next, approval.effects, claim)).toEqual({ kind: 'written' });

  expect(taken).toEqual([]);
  await age(connection, 'one');
  expect(await outbox.takeOver(new Set())).toMatchObject([
    { entry: { kind: 'show' } },
    { entry: { kind: 'execute', request: 'R-142' }, mayHaveBegun: true },
  ]);
});

test('a replica that takes nothing leaves the entry to the others', async () => {
  const { connection, other, store, taken } = await submitted();
  const { approval, claim } = steps();

  await store.commit(approval.next, approval.effects, claim);

  expect(taken).toEqual([]);
  expect(await entriesIn(connection, keys.outbox)).toEqual(['show R-142', 'execute R-142']);
  const entries = (await other.take()).map(({ entry }) => entry.kind);
  expect(entries).toEqual(['show', 'execute']);
});

test('a group that is not there yet is no reason to write half of it', async () => {
  const { connection, store, taken } = await submitted('one');
  await connection.xgroup('DESTROY', keys.outbox, 'dispatchers');
  const { approval, claim } = steps();

  expect(await store.commit(approval.next, approval.effects, claim)).toEqual({ kind: 'written' });

  expect(taken).toEqual([]);
  expect(await store.load('R-142')).toEqual(claim.next);
  expect(await entriesIn(connection, keys.outbox)).toEqual(['show R-142', 'execute R-142']);
});

/** An approval that runs at once, and the claim that goes with it. */
function steps(): { readonly approval: Step; readonly claim: Step } {
  const decision = decisionBy(lead);
  const approval = transition(request, { name: 'approve', decision, needed: { quorum: 1 } }, nowMs);
  if (!approval.ok) throw new Error(approval.refusal.reason);
  const claim = transition(approval.next, { name: 'claim' }, nowMs);
  if (!claim.ok) throw new Error(claim.refusal.reason);
  return { approval, claim };
}

/** A pending request, in the store of a replica that takes in the name of `consumer`, and another one. */
async function submitted(consumer?: string) {
  const connection = redis.connection();
  const wire = { loses: 0 };
  const replica = (name: string) =>
    createOutbox({
      redis: connection,
      reader: redis.reader(),
      replica: name,
      now: () => nowMs,
      onUnknown: () => undefined,
    });
  const [outbox, other] = [replica('one'), replica('other')];
  const taken: Delivery[] = [];
  const taking: Promise<unknown>[] = [];
  const take = async (reply: unknown, claimed: ChangeRequest) =>
    taken.push(...(await outbox.handed(reply, claimed)));
  const handOff = () => ({
    consumer: () => consumer,
    take: (reply: unknown, claimed: ChangeRequest) => void taking.push(take(reply, claimed)),
  });
  const kept = createRequestStore(connection, lossy(connection, wire), { handOff });
  const store = {
    ...kept,
    async commit(...values: Parameters<typeof kept.commit>) {
      const commit = await kept.commit(...values);
      await Promise.all(taking);
      return commit;
    },
  };
  await store.commit(request, effectsOfSubmit(request, {}));
  for (const each of [outbox, other]) await each.prepare();
  return { connection, outbox, other, store, taken, wire };
}

/** As a client that sends a command again whose answer went down with the connection. */
function lossy(writes: Writes, wire: { loses: number }): Writes {
  const twice = async (send: () => Promise<unknown>): Promise<unknown> => {
    const answer = await send();
    if (wire.loses === 0) return answer;
    wire.loses -= 1;
    return send();
  };
  return {
    evalsha: (...values) => twice(() => writes.evalsha(...values)),
    eval: (...values) => twice(() => writes.eval(...values)),
    call: (...values) => twice(() => writes.call(...values)),
  };
}

function taskLock(): string {
  return keys.taskLock(CLOUD, taskWith().task_id);
}

/** Makes what a replica has taken look as if it had been taken long ago. */
async function age(connection: ReturnType<typeof redis.connection>, consumer: string) {
  const pending = await connection.xpending(keys.outbox, 'dispatchers', '-', '+', 100, consumer);
  const ids = pending.map((item) => (Array.isArray(item) ? String(item[0]) : ''));
  const idle = ['IDLE', 60_000, 'JUSTID'];
  await connection.call('XCLAIM', keys.outbox, 'dispatchers', consumer, 0, ...ids, ...idle);
}
