import {
  approvals,
  type ChangeRequest,
  type PolicySnapshot,
} from '#src/approval/record/change-request.ts';
import {
  missing,
  missingIn,
  type OpenSlot,
  openSlots,
  peopleIn,
  type SlotPerson,
  type SlotSet,
} from '#src/approval/record/slots.ts';

/** The sets of slots of a policy. A policy without slots needs its quorum from people who are on all of its lists. */
export function setsOf(
  { slots, approverLists = [], quorum }: PolicySnapshot,
  count: number = quorum,
): readonly SlotSet[] {
  return slots ?? approverLists.map((list) => [{ ...list, count }]);
}

/** How many people it takes to fill all sets; one person may count in each of them. */
export function quorumOf(sets: readonly SlotSet[]): number {
  return Math.max(0, ...sets.map(peopleIn));
}

/** Those who approved, and the groups that they were in at that moment. */
export function peopleWhoApproved(request: ChangeRequest): SlotPerson[] {
  return approvals(request).map(({ person, usergroups }) => ({ ...person, usergroups }));
}

export function missingApprovals(request: ChangeRequest): number {
  return missing(setsOf(request.policy), peopleWhoApproved(request));
}

/** What is still missing of each set that is not filled. */
export function openSetsOf(
  request: ChangeRequest,
): { readonly missing: number; readonly slots: readonly OpenSlot[] }[] {
  const people = peopleWhoApproved(request);
  return setsOf(request.policy)
    .map((set) => ({ missing: missingIn(set, people), slots: openSlots(set, people) }))
    .filter((set) => set.missing > 0);
}
