import type {
  Approvers,
  ChangeRequest,
  Person,
  PolicySnapshot,
} from '#src/approval/record/change-request.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { hasSay, isOnList } from '#src/approval/record/slots.ts';
import type { IsSame } from './accounts.ts';
import { peopleWhoApproved, setsOf } from './asked-people.ts';
import type { FreezeWindow } from './freeze.ts';
import { type ProjectPolicy, slotsOf } from './requirement.ts';

/** What the directory says about a person at the moment of the decision. */
export interface Membership {
  /** A member of this workspace who is not a guest, stranger, bot or deactivated. */
  readonly isFullMember: boolean;
  /** Ids of the configured user groups that the person is in. */
  readonly usergroups: readonly string[];
  /** The directory cannot tell at present who is in which group, so `usergroups` is empty. */
  readonly areGroupsUnknown?: boolean;
}

interface Asking {
  readonly person: Person;
  readonly membership: Membership;
}

/** Why somebody may do nothing at all here, or undefined. */
export function outsideRefusal({ membership }: Pick<Asking, 'membership'>): Refusal | undefined {
  return membership.isFullMember ? undefined : { reason: 'not_a_full_member' };
}

/** Why this person may not decide on this request, or undefined. The default is no. */
export function decisionRefusal(
  input: Asking & {
    readonly request: ChangeRequest;
    /** What the change needs: the stricter of the policy of the submit and today's. */
    readonly needed: PolicySnapshot;
    readonly isSame: IsSame;
  },
): Refusal | undefined {
  const { request, person, membership, needed, isSame } = input;
  const outside = outsideRefusal(input);
  if (outside) return outside;
  if (isSame(person, request.requester)) return { reason: 'own_request' };
  const sets = setsOf(needed);
  if (sets.flat().some(isEmpty)) return { reason: 'no_approvers' };
  const asking = { ...person, usergroups: membership.usergroups };
  if (!hasSay(sets, peopleWhoApproved(request), asking)) return { reason: 'not_an_approver' };
  return hasDecided(request, person, isSame) ? { reason: 'already_decided_by_you' } : undefined;
}

/** Who may do something, by the refusal of everybody else. Undefined: every full member may. */
export const LISTS: Readonly<Record<NotListed, (policy: ProjectPolicy) => Approvers | undefined>> =
  {
    not_a_requester: ({ requesters }) => requesters,
    not_an_approver: ({ approvers }) => approvers,
    not_for_break_glass: ({ breakGlass }) => breakGlass ?? { users: [], usergroups: [] },
    not_a_freezer: ({ freezers, approvers }) => freezers ?? approvers,
  };

export type NotListed =
  | 'not_a_requester'
  | 'not_an_approver'
  | 'not_for_break_glass'
  | 'not_a_freezer';

/** Why this person may not do in this project what a list is for, or undefined. */
export function listRefusal(
  reason: NotListed,
  input: Asking & { readonly policy: ProjectPolicy },
): Refusal | undefined {
  const { policy, person, membership } = input;
  const outside = outsideRefusal(input);
  if (outside) return outside;
  const list = LISTS[reason](policy);
  if (list === undefined || isListed(list, person, membership)) return undefined;
  return { reason: reason === 'not_an_approver' && isEmpty(list) ? 'no_approvers' : reason };
}

/** Whether there is any change in this project that this person could approve: by its list, or one of a rule. */
export function approvesAnything(input: Asking & { readonly policy: ProjectPolicy }): boolean {
  const { policy, person, membership } = input;
  if (outsideRefusal(input)) return false;
  return listsOf(policy).some((list) => isListed(list, person, membership));
}

/** All lists of approvers in a policy. */
export function listsOf(policy: ProjectPolicy): readonly Approvers[] {
  return [policy.approvers, ...policy.rules.flatMap((rule) => slotsOf(rule, policy))];
}

/** One vote per person; an approver may still stop the request before it runs. */
export function hasDecided(
  { state, decisions }: ChangeRequest,
  person: Person,
  isSame: IsSame,
): boolean {
  return state === 'pending' && decisions.some((made) => isSame(made.person, person));
}

export function frozenRefusal({ toMs, reason }: FreezeWindow): Refusal {
  return { reason: 'frozen', untilMs: toMs, why: reason };
}

export function isEmpty({ users, usergroups }: Approvers): boolean {
  return users.length === 0 && usergroups.length === 0;
}

function isListed(list: Approvers, { userId }: Person, { usergroups }: Membership): boolean {
  return isOnList(list, { userId, usergroups });
}
