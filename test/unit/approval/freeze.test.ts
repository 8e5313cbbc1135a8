import { expect, test } from 'vitest';
import { freezeAt } from '#src/approval/requirement.ts';
import { hourMs, nowMs } from '../relay/sample-task.ts';
import { project } from './set-up-desk.ts';

test.each([
  ['a millisecond before it', nowMs - 1, false],
  ['at its begin', nowMs, true],
  ['in its last millisecond', nowMs + hourMs - 1, true],
  ['at its end', nowMs + hourMs, false],
])('a freeze %s', (_what, atMs, isFrozen) => {
  const freeze = { fromMs: nowMs, toMs: nowMs + hourMs, reason: 'Show' };

  expect(freezeAt({ ...project.policy, freeze: [freeze] }, atMs)).toEqual(
    isFrozen ? freeze : undefined,
  );
});
