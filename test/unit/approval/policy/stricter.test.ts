import { expect, test } from 'vitest';
import { stricter } from '#src/approval/policy/requirement.ts';
import { leads, policyOf } from '../sample-request.ts';

test.each([
  [1, 2, 2, 2],
  [2, 1, 2, 1],
  [0, 1, 1, 1],
  [1, 0, 1, 0],
])('%i then and %i today is %i, of people who are on both lists', (then, today, quorum, last) => {
  const group = { users: [], usergroups: ['S0LEADS'] };
  const ofToday = { quorum: today, slots: [[{ ...group, count: today }]], rules: [] };

  // Stored before there were slots.
  expect(stricter(policyOf(then), ofToday)).toEqual({
    quorum,
    slots: [[{ ...leads, count: quorum }], [{ ...group, count: last }]],
    rules: [],
  });
});

test('the same list then and today is one, with the larger number of people', () => {
  const today = { quorum: 1, slots: [[{ ...leads, count: 1 }]], rules: [] };

  expect(stricter(policyOf(2), today)).toEqual({
    quorum: 2,
    slots: [[{ ...leads, count: 2 }]],
    rules: [],
  });
});
