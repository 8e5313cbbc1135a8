import {
  type Approvers,
  type ChangeRequest,
  type Person,
  type PolicySnapshot,
} from './change-request.ts';
import type { IsSame } from './accounts.ts';
import type { Refusal } from './refusal.ts';
import type { FreezeWindow, ProjectPolicy } from './requirement.ts';

/** What the directory says about a person at the moment of the decision. */
export interface Standing {
  /** A member of this workspace who is neither guest, stranger, bot nor deactivated. */
  readonly isFullMember: boolean;
  /** Ids of those configured user groups that the person is in. */
  readonly usergroups: readonly string[];
}

/** Why this person may not decide on this request, or undefined. Default is no. */
export function decisionRefusal(input: {
  readonly request: ChangeRequest;
  readonly person: Person;
  readonly standing: Standing;
  /** What the change needs: the stricter of the submit's policy and today's. */
  readonly needed: PolicySnapshot;
  readonly teamId: string;
  readonly isSame: IsSame;
}): Refusal | undefined {
  const { request, person, standing, needed, teamId, isSame } = input;
  if (person.teamId !== teamId) return { reason: 'other_workspace' };
  if (!standing.isFullMember) return { reason: 'not_a_full_member' };
  if (isSame(person, request.requester)) return { reason: 'own_request' };
  if (needed.approverLists.some(isEmpty)) return { reason: 'no_approvers' };
  if (!needed.approverLists.every((list) => isListed(list, person, standing))) {
    return { reason: 'not_an_approver' };
  }
  return hasDecided(request, person, isSame) ? { reason: 'already_decided_by_you' } : undefined;
}

/** Why this person is nobody who approves in this project, or undefined. */
export function approverRefusal(input: {
  readonly approvers: Approvers;
  readonly person: Person;
  readonly standing: Standing;
  readonly teamId: string;
}): Refusal | undefined {
  const { approvers, person, standing, teamId } = input;
  if (person.teamId !== teamId) return { reason: 'other_workspace' };
  if (!standing.isFullMember) return { reason: 'not_a_full_member' };
  if (isEmpty(approvers)) return { reason: 'no_approvers' };
  return isListed(approvers, person, standing) ? undefined : { reason: 'not_an_approver' };
}

/** One person fills one place; whoever approved may still stop it before it runs. */
export function hasDecided(
  { state, decisions }: ChangeRequest,
  person: Person,
  isSame: IsSame,
): boolean {
  return state === 'pending' && decisions.some((made) => isSame(made.person, person));
}

/** Why this person may not change something without approval, or undefined. */
export function breakGlassRefusal(input: {
  readonly policy: ProjectPolicy;
  readonly person: Person;
  readonly standing: Standing;
  readonly teamId: string;
}): Refusal | undefined {
  const { policy, person, standing, teamId } = input;
  if (person.teamId !== teamId) return { reason: 'other_workspace' };
  if (!standing.isFullMember) return { reason: 'not_a_full_member' };
  const isOnList = policy.breakGlass !== undefined && isListed(policy.breakGlass, person, standing);
  return isOnList ? undefined : { reason: 'not_for_break_glass' };
}

/** Why this person may not ask for changes in this project, or undefined. */
export function requestRefusal(input: {
  readonly policy: ProjectPolicy;
  readonly person: Person;
  readonly standing: Standing;
  readonly teamId: string;
}): Refusal | undefined {
  const { policy, person, standing, teamId } = input;
  if (person.teamId !== teamId) return { reason: 'other_workspace' };
  if (!standing.isFullMember) return { reason: 'not_a_full_member' };
  if (policy.requesters && !isListed(policy.requesters, person, standing)) {
    return { reason: 'not_a_requester' };
  }
  return undefined;
}

/** The refusal while changes are frozen. */
export function frozenRefusal({ toMs, reason }: FreezeWindow): Refusal {
  return { reason: 'frozen', untilMs: toMs, why: reason };
}

function isEmpty({ users, usergroups }: Approvers): boolean {
  return users.length === 0 && usergroups.length === 0;
}

function isListed(list: Approvers, person: Person, standing: Standing): boolean {
  return (
    list.users.includes(person.userId) ||
    list.usergroups.some((group) => standing.usergroups.includes(group))
  );
}
