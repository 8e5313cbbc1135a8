import {
  type ChangeRequest,
  type Person,
  type PolicySnapshot,
  samePerson,
} from './change-request.ts';
import type { Refusal } from './refusal.ts';

/** What a project asks of its changes, from the configuration. */
export interface ProjectPolicy extends PolicySnapshot {
  readonly expiresAfterMs: number;
  /** Undefined: every full member of the workspace may ask. */
  readonly requesters?: PolicySnapshot['approvers'] | undefined;
}

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
  /** The project's approvers today: somebody taken off the list since the submit is off. */
  readonly current: PolicySnapshot;
  readonly teamId: string;
}): Refusal | undefined {
  const { request, person, standing, current, teamId } = input;
  if (person.teamId !== teamId) return { reason: 'other_workspace' };
  if (!standing.isFullMember) return { reason: 'not_a_full_member' };
  if (samePerson(person, request.requester)) return { reason: 'own_request' };
  const { users, usergroups } = current.approvers;
  if (users.length === 0 && usergroups.length === 0) return { reason: 'no_approvers' };
  if (!isListed(current.approvers, person, standing)) return { reason: 'not_an_approver' };
  if (!isListed(request.policy.approvers, person, standing)) return { reason: 'not_an_approver' };
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

function isListed(list: PolicySnapshot['approvers'], person: Person, standing: Standing): boolean {
  return (
    list.users.includes(person.userId) ||
    list.usergroups.some((group) => standing.usergroups.includes(group))
  );
}
