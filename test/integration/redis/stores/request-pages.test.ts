import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChangeRequest, STATES } from '#src/approval/record/change-request.ts';
import type { Effects } from '#src/approval/states/effects.ts';
import type { RequestQuery, RequestStore, Scope } from '#src/approval/ports.ts';
import { lead, requester, requestWith } from '../../../unit/approval/sample-request.ts';
import { nowMs, taskWith } from '../../../unit/relay/sample-task.ts';
import { empty, setUpRedis } from '../set-up-redis.ts';
import { storeOn } from '../set-up-store.ts';

const redis = setUpRedis();
const nothing: Effects = { outbox: [], timers: [], dropTimers: [] };
const SCOPES: readonly Scope[] = ['open', 'pending', 'closed', 'unreviewed', 'all'];

test('an empty store has one empty page', async () => {
  const { page } = storeOn(redis.connection());

  expect(await page(queryOf('all', 5))).toEqual({ requests: [], total: 0 });
});

test('of the same urgency the newest come first, and the last page has no next one', async () => {
  const { store } = await storeWith(7);

  const first = await store.page(queryOf('open', 3));
  const second = await store.page(queryOf('open', 3, first.next));
  const third = await store.page(queryOf('open', 3, second.next));

  expect([first, second, third].map(({ requests }) => requests.map(({ id }) => id))).toEqual([
    ['R-7', 'R-6', 'R-5'],
    ['R-4', 'R-3', 'R-2'],
    ['R-1'],
  ]);
  expect([first.total, third.total, third.next]).toEqual([7, 7, undefined]);
  expect(first.requests[0]).toEqual(await store.load('R-7'));
});

const graded = (id: string, grade: 'off_air' | 'none', expiresAtMs: number) =>
  requestWith({ id, expiresAtMs, effects: [{ kind: 'break', grade, strength: 'will' }] });

test('what is open is found by what goes off air first, on every page', async () => {
  const store = storeOn(redis.connection());
  await store.commit(graded('R-1', 'none', nowMs + 1), nothing);
  await store.commit(graded('R-2', 'off_air', nowMs + 9), nothing);
  await store.commit(graded('R-3', 'none', nowMs + 2), nothing);
  await store.commit(graded('R-4', 'off_air', nowMs + 5), nothing);

  for (const scope of ['open', 'pending'] as const) {
    const turned = await turnPages(store, queryOf(scope, 1), () => Promise.resolve());
    expect(turned).toEqual(['R-4', 'R-2', 'R-1', 'R-3']);
  }
});

test('a page that is just full is the last one', async () => {
  const { store } = await storeWith(3);

  expect((await store.page(queryOf('all', 3))).next).toBeUndefined();
});

test('closed requests are found by the time at which they were closed', async () => {
  const { store, move } = await storeWith(4);
  await move('R-3', 'rejected', nowMs + 10);
  await move('R-1', 'applied', nowMs + 20);
  await move('R-2', 'withdrawn', nowMs + 15);

  expect(await idsOf(store, queryOf('closed', 9))).toEqual(['R-1', 'R-2', 'R-3']);
  expect(await idsOf(store, queryOf('open', 9))).toEqual(['R-4']);
  expect(await idsOf(store, queryOf('all', 9))).toEqual(['R-4', 'R-3', 'R-2', 'R-1']);
});

test('an approved request is open and not pending; one that is tried again is open once more', async () => {
  const { store, move } = await storeWith(2);
  await move('R-1', 'approved', nowMs + 1);
  await move('R-2', 'failed', nowMs + 2);
  expect(await idsOf(store, queryOf('pending', 9))).toEqual([]);
  expect(await idsOf(store, queryOf('open', 9))).toEqual(['R-1']);

  await move('R-2', 'approved', nowMs + 3);

  expect(await idsOf(store, queryOf('open', 9))).toEqual(['R-2', 'R-1']);
  expect(await idsOf(store, queryOf('closed', 9))).toEqual([]);
});

test('requests are found by person and by task, in the named projects', async () => {
  const store = storeOn(redis.connection());
  const other = taskWith({ task_id: 'another' });
  await store.commit(requestWith({ id: 'R-1' }), nothing);
  await store.commit(requestWith({ id: 'R-2', requester: lead }), nothing);
  await store.commit(requestWith({ id: 'R-3', base: other, createdAtMs: nowMs + 1 }), nothing);
  await store.commit(
    requestWith({ id: 'R-4', project: 'live-test', createdAtMs: nowMs + 2 }),
    nothing,
  );
  const both = ['live-prod', 'live-test'];
  const all = { scope: 'all', limit: 9 } as const;

  expect(await idsOf(store, { ...all, projects: both, of: { requester } })).toEqual([
    'R-4',
    'R-3',
    'R-1',
  ]);
  expect(await idsOf(store, { ...all, projects: ['live-test'], of: { requester } })).toEqual([
    'R-4',
  ]);
  expect(await idsOf(store, { ...all, projects: both, of: { requester: lead } })).toEqual(['R-2']);
  expect(await idsOf(store, { ...all, projects: both, of: { taskId: 'another' } })).toEqual([
    'R-3',
  ]);
  expect(await idsOf(store, { ...all, projects: [] })).toEqual([]);
});

test('a limit of 0 counts', async () => {
  const { store } = await storeWith(3);

  expect(await store.page(queryOf('pending', 0))).toEqual({ requests: [], total: 3 });
});

test('pages of several projects are put in one order', async () => {
  const store = storeOn(redis.connection());
  for (let number = 1; number <= 9; number += 1) {
    const project = number % 3 === 0 ? 'live-test' : 'live-prod';
    await store.commit(
      requestWith({ id: `R-${number}`, project, createdAtMs: nowMs + number }),
      nothing,
    );
  }
  const query = { projects: ['live-prod', 'live-test'], scope: 'all', limit: 4 } as const;

  const turned = await turnPages(store, query, () => Promise.resolve());

  expect(turned).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1].map((number) => `R-${number}`));
});

test('requests with the same time are each found once across many pages', async () => {
  const store = storeOn(redis.connection());
  const ids = Array.from({ length: 25 }, (_item, nth) => `R-${nth + 1}`);
  for (const id of ids) await store.commit(requestWith({ id }), nothing);

  const turned = await turnPages(store, queryOf('open', 2), () => Promise.resolve());

  expect(turned.toSorted()).toEqual(ids.toSorted());
});

test('what is not a place in a list is refused', async () => {
  const { page } = storeOn(redis.connection());

  await expect(page(queryOf('open', 3, 'R-1'))).rejects.toThrow('not a place in a list: R-1');
});

const moves = fc.array(
  fc.record({
    request: fc.nat(19),
    state: fc.constantFrom(...STATES),
    // Nothing, or a moment: several things happen in the same millisecond.
    laterMs: fc.nat(2),
  }),
  { maxLength: 12 },
);

test.each(SCOPES)(
  'nobody who turns the pages of %s misses or meets a request twice while requests move',
  async (scope) => {
    await fc.assert(
      fc.asyncProperty(moves, fc.array(moves, { maxLength: 8 }), fc.nat(3), async (...given) => {
        const [before, between, limit] = given;
        await empty(redis.connection());
        const desk = await storeWith(12);
        await desk.makeMoves(before);
        const rounds = [...between];
        const there = new Set(await idsOf(desk.store, queryOf(scope, 99)));

        const turned = await turnPages(desk.store, queryOf(scope, limit + 1), async () => {
          for (const id of await desk.makeMoves(rounds.shift() ?? [])) there.delete(id);
        });

        expect(turned).toHaveLength(new Set(turned).size);
        expect(turned).toEqual(expect.arrayContaining([...there]));
      }),
      { numRuns: 10, seed: 20_261_124 },
    );
  },
);

/** Requests of one project, each a millisecond newer than the one before. */
async function storeWith(count: number) {
  const store = storeOn(redis.connection());
  const requests = new Map<string, ChangeRequest>();
  let clockMs = nowMs + 100;

  async function write(next: ChangeRequest): Promise<void> {
    expect(await store.commit(next, nothing)).toEqual({ kind: 'written' });
    requests.set(next.id, next);
  }

  async function move(id: string, state: ChangeRequest['state'], atMs: number): Promise<void> {
    const before = requests.get(id);
    const line = { event: 'remind', state, atMs } as const;
    await write(
      before
        ? { ...before, version: before.version + 1, state, history: [...before.history, line] }
        : requestWith({ id, state, createdAtMs: atMs, history: [line] }),
    );
  }

  for (let number = 1; number <= count; number += 1) {
    await write(requestWith({ id: `R-${number}`, createdAtMs: nowMs + number }));
  }
  return {
    store,
    move,
    /** The ids of those that moved; those that are not there yet are made. */
    async makeMoves(list: readonly Move[]): Promise<string[]> {
      for (const { request, state, laterMs } of list) {
        clockMs += laterMs;
        await move(`R-${request}`, state, clockMs);
      }
      return list.map(({ request }) => `R-${request}`);
    },
  };
}

interface Move {
  readonly request: number;
  readonly state: ChangeRequest['state'];
  readonly laterMs: number;
}

function queryOf(scope: Scope, limit: number, before?: string): RequestQuery {
  return { projects: ['live-prod'], scope, limit, before };
}

async function idsOf(store: RequestStore, query: RequestQuery): Promise<string[]> {
  return (await store.page(query)).requests.map(({ id }) => id);
}

/** From the first page to the last, with something that happens before each next one. */
async function turnPages(
  store: RequestStore,
  query: RequestQuery,
  between: () => Promise<void>,
): Promise<string[]> {
  const ids: string[] = [];
  let { requests, next } = await store.page(query);
  for (;;) {
    ids.push(...requests.map(({ id }) => id));
    if (next === undefined) return ids;
    await between();
    ({ requests, next } = await store.page({ ...query, before: next }));
  }
}
