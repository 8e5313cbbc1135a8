import type { ApprovalContext, ApprovalProject } from '#src/approval/approval-context.ts';
import { policiesOf } from '#src/approval/policies-in-force.ts';
import { setsOf } from '#src/approval/policy/asked-people.ts';
import {
  approvesAnything,
  decisionRefusal,
  isEmpty,
  listRefusal,
  LISTS,
  listsOf,
  type Membership,
  type NotListed,
  outsideRefusal,
} from '#src/approval/policy/policy.ts';
import {
  askedByAll,
  requirementAt,
  runsNotBeforeMs,
  strictest,
  stricter,
} from '#src/approval/policy/requirement.ts';
import type {
  Approvers,
  ChangeRequest,
  Person,
  PolicySnapshot,
} from '#src/approval/record/change-request.ts';
import type { Findings } from '#src/approval/record/findings.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { missing, type SlotPerson, wouldCount } from '#src/approval/record/slots.ts';
import { findingsFor } from './parts.ts';

/** Asks the directory and uses today's policy. If a look-up fails, the answer is no. */

async function membershipOf(
  context: ApprovalContext,
  person: Person,
  lists: readonly Approvers[],
): Promise<Membership | undefined> {
  const usergroups = new Set(lists.flatMap((list) => list.usergroups));
  // The directory may be unreachable. That means no: an outage must not let more people in.
  return context.directory.membership(person, [...usergroups]).catch(() => undefined);
}

/**
 * Why this person may see no tasks and no requests: only full members of the workspace may. No list and no policy
 * counts for that.
 */
export async function whyNotMember(
  context: ApprovalContext,
  person: Person,
): Promise<Refusal | undefined> {
  const membership = await membershipOf(context, person, []);
  return membership ? outsideRefusal({ membership }) : { reason: 'identity_unavailable' };
}

/** Why a person may not do this in a project, or is no approver there; undefined: they may, or are one. */
export const whyNotRequest = byList('not_a_requester');
export const whyNotBreakGlass = byList('not_for_break_glass');
export const whyNotFreeze = byList('not_a_freezer');
export const whyNoApprover = byList('not_an_approver');

/** Whether this person could approve anything in this project. False if the directory cannot tell. */
export async function approvesAnythingIn(
  context: ApprovalContext,
  { policy }: ApprovalProject,
  person: Person,
): Promise<boolean> {
  const membership = await membershipOf(context, person, listsOf(policy));
  return membership !== undefined && approvesAnything({ policy, person, membership });
}

/** A question about one list of the project, answered with what the directory says about the person. */
function byList(reason: NotListed) {
  return async (
    context: ApprovalContext,
    project: ApprovalProject,
    person: Person,
  ): Promise<Refusal | undefined> => {
    const policies = policiesOf(context, project);
    const lists = policies.flatMap((policy) => LISTS[reason](policy) ?? []);
    const membership = await membershipOf(context, person, lists);
    if (!membership) return { reason: 'identity_unavailable' };
    const refusals = policies.map((policy) => listRefusal(reason, { policy, person, membership }));
    return unlessUnknown(
      membership,
      refusals.find((refusal) => refusal !== undefined),
    );
  };
}

/** Why this person cannot decide on the request as it is now, or undefined. Findings that are left out are read. */
export async function whyNotDecide(
  context: ApprovalContext,
  request: ChangeRequest,
  person: Person,
  findings?: Findings,
): Promise<Refusal | undefined> {
  const asked = await askedToDecide(context, request, person, findings);
  return 'refusal' in asked ? asked.refusal : undefined;
}

/** Why this person cannot decide on the request as it is now, or the groups that they are in. */
export async function askedToDecide(
  context: ApprovalContext,
  request: ChangeRequest,
  person: Person,
  findings?: Findings,
): Promise<{ readonly refusal: Refusal } | { readonly usergroups: readonly string[] }> {
  const known = findings ?? (await findingsFor(context, request));
  const needed = neededNow(context, { ...request, ...known });
  const project = context.projects.get(request.project);
  const policies = project ? policiesOf(context, project) : [];
  // Groups of all these lists are recorded with the decision, so that it also counts for a rule that matches only
  // later.
  const lists = [...setsOf(needed).flat(), ...policies.flatMap(listsOf)];
  const membership = await membershipOf(context, person, lists);
  if (!membership) return { refusal: { reason: 'identity_unavailable' } };
  const refusal = unlessUnknown(
    membership,
    decisionRefusal({ request, person, membership, needed, isSame: context.isSame }),
  );
  return refusal ? { refusal } : { usergroups: membership.usergroups };
}

/**
 * Why nobody could approve a change, as far as known: a list is empty, or has too few active people besides the
 * requester.
 */
export async function whyNobodyCan(
  { directory, isSame }: ApprovalContext,
  policy: PolicySnapshot,
  requester: Person,
): Promise<Refusal | undefined> {
  const sets = setsOf(policy);
  const lists = sets.flat().filter(({ count }) => count > 0);
  if (lists.length === 0) return undefined;
  if (lists.some(isEmpty)) return { reason: 'no_approvers' };
  const isEnough = (found: readonly SlotPerson[]) => missing(sets, found) === 0;
  const active = await directory.activeOn(lists, {
    isEnough,
    isNeeded: (found, person) => !isSame(person, requester) && wouldCount(sets, found, person),
  });
  return active === undefined || isEnough(active) ? undefined : { reason: 'nobody_active' };
}

/** If nobody knows who is in a group, "not on the list" may be wrong. The answer is still no, for now. */
function unlessUnknown(
  { areGroupsUnknown }: Membership,
  refusal: Refusal | undefined,
): Refusal | undefined {
  return areGroupsUnknown && refusal && refusal.reason in LISTS
    ? { reason: 'identity_unavailable' }
    : refusal;
}

/** What a decision needs today, by the current findings: never less than when the request was made. */
export function neededNow(
  context: ApprovalContext,
  request: ChangeRequest & Pick<Findings, 'parts'>,
): PolicySnapshot {
  const project = context.projects.get(request.project);
  if (!project) return stricter(request.policy, NOBODY);
  const nowMs = context.now();
  const { parts = [request] } = request;
  const asAskedFrom = (fromMs: number): PolicySnapshot => {
    const today = askedByAll(policiesOf(context, project), (policy) =>
      parts
        .map((part) => ({ ...part, applyAtMs: Math.max(fromMs, part.applyAtMs ?? 0) }))
        .map((part) => requirementAt({ ...part, policy, nowMs }))
        .reduce(strictest),
    );
    const needed = stricter(request.policy, today);
    // Another part, or the policy of then, may hold it for longer than its own rules of today.
    const runsMs = runsNotBeforeMs(needed, { nowMs });
    return runsMs > fromMs ? asAskedFrom(runsMs) : needed;
  };
  return asAskedFrom(nowMs);
}

/** For a project that is no longer configured: nobody can approve its requests. */
const NOBODY: PolicySnapshot = {
  quorum: Number.MAX_SAFE_INTEGER,
  slots: [[{ users: [], usergroups: [], count: Number.MAX_SAFE_INTEGER }]],
  rules: ['the project is not configured any more'],
};
