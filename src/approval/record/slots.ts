/** A list of people, by their ids and by the groups that they are in. */
export interface Approvers {
  readonly users: readonly string[];
  readonly usergroups: readonly string[];
}

/** How many people of one list have to approve. With a count of 0 nobody has to, but these people may stop it. */
export interface Slot extends Approvers {
  readonly count: number;
}

/** What one policy requires: each slot is filled by different people. */
export type SlotSet = readonly Slot[];

/** Somebody who approved or wants to, and the configured groups they were in at that moment. */
export interface SlotPerson {
  readonly userId: string;
  /** Undefined: approved before groups were recorded, when only people on every list could approve. */
  readonly usergroups?: readonly string[] | undefined;
}

/** A slot that is not filled, and how many more people of its list could still count. */
export interface OpenSlot {
  readonly list: Approvers;
  readonly more: number;
}

/** Whether somebody is on a list, by their id or by a group. */
export function isOnList({ users, usergroups }: Approvers, person: SlotPerson): boolean {
  if (person.usergroups === undefined || users.includes(person.userId)) return true;
  return usergroups.some((group) => person.usergroups?.includes(group));
}

/** The slots of one rule, with one for each list. */
export function oneForEachList(slots: SlotSet): SlotSet {
  return merged(slots, (one, other) => one + other);
}

/**
 * What several rules require together: every list, with the largest count that a rule has for it. People who fill all
 * slots fill those of each rule. Lists with a count of 0 count only if there is no other list.
 */
export function addedUp(sets: readonly SlotSet[]): SlotSet {
  const all = merged(sets.flat(), Math.max);
  const asked = all.filter(({ count }) => count > 0);
  return asked.length > 0 ? asked : all;
}

function merged(slots: SlotSet, count: (one: number, other: number) => number): SlotSet {
  const byList = Map.groupBy(slots, keyOf);
  return [...byList.values()].map((same) =>
    same.reduce((one, other) => ({ ...one, count: count(one.count, other.count) })),
  );
}

/** Sets with the same lists become one, with the larger counts, in the position of the last of them. */
export function distinctSets(sets: readonly SlotSet[]): readonly SlotSet[] {
  const byLists = new Map<string, SlotSet>();
  for (const set of sets) {
    const key = set.map(keyOf).toSorted().join('\n');
    const earlier = byLists.get(key) ?? [];
    byLists.delete(key);
    byLists.set(key, merged([...set, ...earlier], Math.max));
  }
  return [...byLists.values()];
}

function keyOf({ users, usergroups }: Approvers): string {
  return JSON.stringify([users.toSorted(), usergroups.toSorted()]);
}

export function peopleIn(set: SlotSet): number {
  return set.reduce((sum, { count }) => sum + count, 0);
}

/** How many people are missing, however those who approved are assigned to slots: one person fills one slot. */
export function missingIn(set: SlotSet, people: readonly SlotPerson[]): number {
  const taken: SlotPerson[][] = set.map(() => []);
  const place = (person: SlotPerson, tried: Set<number>): boolean =>
    set.some((slot, at) => {
      if (slot.count === 0 || tried.has(at) || !isOnList(slot, person)) return false;
      tried.add(at);
      const inIt = taken[at] ?? [];
      // In a full slot, somebody may move to another one.
      const leaving =
        inIt.length < slot.count ? undefined : inIt.findIndex((one) => place(one, tried));
      if (leaving === -1) return false;
      if (leaving === undefined) inIt.push(person);
      else inIt[leaving] = person;
      return true;
    });
  return peopleIn(set) - people.filter((person) => place(person, new Set())).length;
}

/** How many people are missing for all sets; a person counts in each set whose list they are on. */
export function missing(sets: readonly SlotSet[], people: readonly SlotPerson[]): number {
  return Math.max(0, ...sets.map((set) => missingIn(set, people)));
}

/**
 * Whether somebody may decide: they are on a list of the last set, which is today's, and of every earlier set that is
 * not filled. So people who were added or removed since then do not decide, except in a slot that only today's policy
 * has.
 */
export function hasSay(
  sets: readonly SlotSet[],
  people: readonly SlotPerson[],
  person: SlotPerson,
): boolean {
  if (sets.length === 0) return false;
  return sets.every((set, at) => {
    const isFilled = peopleIn(set) > 0 && missingIn(set, people) === 0;
    const isOver = isFilled && at < sets.length - 1;
    return isOver || set.some((slot) => isOnList(slot, person));
  });
}

/** Whether the approval of one more person would help to fill a set. */
export function wouldCount(
  sets: readonly SlotSet[],
  people: readonly SlotPerson[],
  person: SlotPerson,
): boolean {
  return sets.some((set) => missingIn(set, [...people, person]) < missingIn(set, people));
}

/** The slots of a set that one more person of their list would help to fill. */
export function openSlots(set: SlotSet, people: readonly SlotPerson[]): OpenSlot[] {
  return set.flatMap((slot, at) => {
    const more = moreFor(set, at, people);
    return more > 0 ? [{ list: { users: slot.users, usergroups: slot.usergroups }, more }] : [];
  });
}

/** How many people who are only on the list of one slot would count. */
function moreFor(set: SlotSet, at: number, people: readonly SlotPerson[]): number {
  const only = { userId: '', usergroups: ['only this one'] };
  const seen = set.map((slot, nth) =>
    nth === at ? { ...slot, usergroups: [...slot.usergroups, 'only this one'] } : slot,
  );
  const count = set[at]?.count ?? 0;
  const before = missingIn(set, people);
  const added = Array.from({ length: Math.min(count, MOST_PEOPLE) }, () => only);
  return before - missingIn(seen, [...people, ...added]);
}

/** A slot may require a number that cannot be reached; no list is as long as this. */
const MOST_PEOPLE = 100;
