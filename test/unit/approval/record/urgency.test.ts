import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { urgencyOf } from '#src/approval/record/urgency.ts';
import type { Grade } from '#src/relay/forecast/effect.ts';
import { hourMs, nowMs } from '../../relay/sample-task.ts';
import { requestWith } from '../sample-request.ts';

const graded = (grade: Grade, fields: Partial<ChangeRequest> = {}): ChangeRequest =>
  requestWith({ effects: [{ kind: 'break', grade, strength: 'will' }], ...fields });

const inOrder = (requests: readonly ChangeRequest[]): string[] =>
  requests.toSorted((a, b) => urgencyOf(b) - urgencyOf(a)).map(({ id }) => id);

test('changes that go off air come before all others, whatever their deadlines', () => {
  expect(
    inOrder([
      graded('none', { id: 'R-1', expiresAtMs: nowMs + 1 }),
      graded('programme', { id: 'R-2' }),
      graded('interruption', { id: 'R-3' }),
      graded('off_air', { id: 'R-4', expiresAtMs: nowMs + 1e10 }),
    ]),
  ).toEqual(['R-4', 'R-3', 'R-2', 'R-1']);
});

test('within a grade, what runs or expires first comes first', () => {
  expect(
    inOrder([
      graded('off_air', { id: 'R-1', expiresAtMs: nowMs + 4 * hourMs }),
      graded('off_air', { id: 'R-2', applyAtMs: nowMs + 2 * hourMs }),
      graded('off_air', { id: 'R-3', expiresAtMs: nowMs + hourMs }),
    ]),
  ).toEqual(['R-3', 'R-2', 'R-1']);
});

test('a request from before effects were kept counts as serious', () => {
  expect(inOrder([graded('interruption', { id: 'R-1' }), requestWith({ id: 'R-2' })])).toEqual([
    'R-2',
    'R-1',
  ]);
});

test.each([0, 8.64e15, -1])(
  'a score is a whole number that fits a cursor, at %d',
  (expiresAtMs) => {
    for (const grade of ['off_air', 'none'] as const) {
      expect(String(urgencyOf(graded(grade, { expiresAtMs })))).toMatch(/^\d{1,16}$/);
    }
  },
);
