import { expect, test } from 'vitest';
import { createAccountsOf, createIsSame, merged } from '#src/approval/policy/accounts.ts';

const person = (userId: string) => ({ userId });

test('groups that share an account describe one human being', () => {
  const groups = [
    ['A', 'B'],
    ['X', 'Y'],
    ['C', 'D'],
    ['B', 'C'],
  ];

  expect(merged(groups).map((group) => group.toSorted())).toEqual([
    ['X', 'Y'],
    ['A', 'B', 'C', 'D'],
  ]);
  expect(createIsSame(groups)(person('A'), person('D'))).toBe(true);
  expect(createIsSame(groups)(person('A'), person('X'))).toBe(false);
  expect(
    createAccountsOf(groups)(person('D'))
      .map(({ userId }) => userId)
      .toSorted(),
  ).toEqual(['A', 'B', 'C', 'D']);
});
