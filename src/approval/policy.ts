import {
  type Approvers,
  type ChangeRequest,
  type Person,
  type PolicySnapshot,
  samePerson,
} from './change-request.ts';
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
}): Refusal | undefined {
  const { request, person, standing, needed, teamId } = input;
  if (person.teamId !== teamId) return { reason: 'other_workspace' };
  if (!standing.isFullMember) return { reason: 'not_a_full_member' };
  if (samePerson(person, request.requester)) return { reason: 'own_request' };
  if (needed.approverLists.some(isEmpty)) return { reason: 'no_approvers' };
  if (!needed.approverLists.every((list) => isListed(list, person, standing))) {
    return { reason: 'not_an_approver' };
  }
  const hasDecided = request.decisions.some((decision) => samePerson(decision.person, person));
  return hasDecided ? { reason: 'already_decided_by_you' } : undefined;
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
