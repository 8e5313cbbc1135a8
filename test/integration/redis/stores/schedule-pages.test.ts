import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { Effects } from '#src/approval/states/effects.ts';
import type { RequestStore, ScheduleQuery } from '#src/approval/ports.ts';
import { buildWayBack } from '#src/approval/links/way-back.ts';
import { requestWith } from '../../../unit/approval/sample-request.ts';
import { hourMs, nowMs, taskWith } from '../../../unit/relay/sample-task.ts';
import { setUpRedis } from '../set-up-redis.ts';
import { storeOn } from '../set-up-store.ts';

const redis = setUpRedis();
const nothing: Effects = { outbox: [], timers: [], dropTimers: [] };

const all: ScheduleQuery = { projects: ['live-prod', 'live-test'], limit: 10 };

const inHours = (hours: number): number => nowMs + hours * hourMs;

const pauseAt = (id: string, hours: number, fields: Partial<ChangeRequest> = {}) =>
  requestWith({ id, applyAtMs: inHours(hours), ...fields });

const storeWith = async (...requests: readonly ChangeRequest[]): Promise<RequestStore> => {
  const store = storeOn(redis.connection());
  for (const request of requests) await store.commit(request, nothing);
  return store;
};

/** Every run that a query finds, page by page. */
const runsOf = async (store: RequestStore, query: ScheduleQuery): Promise<string[]> => {
  const found: string[] = [];
  for (let before: string | undefined; ;) {
    const page = await store.schedule({ ...query, before });
    found.push(
      ...page.runs.map(
        ({ request, atMs, isWayBack }) =>
          `${request.id}${isWayBack ? ' back' : ''} ${(atMs - nowMs) / hourMs}`,
      ),
    );
    if (page.next === undefined) return found;
    before = page.next;
  }
};

test('an empty store has nothing scheduled', async () => {
  expect(await (await storeWith()).schedule(all)).toEqual({ runs: [], total: 0 });
});

test('runs of all projects come in the order of time, on pages of any size', async () => {
  const pair = pauseAt('R-2', 2);
  const wayBack = buildWayBack(pair, { id: 'R-9', applyAtMs: inHours(4) }, 'merged');
  const store = await storeWith(
    pauseAt('R-1', 5),
    { ...pair, wayBack },
    pauseAt('R-3', 3, { project: 'live-test' }),
    pauseAt('R-4', 1, { state: 'approved', runAtMs: inHours(6) }),
    requestWith({ id: 'R-5' }),
  );
  const inOrder = ['R-2 2', 'R-3 3', 'R-2 back 4', 'R-1 5', 'R-4 6'];

  for (const limit of [1, 2, 5, 10]) {
    expect(await runsOf(store, { ...all, limit })).toEqual(inOrder);
  }
  expect((await store.schedule(all)).total).toBe(5);
  expect(await runsOf(store, { ...all, projects: ['live-test'] })).toEqual(['R-3 3']);
});

test('of a day only its runs are found: its first moment is part of it, its end is not', async () => {
  const store = await storeWith(...[1, 2, 3, 4, 5].map((hours) => pauseAt(`R-${hours}`, hours)));
  const span = { fromMs: inHours(2), untilMs: inHours(4) };

  expect(await runsOf(store, { ...all, span, limit: 1 })).toEqual(['R-2 2', 'R-3 3']);
});

test('the runs of one task are found by its id', async () => {
  const store = await storeWith(
    pauseAt('R-1', 1),
    pauseAt('R-2', 2, { base: taskWith({ task_id: 'another' }) }),
  );

  expect(await runsOf(store, { ...all, taskId: 'another' })).toEqual(['R-2 2']);
});

test('what has run, ended or moved is found where it is now', async () => {
  const store = await storeWith(pauseAt('R-1', 1), pauseAt('R-2', 2), pauseAt('R-3', 3));
  await store.commit(pauseAt('R-1', 1, { version: 2, state: 'applying' }), nothing);
  await store.commit(pauseAt('R-2', 2, { version: 2, state: 'withdrawn' }), nothing);
  await store.commit(pauseAt('R-3', 9, { version: 2 }), nothing);

  expect(await runsOf(store, all)).toEqual(['R-3 9']);
  expect(await runsOf(store, { ...all, taskId: taskWith().task_id })).toEqual(['R-3 9']);
});

test('a page of 10,000 scheduled requests reads no more of them than it shows', async () => {
  const store = storeOn(redis.connection());
  for (let from = 0; from < 10_000; from += 500) {
    await Promise.all(
      Array.from({ length: 500 }, (_each, index) =>
        store.commit(pauseAt(`R-${from + index + 1}`, from + index + 1), nothing),
      ),
    );
  }
  await redis.connection().config('RESETSTAT');

  const first = await store.schedule({ ...all, limit: 8 });
  const span = { fromMs: inHours(5_000), untilMs: inHours(5_024) };
  const day = await store.schedule({ ...all, span, limit: 8 });

  expect(first).toMatchObject({ total: 10_000, next: expect.any(String) });
  expect(first.runs.map(({ request }) => request.id)).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8].map((nth) => `R-${nth}`),
  );
  expect(day.runs[0]?.request.id).toBe('R-5000');
  const stats = await redis.connection().info('commandstats');
  expect(Number(/cmdstat_hget:calls=(\d+)/.exec(stats)?.[1])).toBe(16);
}, 120_000);
