import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { chainOf, linkStanding, whyNotAfter } from '#src/approval/states/chain.ts';
import { type ChangeRequest, isClosed, STATES } from '#src/approval/record/change-request.ts';
import { taskAfter } from '#src/relay/chain.ts';
import { MODIFIABLE_FIELDS, type RelayTask } from '#src/relay/relay-task.ts';
import { nowMs, taskWith } from '../../relay/sample-task.ts';
import { requestWith } from '../sample-request.ts';

const minuteMs = 60_000;

const rounds = fc.constantFrom('1', '2', '3');
const minute = fc.integer({ min: 1, max: 20 }).map((minutes) => nowMs + minutes * minuteMs);
const state = fc.constantFrom(...STATES);

/** A predecessor in any state, with what it was read to leave if it has run. */
const predecessor = fc
  .record({
    state,
    applyAtMs: fc.option(minute, { nil: undefined }),
    change: fc.record({ vod_loop_time: rounds }),
    left: fc.option(fc.record({ vod_loop_time: rounds }), { nil: undefined }),
    lateUntilMs: fc.option(minute, { nil: undefined }),
  })
  .map(({ left, ...fields }) =>
    requestWith({
      id: 'R-1',
      ...fields,
      outcome: left && { sent: true, after: taskWith(left) },
    }),
  );

/** A link on what some predecessor of R-1's was foretold to leave: this one, or one from before an edit. */
const link = fc
  .record({ foretold: rounds, applyAtMs: minute, isBack: fc.boolean() })
  .map(({ foretold, applyAtMs, isBack }) =>
    requestWith({
      id: 'R-2',
      state: 'approved',
      base: taskWith({ vod_loop_time: foretold }),
      change: { status: 'pause' },
      after: 'R-1',
      decidedWith: isBack ? 'R-1' : undefined,
      applyAtMs,
    }),
  );

const sameTask = (one: RelayTask, other: RelayTask): boolean =>
  MODIFIABLE_FIELDS.every((field) => JSON.stringify(one[field]) === JSON.stringify(other[field]));

test('a link runs only after an applied predecessor that left the task as foretold, and waits only for one that still comes before it', () => {
  fc.assert(
    fc.property(link, predecessor, (asked, first) => {
      const { kind } = linkStanding(asked, first);
      const left =
        first.state === 'applied'
          ? (first.outcome?.after ?? taskAfter(first.base, first.payload))
          : taskAfter(first.base, first.payload);
      const isAsForetold = left.vod_loop_time === asked.base.vod_loop_time;
      const isBefore = (first.applyAtMs ?? 0) < (asked.applyAtMs ?? 0);

      expect(kind === 'ready').toBe(first.state === 'applied' && isAsForetold);
      expect(kind === 'waits').toBe(
        !isClosed(first.state) && first.state !== 'held' && isAsForetold && isBefore,
      );
      const hasEnded = isClosed(first.state) && first.state !== 'applied';
      const mayStillCome = first.lateUntilMs !== undefined;
      expect(kind === 'cancelled').toBe(
        hasEnded && !mayStillCome && asked.decidedWith === first.id,
      );
    }),
  );
});

test('what may follow a request comes after it, on what that leaves, and alone', () => {
  fc.assert(
    fc.property(link, predecessor, fc.boolean(), state, (asked, first, isFollowed, other) => {
      const follower = requestWith({ id: 'R-3', after: 'R-1', state: other });
      const open = [first, ...(isFollowed ? [follower] : [])].filter(
        (each) => !isClosed(each.state),
      );
      const why = whyNotAfter(asked, first, open);
      const mayFollow =
        (first.state === 'pending' || first.state === 'approved') &&
        first.applyAtMs !== undefined &&
        (asked.applyAtMs ?? 0) >= first.applyAtMs + minuteMs &&
        sameTask(asked.base, taskAfter(first.base, first.payload)) &&
        !(isFollowed && !isClosed(other));

      expect(why === undefined).toBe(mayFollow);
    }),
  );
});

test('requests are in the same chain whichever of them is asked, and nothing is in two chains', () => {
  const parents = fc.array(fc.option(fc.integer({ min: 0, max: 7 }), { nil: undefined }), {
    minLength: 8,
    maxLength: 8,
  });
  fc.assert(
    fc.property(parents, (after) => {
      // Only what came before can be followed.
      const open: ChangeRequest[] = after.map((first, at) =>
        requestWith({
          id: `R-${at}`,
          after: first !== undefined && first < at ? `R-${first}` : undefined,
        }),
      );
      const chains = open.map((each) => [...chainOf(each, open)].toSorted());
      for (const [at, chain] of chains.entries()) {
        expect(chain).toContain(`R-${at}`);
        for (const id of chain) expect(chains[Number(id.slice(2))]).toEqual(chain);
      }
    }),
  );
});
