/** A list of people, by their ids and by the groups that they are in. */
export interface Approvers {
  readonly users: readonly string[];
  readonly usergroups: readonly string[];
}

/** So many people of one list have to approve. A count of 0: nobody has to, and these may stop it. */
export interface Slot extends Approvers {
  readonly count: number;
}

/** What one policy asks for: each slot is filled by people of its own. */
export type SlotSet = readonly Slot[];

/** Somebody who approved or would like to, and which of the configured groups they were in at that moment. */
export interface SlotPerson {
  readonly userId: string;
  /** Undefined: approved before groups were noted down, when only people on every list could approve. */
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

/** The slots of one rule as one for each list. */
export function oneForEachList(slots: SlotSet): SlotSet {
  return merged(slots, (one, other) => one + other);
}

/**
 * What several rules ask for together: every list, with the largest count that one of them has for it. People who fill
 * the slots of all fill those of each. Lists of which nobody has to approve count only where no other is left.
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

/** Sets that are about the same lists are one, with the larger counts, where the last of them stands. */
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

/** How many people a set takes. */
export function peopleIn(set: SlotSet): number {
  return set.reduce((sum, { count }) => sum + count, 0);
}

/** How many people are missing, however those who approved are put into the slots: one person fills one. */
export function missingIn(set: SlotSet, people: readonly SlotPerson[]): number {
  const taken: SlotPerson[][] = set.map(() => []);
  const place = (person: SlotPerson, tried: Set<number>): boolean =>
    set.some((slot, at) => {
      if (slot.count === 0 || tried.has(at) || !isOnList(slot, person)) return false;
      tried.add(at);
      const inIt = taken[at] ?? [];
      // In a full slot, somebody who is there may go to another.
      const leaving =
        inIt.length < slot.count ? undefined : inIt.findIndex((one) => place(one, tried));
      if (leaving === -1) return false;
      if (leaving === undefined) inIt.push(person);
      else inIt[leaving] = person;
      return true;
    });
  return peopleIn(set) - people.filter((person) => place(person, new Set())).length;
}

/** How many people are missing for all of the sets; a person counts in each set whose list they are on. */
export function missing(sets: readonly SlotSet[], people: readonly SlotPerson[]): number {
  return Math.max(0, ...sets.map((set) => missingIn(set, people)));
}

/**
 * Whether somebody has a say: they are on a list of the last set, which is today's, and of every earlier one, unless
 * that is filled. So nobody decides who was taken off since, or put on, but for a slot that only today's policy has.
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

/** Whether the approval of one more person would bring a set nearer to its end. */
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

/** How many people who are on the list of one slot alone would count. */
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

/** A slot may ask for a number that nobody reaches; no list is as long as this. */
const MOST_PEOPLE = 100;
