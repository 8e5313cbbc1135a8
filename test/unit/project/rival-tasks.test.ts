import { expect, test } from 'vitest';
import type { RivalsByTarget } from '#src/ports/rivals.ts';
import { createRivalTasks } from '#src/project/rival-tasks.ts';
import type { RelayTasks } from '#src/relay/live-api.ts';
import { nowMs, taskWith } from '../relay/sample-task.ts';

type List = Awaited<ReturnType<RelayTasks['list']>>;

const target = { destination_url: 'rtmp://push.example.com/live/news' };
const task = taskWith(target);
const rival = taskWith({ ...target, task_id: 'another' });
const listed: List = { ok: true, tasks: [task, rival] };

/** A store that several replicas share. */
function createStore() {
  const kept = new Map<string, RivalsByTarget>();
  return {
    kept,
    load: (cloud: string) => Promise.resolve(kept.get(cloud)),
    save: (cloud: string, rivals: RivalsByTarget) => Promise.resolve(void kept.set(cloud, rivals)),
  };
}

/** A project with given answers and a clock that only the test moves. */
function setUp(list: () => Promise<List>, store = createStore()) {
  const clock = { nowMs };
  let reads = 0;
  const warnings: string[] = [];
  const tasks = {
    list: () => {
      reads += 1;
      return list();
    },
  };
  const rivals = createRivalTasks({
    projects: new Map([['live-prod', { cloud: 'cloud-1', tasks }]]),
    store,
    now: () => clock.nowMs,
    sleep: () => Promise.resolve(),
    log: { warn: (message) => void warnings.push(message) },
  });
  return { clock, rivals, store, warnings, reads: () => reads };
}

test('another task with the same target is found, and the task itself is not', async () => {
  const { rivals } = setUp(() => Promise.resolve(listed));
  await rivals.looked('live-prod', task, 0);

  const found = await rivals.looked('live-prod', task, 1_000);

  expect(found?.map(({ taskId }) => taskId)).toEqual(['another']);
});

test('what one replica found is known to the others without asking the API', async () => {
  const store = createStore();
  const here = setUp(() => Promise.resolve(listed), store);
  await here.rivals.looked('live-prod', task, 1_000);
  await new Promise(setImmediate);
  const there = setUp(() => Promise.resolve(listed), store);

  const found = await there.rivals.stored('live-prod', task);

  expect(found?.map(({ taskId }) => taskId)).toEqual(['another']);
  expect(there.reads()).toBe(0);
});

test('what is kept names no target, and only tasks that share one', async () => {
  const alone = taskWith({ task_id: 'alone', destination_url: 'rtmp://push.example.com/live/key' });
  const { rivals, store } = setUp(() =>
    Promise.resolve({ ok: true, tasks: [task, rival, alone] } as const),
  );
  await rivals.looked('live-prod', task, 1_000);
  await new Promise(setImmediate);

  const kept = JSON.stringify([...store.kept.values()]);

  expect(kept).toContain('another');
  expect(kept).not.toContain('rtmp:');
  expect(kept).not.toContain('alone');
});

test('a caller that does not wait gets nothing at first, and the list later', async () => {
  const list = Promise.withResolvers<List>();
  const { rivals, reads } = setUp(() => list.promise);

  expect(await rivals.looked('live-prod', task, 0)).toBeUndefined();
  list.resolve(listed);
  await new Promise(setImmediate);

  expect(await rivals.looked('live-prod', task, 0)).toHaveLength(1);
  expect(reads()).toBe(1);
});

test('a slow list is waited for no longer than asked', async () => {
  const { rivals } = setUp(() => new Promise(() => {}));

  expect(await rivals.looked('live-prod', task, 3_000)).toBeUndefined();
});

test('the list is read again after a minute, and not before', async () => {
  const { clock, rivals, reads } = setUp(() => Promise.resolve(listed));
  await rivals.looked('live-prod', task, 1_000);
  clock.nowMs += 59_999;
  await rivals.looked('live-prod', task, 1_000);
  expect(reads()).toBe(1);

  clock.nowMs += 1;
  await rivals.looked('live-prod', task, 1_000);

  expect(reads()).toBe(2);
});

test.each([
  [
    'a refusal',
    () => Promise.resolve<List>({ ok: false, failure: { kind: 'timeout', detail: '' } }),
  ],
  ['an error', () => Promise.reject<List>(new Error('broken'))],
])('%s instead of a list is logged and fails nothing', async (_what, list) => {
  const { rivals, warnings } = setUp(list);
  await rivals.looked('live-prod', task, 0);
  await new Promise(setImmediate);

  expect(await rivals.looked('live-prod', task, 1_000)).toBeUndefined();
  expect(warnings).toEqual(['cannot list the tasks that push to the same target']);
});

test('an unconfigured project has no rivals', async () => {
  const { rivals } = setUp(() => Promise.resolve(listed));

  expect(await rivals.looked('live-test', task, 1_000)).toBeUndefined();
});

test('what is stored is read again after half a minute, so that decisions shortly after one another wait once', async () => {
  const store = createStore();
  let loads = 0;
  const there = setUp(() => Promise.resolve(listed), {
    ...store,
    load: (cloud) => {
      loads += 1;
      return store.load(cloud);
    },
  });
  expect(await there.rivals.stored('live-prod', task)).toBeUndefined();
  await setUp(() => Promise.resolve(listed), store).rivals.looked('live-prod', task, 1_000);
  await new Promise(setImmediate);

  there.clock.nowMs += 29_000;
  expect(await there.rivals.stored('live-prod', task)).toBeUndefined();
  expect(loads).toBe(1);
  there.clock.nowMs += 1_000;
  expect(await there.rivals.stored('live-prod', task)).toHaveLength(1);
});
