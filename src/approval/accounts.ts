import { derived } from '#src/basics/derived.ts';
import { type Person, samePerson } from './change-request.ts';

export type IsSame = (a: Person, b: Person) => boolean;

/**
 * Whether two accounts belong to one human being. `groups` are lists of user ids that do; everybody
 * else is only themselves. Somebody with two accounts is one person to a quorum.
 */
export function createIsSame(named: readonly (readonly string[])[] = []): IsSame {
  const groups = merged(named);
  return (a, b) =>
    samePerson(a, b) ||
    groups.some((group) => group.includes(a.userId) && group.includes(b.userId));
}

/** Groups that share an account are about one human being, so they are one. */
export function merged(groups: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return groups.reduce<readonly (readonly string[])[]>((found, group) => {
    const isShared = (other: readonly string[]): boolean => other.some((id) => group.includes(id));
    const joined = new Set([...group, ...found.filter(isShared).flat()]);
    return [...found.filter((other) => !isShared(other)), [...joined]];
  }, []);
}

/** Who is one human being, by the accounts that the configuration says belong together at present. */
export function createSamePersons(named: () => readonly (readonly string[])[]): {
  readonly isSame: IsSame;
  readonly accountsOf: AccountsOf;
} {
  const isSame = derived(named, createIsSame);
  const accountsOf = derived(named, createAccountsOf);
  return { isSame: (a, b) => isSame()(a, b), accountsOf: (person) => accountsOf()(person) };
}

export type AccountsOf = (person: Person) => readonly Person[];

/** Every account of the human being that this one belongs to, this one first. */
export function createAccountsOf(named: readonly (readonly string[])[] = []): AccountsOf {
  const groups = merged(named);
  return ({ userId }) => {
    const shared = groups.filter((group) => group.includes(userId)).flat();
    return [...new Set([userId, ...shared])].map((each) => ({ userId: each }));
  };
}
