import { type Person, samePerson } from '#src/approval/record/change-request.ts';
import { derived } from '#src/basics/derived.ts';

export type IsSame = (a: Person, b: Person) => boolean;

/**
 * Whether two accounts belong to one human being. `groups` are lists of user ids that do; all other accounts are
 * people of their own. Somebody with two accounts counts once towards a quorum.
 */
export function createIsSame(named: readonly (readonly string[])[] = []): IsSame {
  const groups = merged(named);
  return (a, b) =>
    samePerson(a, b) ||
    groups.some((group) => group.includes(a.userId) && group.includes(b.userId));
}

/** Groups that share an account are merged, since they belong to one human being. */
export function merged(groups: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return groups.reduce<readonly (readonly string[])[]>((found, group) => {
    const isShared = (other: readonly string[]): boolean => other.some((id) => group.includes(id));
    const joined = new Set([...group, ...found.filter(isShared).flat()]);
    return [...found.filter((other) => !isShared(other)), [...joined]];
  }, []);
}

/** Tells by the current configuration which accounts belong to one human being. */
export function createSamePersons(named: () => readonly (readonly string[])[]): {
  readonly isSame: IsSame;
  readonly accountsOf: AccountsOf;
} {
  const isSame = derived(named, createIsSame);
  const accountsOf = derived(named, createAccountsOf);
  return { isSame: (a, b) => isSame()(a, b), accountsOf: (person) => accountsOf()(person) };
}

export type AccountsOf = (person: Person) => readonly Person[];

/** All accounts of the human being that this one belongs to, this one first. */
export function createAccountsOf(named: readonly (readonly string[])[] = []): AccountsOf {
  const groups = merged(named);
  return ({ userId }) => {
    const shared = groups.filter((group) => group.includes(userId)).flat();
    return [...new Set([userId, ...shared])].map((each) => ({ userId: each }));
  };
}
