import { expect, test } from 'vitest';
import {
  addedUp,
  distinctSets,
  hasSay,
  missingIn,
  openSlots,
  wouldCount,
} from '#src/approval/record/slots.ts';

const leads = { users: [], usergroups: ['S0LEADS'] };
const rights = { users: ['U0RIGHTS'], usergroups: ['S0RIGHTS'] };
const oneOfEach = [
  { ...leads, count: 1 },
  { ...rights, count: 1 },
];
const lead = { userId: 'U0LEAD', usergroups: ['S0LEADS'] };
const otherLead = { userId: 'U0LEAD2', usergroups: ['S0LEADS'] };
const right = { userId: 'U0RIGHTS', usergroups: [] };
const both = { userId: 'U0BOTH', usergroups: ['S0LEADS', 'S0RIGHTS'] };

test.each([
  ['nobody', [], 2],
  ['one of one list', [lead], 1],
  ['two of one list', [lead, otherLead], 1],
  ['one of each', [lead, right], 0],
  ['one of each, the other way round', [right, lead], 0],
  ['somebody who is on both', [both], 1],
  ['somebody on both, then one of the first list', [both, lead], 0],
  ['somebody on both, then one of the second list', [both, right], 0],
])('of one of each, %s leaves this many missing', (_what, people, missing) => {
  expect(missingIn(oneOfEach, people)).toBe(missing);
});

test('a slot is open for those whose approval would still count', () => {
  expect(openSlots(oneOfEach, [lead])).toEqual([{ list: rights, more: 1 }]);
  expect(openSlots(oneOfEach, [both])).toEqual([
    { list: leads, more: 1 },
    { list: rights, more: 1 },
  ]);
  expect(openSlots([{ ...leads, count: 3 }], [lead])).toEqual([{ list: leads, more: 2 }]);
});

test('rules add up, and for the same list the larger number counts', () => {
  const two = [{ usergroups: ['S0LEADS'], users: [], count: 2 }];

  expect(addedUp([oneOfEach, two])).toEqual([
    { ...leads, count: 2 },
    { ...rights, count: 1 },
  ]);
  expect(addedUp([two, [{ ...rights, count: 0 }]])).toEqual(two);
  expect(addedUp([[{ ...rights, count: 0 }]])).toEqual([{ ...rights, count: 0 }]);
});

test('slots for the same lists then and today are one set, with the larger counts', () => {
  const [a, b] = [[{ ...leads, count: 2 }], [{ ...leads, count: 1 }]];

  expect(distinctSets([a, b])).toEqual([a]);
  expect(distinctSets([a, oneOfEach])).toEqual([a, oneOfEach]);
});

test('somebody for a slot that today’s policy added counts once the original slots are filled', () => {
  const sets = [[{ ...leads, count: 1 }], oneOfEach];

  expect(hasSay(sets, [], right)).toBe(false);
  expect(hasSay(sets, [lead], right)).toBe(true);
  expect(hasSay(sets, [], lead)).toBe(true);
});

test('somebody who was removed or added since does not count', () => {
  const sets = [[{ ...leads, count: 1 }], [{ ...rights, count: 1 }]];

  expect(hasSay(sets, [], lead)).toBe(false);
  expect(hasSay(sets, [], right)).toBe(false);
  expect(hasSay(sets, [], both)).toBe(true);
  expect(hasSay([], [], both)).toBe(false);
  expect(hasSay([[]], [], both)).toBe(false);
});

test('a second approval from a list that requires one does not count', () => {
  expect(wouldCount([oneOfEach], [lead], otherLead)).toBe(false);
  expect(wouldCount([oneOfEach], [both], lead)).toBe(true);
});

test('an unreachable number takes no time', () => {
  const nobody = [{ users: [], usergroups: [], count: Number.MAX_SAFE_INTEGER }];

  expect(missingIn(nobody, [lead])).toBe(Number.MAX_SAFE_INTEGER);
  expect(openSlots(nobody, [lead])).toEqual([{ list: { users: [], usergroups: [] }, more: 100 }]);
});
