import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  policiesHeld,
  type PolicyRecord,
  REMOVED,
  type VersionedPolicy,
  withHolding,
} from '#src/approval/policies-in-force.ts';
import { withVersion } from '#src/approval/policy/requirement.ts';
import { hourMs, nowMs } from '../relay/sample-task.ts';
import { approving, project, setUpDesk, submission } from './set-up-desk.ts';
import { lead, leads, requestWith } from './sample-request.ts';

/** The policy of a file with this number. */
const policyOf = (file: number): VersionedPolicy =>
  withVersion({ ...project.policy, quorum: file + 1 });

const everybody = (): boolean => true;

const taking = (
  record: PolicyRecord | undefined,
  replica: string,
  file: number,
  how: { readonly after?: number; readonly isAlive?: (replica: string) => boolean } = {},
): PolicyRecord =>
  withHolding(record, {
    replica,
    policy: policyOf(file),
    after: how.after,
    isAlive: how.isAlive ?? everybody,
    nowMs,
  });

/** Three replicas that see the files one after another, each in its own time; resolves with what came into force. */
const play = (files: readonly number[], turns: readonly number[]) => {
  const replicas = [0, 1, 2].map((name) => ({ name: String(name), at: 0, number: 0 }));
  let record: PolicyRecord | undefined;
  const inForce: string[] = [];
  const take = (replica: (typeof replicas)[number], after: number | undefined): void => {
    const { name } = replica;
    const policy = policyOf(files[replica.at] ?? 0);
    record = withHolding(record, { replica: name, policy, after, isAlive: everybody, nowMs });
    replica.number = record.taken[policy.version] ?? 0;
    if (record.newest !== inForce.at(-1)) inForce.push(record.newest);
  };
  for (const replica of replicas) take(replica, undefined);
  for (const turn of [...turns, ...files.flatMap(() => [0, 1, 2])]) {
    const replica = replicas[turn];
    if (!replica || replica.at === files.length - 1) continue;
    replica.at += 1;
    take(replica, replica.number);
  }
  return { inForce, held: record ? policiesHeld(record, everybody) : [] };
};

describe('The policy in force', () => {
  test('is the one that a replica took last, and the second that takes it changes nothing', () => {
    const first = taking(undefined, 'one', 1);
    const second = taking(first, 'one', 2, { after: 1 });
    const both = taking(second, 'two', 2);

    expect([first.sequence, second.sequence, both.sequence]).toEqual([1, 2, 2]);
    expect(both.newest).toBe(policyOf(2).version);
  });

  test('is not put back by a replica that comes late, whether it starts or runs', () => {
    const record = taking(taking(undefined, 'one', 1), 'one', 2, { after: 1 });
    const third = taking(record, 'one', 3, { after: 2 });

    expect(taking(third, 'starts', 1).newest).toBe(third.newest);
    expect(taking(third, 'runs', 2, { after: 1 }).newest).toBe(third.newest);
  });

  test('is an older one again where a file went back', () => {
    const record = taking(taking(undefined, 'one', 1), 'one', 2, { after: 1 });

    const back = taking(record, 'one', 1, { after: 2 });

    expect([back.sequence, back.newest]).toEqual([3, policyOf(1).version]);
  });

  test('is what the replicas hold once nobody is alive who holds the newest', () => {
    const record = taking(taking(undefined, 'one', 1), 'one', 2, { after: 1 });

    const alone = taking(record, 'two', 1, { isAlive: (replica) => replica !== 'one' });

    expect(alone.newest).toBe(policyOf(1).version);
    expect(Object.keys(alone.holders)).toEqual(['two']);
  });

  test('a record does not grow with the number of changes', () => {
    let record = taking(undefined, 'one', 0);
    for (let file = 1; file < 300; file += 1) {
      record = taking(record, 'one', file, { after: record.sequence });
    }

    expect(Object.keys(record.taken)).toHaveLength(50);
    expect(Object.keys(record.policies)).toHaveLength(1);
  });

  const someTurns = fc.array(fc.nat({ max: 2 }), { maxLength: 60 });

  test('however late each replica sees each file, each comes into force once, in order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 12 }),
        someTurns,
        (files, turns) => {
          const { inForce, held } = play(files, turns);

          expect(inForce).toEqual(files.map((file) => policyOf(file).version));
          expect(held).toHaveLength(1);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('all agree in the end, also where files come back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 12 }),
        someTurns,
        (files, turns) => {
          const { held } = play(files, turns);

          expect(held.map(({ version }) => version)).toEqual([policyOf(files.at(-1) ?? 0).version]);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('Decisions are held to', () => {
  test('the newest policy, and to those of replicas that are alive', () => {
    const record = taking(taking(taking(undefined, 'one', 1), 'two', 1), 'one', 2, { after: 1 });
    const quorums = (isAlive: (replica: string) => boolean): number[] =>
      policiesHeld(record, isAlive).map(({ quorum }) => quorum);

    expect(quorums(everybody)).toEqual([3, 2]);
    expect(quorums((replica) => replica !== 'two')).toEqual([3]);
    expect(quorums(() => false)).toEqual([3]);
  });

  test('the stricter of what this replica and another one ask for', async () => {
    const { approval, held } = setUpDesk([requestWith()]);
    held.set(project.cloud, [withVersion({ ...project.policy, quorum: 2 })]);

    const decided = await approval.decide(approving);

    expect(decided).toMatchObject({
      ok: true,
      request: { state: 'pending', policy: { quorum: 2 } },
    });
  });

  test('the lists of people of both', async () => {
    const { approval, held } = setUpDesk([requestWith()]);
    const others = { users: ['U0SOMEBODYELSE'], usergroups: [] };
    held.set(project.cloud, [withVersion({ ...project.policy, approvers: others })]);

    expect(await approval.decide(approving)).toMatchObject({
      ok: false,
      refusal: { reason: 'not_an_approver' },
    });
  });

  test('a freeze that only another replica has, for an approval and for a run', async () => {
    const { approval, held } = setUpDesk([requestWith()]);
    const freeze = [{ fromMs: nowMs - hourMs, toMs: nowMs + hourMs, reason: 'The final' }];
    held.set(project.cloud, [withVersion({ ...project.policy, freeze })]);

    expect(await approval.decide(approving)).toMatchObject({ refusal: { reason: 'frozen' } });
    expect(await approval.whyFrozen(requestWith())).toMatchObject({ why: 'The final' });
  });

  test('approvals that a rule of one replica does without and another asks for', async () => {
    const atOnce = { when: { fields: ['status' as const] }, quorum: 0 };
    const lax = { ...project, policy: withVersion({ ...project.policy, rules: [atOnce] }) };
    const { approval, held } = setUpDesk([], [lax]);
    held.set(project.cloud, [withVersion(project.policy)]);

    const asked = await approval.submit({ ...submission, project: lax });

    expect(asked).toMatchObject({ ok: true, request: { state: 'pending', policy: { quorum: 1 } } });
  });

  test('who may ask, and who may go past everything, where another replica takes that back', async () => {
    const { approval, held } = setUpDesk();
    const nobody = { users: [], usergroups: [] };
    const breakGlass = { ...project, policy: { ...project.policy, breakGlass: leads } };
    held.set(project.cloud, [
      withVersion({ ...project.policy, requesters: nobody, breakGlass: nobody }),
    ]);

    expect(await approval.whyNotRequest(project, lead)).toEqual({ reason: 'not_a_requester' });
    expect(await approval.whyNotBreakGlass(breakGlass, lead)).toEqual({
      reason: 'not_for_break_glass',
    });
  });

  test('nobody, where another replica has the project no longer', async () => {
    const { approval, held } = setUpDesk([requestWith()]);
    held.set(project.cloud, [REMOVED]);

    expect(await approval.decide(approving)).toMatchObject({
      ok: false,
      refusal: { reason: 'no_approvers' },
    });
    expect(await approval.whyNotRequest(project, lead)).toEqual({ reason: 'not_a_requester' });
  });
});
