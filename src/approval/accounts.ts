import { type Person, samePerson } from './change-request.ts';

export type IsSame = (a: Person, b: Person) => boolean;

/**
 * Whether two accounts belong to one human being. `groups` are lists of user ids that do; everybody
 * else is only themselves. Somebody with two accounts is one person to a quorum.
 */
export function createIsSame(groups: readonly (readonly string[])[] = []): IsSame {
  return (a, b) =>
    samePerson(a, b) ||
    (a.teamId === b.teamId &&
      groups.some((group) => group.includes(a.userId) && group.includes(b.userId)));
}

export type AccountsOf = (person: Person) => readonly Person[];

/** Every account of the human being that this one belongs to, this one first. */
export function createAccountsOf(groups: readonly (readonly string[])[] = []): AccountsOf {
  return ({ teamId, userId }) => {
    const shared = groups.filter((group) => group.includes(userId)).flat();
    return [...new Set([userId, ...shared])].map((each) => ({ teamId, userId: each }));
  };
}
