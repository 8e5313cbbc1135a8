import { expect, test } from 'vitest';
import { effectsOfSubmit } from '#src/approval/states/effects.ts';
import type { Step } from '#src/approval/ports.ts';
import { transition } from '#src/approval/states/transition.ts';
import { createAuditTrail } from '#src/redis/stores/audit-trail.ts';
import { keys } from '#src/redis/keys.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import { CLOUD, decisionBy, lead, requestWith } from '../../../unit/approval/sample-request.ts';
import { nowMs, taskWith } from '../../../unit/relay/sample-task.ts';
import { everything, ranked, setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const request = requestWith();

test('two steps of a request are one write: one lock, two lines in the audit', async () => {
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

/** An approval that runs at once, and the claim that goes with it. */
function steps(): { readonly approval: Step; readonly claim: Step } {
  const decision = decisionBy(lead);
  const approval = transition(request, { name: 'approve', decision, needed: { quorum: 1 } }, nowMs);
  if (!approval.ok) throw new Error(approval.refusal.reason);
  const claim = transition(approval.next, { name: 'claim' }, nowMs);
  if (!claim.ok) throw new Error(claim.refusal.reason);
  return { approval, claim };
}

/** A pending request, in a store. */
async function submitted() {
  const connection = redis.connection();
  const store = createRequestStore(connection);
  await store.commit(request, effectsOfSubmit(request, {}));
  return { connection, store };
}

function taskLock(): string {
  return keys.taskLock(CLOUD, taskWith().task_id);
}
