import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { taskAfter } from '#src/relay/chain.ts';
import { decisionBy, lead, requestWith } from '../approval/sample-request.ts';
import { hourMs, nowMs, taskWith } from '../relay/sample-task.ts';
import { type ChainWorld, createChainWorld, type Fate, type Misfortune } from './chain-world.ts';

const minuteMs = 60_000;

/** Five approved changes, an hour apart, each built on what the one before it will leave: rounds 1, 2, 3, 4 and 5. */
function chainOfFive(): ChangeRequest[] {
  const chain: ChangeRequest[] = [];
  for (let rounds = 1; rounds <= 5; rounds += 1) {
    const first = chain.at(-1);
    const atMs = nowMs + rounds * hourMs;
    chain.push(
      requestWith({
        id: `R-${rounds}`,
        state: 'approved',
        version: 2,
        base: first ? taskAfter(first.base, first.payload) : taskWith({ vod_loop_time: '0' }),
        change: { vod_loop_time: String(rounds) },
        after: first?.id,
        applyAtMs: atMs,
        runAtMs: atMs,
        decisions: [decisionBy(lead)],
      }),
    );
  }
  return chain;
}

async function worldAfter(misfortune: Misfortune): Promise<ChainWorld> {
  const chain = chainOfFive();
  const world = createChainWorld(chain, taskWith({ vod_loop_time: '0' }), nowMs, misfortune);
  await world.run();
  return world;
}

const statesOf = ({ memory }: ChainWorld) => memory.ids().map((id) => memory.get(id)?.state);

/** Each change went out once at most, in order, on what the one before it left; and what did not run was held or has failed. */
function expectInOrderOrHeld({ memory, live }: ChainWorld): void {
  const rounds = live.puts.map(({ payload }) => Number(payload.vod_loop_time));
  expect(rounds).toEqual(rounds.map((_each, at) => at + 1));
  for (const { payload, found, atMs } of live.puts) {
    const number = Number(payload.vod_loop_time);
    expect(Number(found.vod_loop_time)).toBe(number - 1);
    expect(atMs).toBeGreaterThanOrEqual(memory.get(`R-${number}`)?.applyAtMs ?? Infinity);
  }
  const chain = memory.ids().flatMap((id) => memory.get(id) ?? []);
  const ran = chain.findIndex(({ state }) => state !== 'applied');
  const [broken, ...behind] = ran === -1 ? [] : chain.slice(ran);
  // Where a chain breaks, a change has failed or is held; what comes after it is held.
  expect(broken === undefined || broken.state === 'failed' || wasHeld(broken)).toBe(true);
  expect(behind.filter((each) => !wasHeld(each))).toEqual([]);
  expect(memory.locks.size).toBe(0);
}

function wasHeld({ state, history }: ChangeRequest): boolean {
  const isHeld = history.some(({ event }) => event === 'hold_link');
  return isHeld && (state === 'held' || state === 'expired');
}

const untouched: Misfortune = { fateOf: () => 'go' };

test('a chain of five runs in order, each change at its time', async () => {
  const world = await worldAfter(untouched);

  expect(statesOf(world)).toEqual(Array(5).fill('applied'));
  expect(world.live.puts.map(({ atMs }) => atMs - nowMs)).toEqual(
    [1, 2, 3, 4, 5].map((hours) => hours * hourMs),
  );
  expectInOrderOrHeld(world);
});

test.each(['die_before', 'die_after'] as const)(
  'a process that dies at any call (%s) leaves a chain of five that runs each change once, in order, or holds it',
  async (fate) => {
    const calls = (await worldAfter(untouched)).calls();
    expect(calls).toBeGreaterThan(50);
    const ends = new Set<string>();

    for (let killed = 1; killed <= calls; killed += 1) {
      const world = await worldAfter({ fateOf: (call) => (call === killed ? fate : 'go') });
      expectInOrderOrHeld(world);
      ends.add(statesOf(world).join(' '));
    }

    // Most kills cost nothing; one between the mark and the PUT ends the chain there.
    expect(ends).toContain(Array(5).fill('applied').join(' '));
    expect([...ends].some((states) => states.includes('failed'))).toBe(true);
  },
);

/** What else may happen to a chain, before the entry with that number is taken. */
const happening = fc.record({
  entry: fc.integer({ min: 1, max: 60 }),
  what: fc.oneof(
    fc.record({ jumpMs: fc.integer({ min: -30 * minuteMs, max: 2 * hourMs }) }),
    fc.record({ withdrawn: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ rounds: fc.integer({ min: 10, max: 12 }) }),
  ),
});

type Happening = (typeof happening extends fc.Arbitrary<infer One> ? One : never)['what'];

function happen({ clock, live, memory }: ChainWorld, what: Happening): void {
  if ('jumpMs' in what) clock.nowMs += what.jumpMs;
  if ('rounds' in what) live.task = { ...live.task, vod_loop_time: String(what.rounds) };
  if ('withdrawn' in what) {
    const request = memory.get(`R-${what.withdrawn}`);
    // No message tells of it: whatever comes after must find out by itself.
    if (request?.state === 'approved') memory.add({ ...request, state: 'withdrawn' });
  }
}

test('whatever is killed, withdrawn or changed by others while clocks jump, no change runs twice, early, or on anything else', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(
          fc.integer({ min: 1, max: 120 }),
          fc.constantFrom<Fate>('die_before', 'die_after'),
        ),
        { maxLength: 6 },
      ),
      fc.array(happening, { maxLength: 4 }),
      async (kills, happenings) => {
        const fates = new Map(kills);
        const world = await worldAfter({
          fateOf: (call) => fates.get(call) ?? 'go',
          beforeEntry: (count, here) => {
            for (const { entry, what } of happenings) {
              if (entry === count) happen(here, what);
            }
          },
        });
        expectRightTasks(world);
        for (const state of statesOf(world)) seen.add(state ?? '');
      },
    ),
    { numRuns: 2_000 },
  );
  expect([...seen].toSorted()).toEqual(['applied', 'expired', 'failed', 'stale', 'withdrawn']);
});

/** No change runs twice or early, and each on the task that its base foretold; no request stays where nothing happens. */
function expectRightTasks({ memory, live }: ChainWorld): void {
  const rounds = live.puts.map(({ payload }) => Number(payload.vod_loop_time));
  expect(rounds).toEqual([...new Set(rounds)].toSorted((a, b) => a - b));
  for (const { payload, found, atMs } of live.puts) {
    const number = Number(payload.vod_loop_time);
    expect(Number(found.vod_loop_time)).toBe(number - 1);
    expect(atMs).toBeGreaterThanOrEqual(memory.get(`R-${number}`)?.applyAtMs ?? Infinity);
  }
  const states = memory.ids().map((id) => memory.get(id)?.state);
  for (const state of ['approved', 'applying', 'unconfirmed', 'pending']) {
    expect(states).not.toContain(state);
  }
  expect(memory.locks.size).toBe(0);
}
