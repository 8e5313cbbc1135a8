import { expect, test } from 'vitest';
import type { Shown } from '#src/ports/shown.ts';
import { migratedCounts } from '#src/slack/channel/long-diff.ts';
import { requestWith } from '../../approval/sample-request.ts';

const request = requestWith({ contentVersion: 4 });
const card = { channel: 'C1', ts: '1.0' };
const direct = { channel: 'D1', ts: '2.0' };

test.each<[string, Shown, number, Partial<Shown>]>([
  [
    'all parts and two lines, one of them in the ops channel',
    { card, version: 3, lines: 5, told: 4 },
    3,
    { whole: { contentVersion: 4, count: 3 }, lines: 2, told: 1 },
  ],
  [
    'the first of the parts, when it was killed',
    { card, version: 3, lines: 1 },
    3,
    { whole: { contentVersion: 4, count: 1 }, lines: 0 },
  ],
  [
    'a change that fits on its card',
    { card, version: 3, lines: 2, told: 1 },
    0,
    { whole: { contentVersion: 4, count: 0 }, lines: 2, told: 1 },
  ],
  [
    'a card of the requester’s own as well',
    { card, direct, version: 3, lines: 2, directLines: 3 },
    2,
    { directWhole: { contentVersion: 4, count: 2 }, directLines: 1, lines: 0 },
  ],
])('counts of 0.1.0 are converted: %s', (_what, shown, parts, expected) => {
  expect(migratedCounts(shown, request, parts)).toMatchObject(expected);
});

test("today's counts stay as they are", () => {
  const shown = { card, version: 3, lines: 2, whole: { contentVersion: 4, count: 3 } };

  expect(migratedCounts(shown, request, 3)).toEqual(shown);
});
