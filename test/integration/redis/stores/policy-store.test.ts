import { expect, test } from 'vitest';
import { type VersionedPolicy } from '#src/approval/policies-in-force.ts';
import { verifyAudit } from '#src/approval/audit/audit.ts';
import { withVersion } from '#src/approval/policy/requirement.ts';
import { keys } from '#src/redis/keys.ts';
import { createAuditTrail } from '#src/redis/stores/audit-trail.ts';
import { createPolicyStore } from '#src/redis/stores/policy-store.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import { CLOUD, requestWith } from '../../../unit/approval/sample-request.ts';
import { project } from '../../../unit/approval/set-up-desk.ts';
import { nowMs } from '../../../unit/relay/sample-task.ts';
import { setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();

const policyOf = (quorum: number): VersionedPolicy => withVersion({ ...project.policy, quorum });
const projectWith = (quorum: number) => [
  { name: 'live-prod', cloud: CLOUD, policy: policyOf(quorum) },
];

/** A replica that is alive, with its clock. */
const replicaNamed = async (name: string) => {
  const connection = redis.connection();
  const clock = { nowMs };
  const store = createPolicyStore({ redis: connection, replica: name, now: () => clock.nowMs });
  await connection.set(keys.replica(name), '1');
  return {
    ...store,
    clock,
    connection,
    dies: () => connection.del(keys.replica(name)),
    quorums: () => store.inForce(CLOUD).map(({ quorum }) => quorum),
  };
};

const policyLines = async (): Promise<number[]> => {
  const trail = createAuditTrail(redis.connection());
  const lines: number[] = [];
  for await (const batch of trail.batches()) {
    lines.push(...batch.map(({ line }) => JSON.parse(line).policy.quorum as number));
  }
  expect(await verifyAudit(trail)).toMatchObject({ ok: true });
  return lines;
};

test('however many replicas take a policy, the audit has one line of it', async () => {
  const replicas = await Promise.all(['a', 'b', 'c'].map(replicaNamed));
  for (const quorum of [1, 2, 1, 3]) {
    await Promise.all(replicas.map(({ take }) => take(projectWith(quorum))));
    await Promise.all(replicas.map(({ look }) => look(projectWith(quorum))));
  }

  expect(await policyLines()).toEqual([1, 2, 1, 3]);
});

test('another replica knows of it with the next request that it loads, before it decides', async () => {
  const [one, other] = [await replicaNamed('a'), await replicaNamed('b')];
  await one.take(projectWith(1));
  await other.take(projectWith(1));
  const requests = createRequestStore(other.connection, undefined, {
    hear: (_people, policies) => other.hear(policies),
  });
  await requests.commit(requestWith(), { outbox: [], timers: [], dropTimers: [] });

  await one.take(projectWith(2));
  expect(other.quorums()).toEqual([1]);
  await requests.load('R-142');

  expect(other.quorums()).toEqual([2, 1]);
});

test('what became laxer counts once no replica that is alive holds the stricter', async () => {
  const [one, other] = [await replicaNamed('a'), await replicaNamed('b')];
  await one.take(projectWith(2));
  await other.take(projectWith(2));

  await one.take(projectWith(1));
  await one.look(projectWith(1));
  expect(one.quorums()).toEqual([1, 2]);
  await other.dies();
  await one.look(projectWith(1));

  expect(one.quorums()).toEqual([1]);
});

test('a replica that never sees the new file is known as one that differs, at once and after a minute', async () => {
  const [one, other] = [await replicaNamed('a'), await replicaNamed('b')];
  await one.take(projectWith(1));
  await other.take(projectWith(1));
  await one.take(projectWith(2));

  expect(await other.look(projectWith(1))).toEqual({ own: ['live-prod'], lasting: [] });
  expect(await one.look(projectWith(2))).toEqual({ own: [], lasting: [] });
  one.clock.nowMs += 61_000;
  expect(await one.look(projectWith(2))).toEqual({ own: [], lasting: ['live-prod'] });

  await other.take(projectWith(2));
  expect(await one.look(projectWith(2))).toEqual({ own: [], lasting: [] });
  expect(await policyLines()).toEqual([1, 2]);
});

test('a replica that starts with an older file does not put it in force while the newest is held', async () => {
  const one = await replicaNamed('a');
  await one.take(projectWith(1));
  await one.take(projectWith(2));

  const late = await replicaNamed('b');
  await late.take(projectWith(1));
  expect(late.quorums()).toEqual([2, 1]);
  await one.dies();
  await late.look(projectWith(1));

  expect(late.quorums()).toEqual([1]);
  expect(await policyLines()).toEqual([1, 2, 1]);
});

test('a project that is taken out is closed for a replica that still has it, until it is there again', async () => {
  const [one, other] = [await replicaNamed('a'), await replicaNamed('b')];
  await one.take(projectWith(1));
  await other.take(projectWith(1));

  await one.take([]);
  await other.look(projectWith(1));
  expect(other.inForce(CLOUD).map(({ approvers }) => approvers.users)).toContainEqual([]);
  await one.take(projectWith(1));
  await other.look(projectWith(1));

  expect(other.quorums()).toEqual([1]);
});

test('a store that lost everything is told again', async () => {
  const one = await replicaNamed('a');
  await one.take(projectWith(1));
  await one.look(projectWith(1));
  await one.connection.del(keys.policies(CLOUD), keys.policiesVersion);

  await one.look(projectWith(1));

  expect(await one.connection.exists(keys.policies(CLOUD))).toBe(1);
});

test('what was taken for a part and given up is not held any more', async () => {
  const one = await replicaNamed('a');
  await one.take(projectWith(1));
  await one.take(projectWith(2));

  await one.look(projectWith(1));

  expect(one.quorums()).toEqual([1]);
});
