import { expect, test } from 'vitest';
import { createIsSame } from '#src/approval/policy/accounts.ts';
import type { Approvers, ChangeRequest, Person } from '#src/approval/record/change-request.ts';
import { decisionRefusal } from '#src/approval/policy/policy.ts';
import { demandsOf, type ProjectPolicy, stricter } from '#src/approval/policy/requirement.ts';
import type { PolicyRule } from '#src/approval/policy/rule-match.ts';
import { wouldCount } from '#src/approval/record/slots.ts';
import { setsOf, peopleWhoApproved } from '#src/approval/policy/asked-people.ts';
import { transition } from '#src/approval/states/transition.ts';
import { randomFrom } from '../../random-from.ts';
import { nowMs } from '../../relay/sample-task.ts';
import { decisionBy, person, requestWith } from '../sample-request.ts';
import { project } from '../set-up-desk.ts';

const POLICIES = 12_000;

/** Numbers and choices in the same order in every run. */
function choicesFrom(seed: number) {
  const next = randomFrom(seed);
  const some = <Item>(items: readonly Item[], most: number): Item[] =>
    items.filter(() => next(items.length) < most);
  return { next, some };
}
type Random = ReturnType<typeof choicesFrom>;

const USERS = ['U0', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6'].map((id) => person(id));
const GROUPS = ['S0', 'S1', 'S2', 'S3'];

function randomList({ next, some }: Random): Approvers {
  const users = some(USERS, 1).map(({ userId }) => userId);
  const usergroups = some(GROUPS, 1 + next(2));
  return users.length + usergroups.length > 0
    ? { users, usergroups }
    : { users: ['U1'], usergroups };
}

function randomRule(random: Random, lists: readonly Approvers[]): PolicyRule {
  const { next } = random;
  const list = () => lists[next(lists.length)] ?? randomList(random);
  if (next(2) === 0) {
    const from = Array.from({ length: 1 + next(3) }, () => ({ ...list(), count: 1 + next(2) }));
    return { when: {}, quorum: from.reduce((sum, { count }) => sum + count, 0), from };
  }
  return { when: {}, quorum: next(4), approvers: next(2) === 0 ? list() : undefined };
}

function randomPolicy(random: Random): ProjectPolicy {
  const { next } = random;
  const lists = Array.from({ length: 3 }, () => randomList(random));
  const rules = Array.from({ length: next(4) }, () => randomRule(random, lists));
  return {
    ...project.policy,
    quorum: 1 + next(2),
    approvers: lists[0] ?? randomList(random),
    rules,
  };
}

/** The oracle: tries all ways to give every seat its own person from its list. */
function canSeat(
  seats: readonly Approvers[],
  people: readonly Person[],
  groupsOf: ReadonlyMap<string, readonly string[]>,
): boolean {
  const [seat, ...others] = seats;
  if (!seat) return true;
  return people.some(({ userId }) => {
    const fits =
      seat.users.includes(userId) ||
      seat.usergroups.some((group) => groupsOf.get(userId)?.includes(group));
    return (
      fits &&
      canSeat(
        others,
        people.filter((other) => other.userId !== userId),
        groupsOf,
      )
    );
  });
}

/** The seats of one rule: a list for each person it requires. */
function seatsOf(rule: PolicyRule, policy: ProjectPolicy): Approvers[] {
  const slots = rule.from ?? [{ ...(rule.approvers ?? policy.approvers), count: rule.quorum }];
  return slots.flatMap((slot) => Array.from({ length: slot.count }, () => slot));
}

/** The seats of all rules together; for the same list, the largest number counts. */
function allSeats(policy: ProjectPolicy): Approvers[] {
  const rules = policy.rules.length > 0 ? policy.rules : [{ when: {}, quorum: policy.quorum }];
  const byRule = rules.map((rule) =>
    Map.groupBy(seatsOf(rule, policy), ({ users, usergroups }) =>
      JSON.stringify([users, usergroups]),
    ),
  );
  const lists = new Set(byRule.flatMap((seats) => [...seats.keys()]));
  return [...lists].flatMap((list) => {
    const each = byRule.map((seats) => seats.get(list) ?? []);
    return each.reduce((most, one) => (one.length > most.length ? one : most), []);
  });
}

/** Everybody presses Approve in some order until it is approved; `steps` lists whose approvals counted. */
function decided(random: Random, then: ProjectPolicy, today: ProjectPolicy) {
  const { next } = random;
  const requester = USERS[next(USERS.length)] ?? person('U0');
  const groupsOf = new Map(
    USERS.map(({ userId }) => [userId, random.some(GROUPS, 1 + next(2))] as const),
  );
  const needed = stricter(demandsOf(then, then.rules), demandsOf(today, today.rules));
  let request: ChangeRequest = requestWith({ requester, policy: demandsOf(then, then.rules) });
  const order = [...USERS, ...USERS].map((who) => ({ who, at: next(1_000) }));
  const steps: { readonly approved: readonly Person[]; readonly state: string }[] = [];
  for (const { who } of order.toSorted((a, b) => a.at - b.at)) {
    if (request.state !== 'pending') break;
    const usergroups = groupsOf.get(who.userId) ?? [];
    const membership = { isFullMember: true, usergroups };
    const isSame = createIsSame();
    const refusal = decisionRefusal({ request, person: who, membership, needed, isSame });
    if (refusal) continue;
    if (!wouldCount(setsOf(needed), peopleWhoApproved(request), { ...who, usergroups })) continue;
    const decision = { ...decisionBy(who), usergroups };
    const { quorum, slots } = needed;
    const step = transition(
      request,
      { name: 'approve', decision, needed: { quorum, slots } },
      nowMs,
    );
    if (!step.ok) throw new Error(step.refusal.reason);
    request = step.next;
    steps.push({ approved: request.decisions.map((made) => made.person), state: request.state });
  }
  return { request, requester, groupsOf, steps };
}

test('in 12,000 random policies, an approval always satisfies each matching rule', () => {
  const random = choicesFrom(20_261_129);
  const ended = { approved: 0, pending: 0 };
  for (let nth = 0; nth < POLICIES; nth += 1) {
    const then = randomPolicy(random);
    const today = random.next(2) === 0 ? then : randomPolicy(random);
    if (Math.min(allSeats(then).length, allSeats(today).length) === 0) continue;
    const { request, requester, groupsOf, steps } = decided(random, then, today);
    const seated = (seats: readonly Approvers[], people: readonly Person[]) =>
      canSeat(seats, people, groupsOf);
    const policies = [then, today];

    for (const { approved, state } of steps) {
      const isFilled = policies.every((policy) => seated(allSeats(policy), approved));
      expect({ nth, state }).toEqual({ nth, state: isFilled ? 'approved' : 'pending' });
      expect(approved).not.toContainEqual(requester);
      expect(new Set(approved.map(({ userId }) => userId)).size).toBe(approved.length);
    }
    const approved = request.decisions.map((made) => made.person);
    const isApproved = request.state === 'approved';
    ended[isApproved ? 'approved' : 'pending'] += 1;
    const each = policies.flatMap((policy) =>
      policy.rules.map((rule) => seated(seatsOf(rule, policy), approved)),
    );
    expect({ nth, isLax: isApproved && each.includes(false) }).toEqual({ nth, isLax: false });
    const others = USERS.filter(({ userId }) => userId !== requester.userId);
    // With one policy, people who were left out were not needed.
    const isStuck = !isApproved && then === today && seated(allSeats(then), others);
    expect({ nth, isStuck }).toEqual({ nth, isStuck: false });
    // Neither people missing from today's policy nor people added since count.
    const listed = [...allSeats(today)];
    for (const who of approved) expect(listed.some((seat) => seated([seat], [who]))).toBe(true);
  }
  expect(Math.min(ended.approved, ended.pending)).toBeGreaterThan(POLICIES / 10);
});
