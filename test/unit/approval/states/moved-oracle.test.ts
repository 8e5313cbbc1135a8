import { expect, test } from 'vitest';
import type { ApprovalProject } from '#src/approval/approval-context.ts';
import type { Approvers, ChangeRequest } from '#src/approval/record/change-request.ts';
import type { PolicyRule } from '#src/approval/policy/rule-match.ts';
import { hourMs, nowMs } from '../../relay/sample-task.ts';
import { person } from '../sample-request.ts';
import { project, setUpDesk, submission } from '../set-up-desk.ts';
import { randomFrom } from '../../random-from.ts';

const MOVES = 300;

type Random = ReturnType<typeof randomFrom>;

const USERS = ['U0', 'U1', 'U2', 'U3', 'U4'];

/** Hours of the day, in UTC. */
interface Hours {
  readonly from: number;
  readonly to: number;
}

interface TimedRule extends Hours {
  readonly list: Approvers;
  readonly count: number;
}

function randomList(next: Random): Approvers {
  const users = USERS.filter(() => next(2) === 0);
  return { users: users.length > 0 ? users : ['U1'], usergroups: [] };
}

const clockOf = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

function randomRules(next: Random): TimedRule[] {
  const lists = [randomList(next), randomList(next)];
  return Array.from({ length: 1 + next(3) }, () => {
    const from = next(24);
    const to = (from + 1 + next(12)) % 24;
    const list = lists[next(2)] ?? randomList(next);
    return { from, to, list, count: Math.min(1 + next(2), list.users.length) };
  });
}

const toRule = ({ from, to, list, count }: TimedRule): PolicyRule => ({
  when: { between: `${clockOf(from)}-${clockOf(to)}` },
  quorum: count,
  approvers: list,
});

/** The oracle: which rules hold at a time, and which seats these, or the project, have. */
function seatsAt(
  rules: readonly TimedRule[],
  standard: { readonly list: Approvers; readonly count: number },
  ...times: readonly number[]
): readonly Approvers[] {
  const asked = times.flatMap((atMs) => {
    const hour = new Date(atMs).getUTCHours();
    const holding = rules.filter(({ from, to }) =>
      from < to ? from <= hour && hour < to : hour >= from || hour < to,
    );
    return holding.length > 0 ? holding : [standard];
  });
  const byList = Map.groupBy(asked, ({ list }) => JSON.stringify(list.users.toSorted()));
  return [...byList.values()].flatMap((same) => {
    const count = Math.max(...same.map((each) => each.count));
    return Array.from({ length: count }, () => same[0]?.list ?? standard.list);
  });
}

/** Tries all ways to give every seat its own person. */
function canSeat(seats: readonly Approvers[], people: readonly string[]): boolean {
  const [seat, ...others] = seats;
  if (!seat) return true;
  return people.some(
    (who) =>
      seat.users.includes(who) &&
      canSeat(
        others,
        people.filter((each) => each !== who),
      ),
  );
}

const approversOf = ({ decisions }: ChangeRequest): string[] =>
  decisions.map((made) => made.person.userId);

function found(request: ChangeRequest | undefined): ChangeRequest {
  if (!request) throw new Error('no request');
  return request;
}

test('whatever the policy says at which hour, a moved request runs with no fewer and no other people than a new one', async () => {
  const next = randomFrom(20_261_129);
  const seen = { kept: 0, voided: 0, approved: 0 };
  for (let nth = 0; nth < MOVES; nth += 1) {
    const rules = randomRules(next);
    const list = randomList(next);
    const standard = { list, count: Math.min(1 + next(2), list.users.length) };
    const timed: ApprovalProject = {
      ...project,
      policy: {
        ...project.policy,
        quorum: standard.count,
        approvers: list,
        expiresAfterMs: 40 * hourMs,
        rules: rules.map(toRule),
      },
    };
    const { approval, memory } = setUpDesk([], [timed]);
    const [firstMs, secondMs] = [nowMs + (1 + next(20)) * hourMs, nowMs + (21 + next(20)) * hourMs];
    await approval.submit({ ...submission, project: timed, applyAtMs: firstMs });
    const now = () => found(memory.get('R-1'));
    const everybodyApproves = async (most: number): Promise<void> => {
      for (const userId of USERS.toSorted(() => next(3) - 1).slice(0, most)) {
        await approval.decide({ ...now(), kind: 'approve', person: person(userId) });
      }
    };
    await everybodyApproves(next(6));
    const before = now();

    const moved = await approval.move({
      ...before,
      person: submission.requester,
      applyAtMs: secondMs,
    });
    expect(moved.ok).toBe(true);
    if (before.decisions.length > 0) seen[now().decisions.length > 0 ? 'kept' : 'voided'] += 1;
    expect([0, before.decisions.length]).toContain(now().decisions.length);
    if (now().state === 'pending') await everybodyApproves(USERS.length);

    const seats = seatsAt(rules, standard, nowMs, secondMs);
    const isApproved = now().state === 'approved';
    if (isApproved) seen.approved += 1;
    const isLax = isApproved && !canSeat(seats, approversOf(now()));
    expect({ nth, isLax }).toEqual({ nth, isLax: false });
    expect(now()).toMatchObject({
      applyAtMs: secondMs,
      runAtMs: isApproved ? secondMs : undefined,
    });
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(MOVES / 10);
});
