import { expect, test } from 'vitest';
import { createFindRivals } from '#src/project/rival-tasks.ts';
import type { RelayTasks } from '#src/relay/live-api.ts';
import { nowMs, taskWith } from '../relay/sample-task.ts';

type List = Awaited<ReturnType<RelayTasks['list']>>;

const target = { destination_url: 'rtmp://push.example.com/live/news' };
const task = taskWith(target);
const rival = taskWith({ ...target, task_id: 'another' });
const listed: List = { ok: true, tasks: [task, rival] };

/** A project whose list answers as it is told, with a clock that only the test moves. */
function setUp(list: () => Promise<List>) {
  const clock = { nowMs };
  let reads = 0;
  const warnings: string[] = [];
  const find = createFindRivals({
    projects: new Map([
      [
        'live-prod',
        {
          tasks: {
            list: () => {
              reads += 1;
              return list();
            },
          },
        },
      ],
    ]),
    now: () => clock.nowMs,
    sleep: () => Promise.resolve(),
    log: { warn: (message) => void warnings.push(message) },
  });
  return { clock, find, warnings, reads: () => reads };
}

test('another task with the same target is found, and the task itself is not', async () => {
  const { find } = setUp(() => Promise.resolve(listed));
  await find('live-prod', task, 0);

  const found = await find('live-prod', task, 1_000);

  expect(found.map(({ taskId }) => taskId)).toEqual(['another']);
});

test('whoever waits for nothing has no answer at first, and the list afterwards', async () => {
  const list = Promise.withResolvers<List>();
  const { find, reads } = setUp(() => list.promise);

  expect(await find('live-prod', task, 0)).toEqual([]);
  list.resolve(listed);
  await list.promise;
  await Promise.resolve();

  expect(await find('live-prod', task, 0)).toHaveLength(1);
  expect(reads()).toBe(1);
});

test('a list that does not come is waited for no longer than asked', async () => {
  const { find } = setUp(() => new Promise(() => {}));

  expect(await find('live-prod', task, 3_000)).toEqual([]);
});

test('the list is read again after a minute, and not before', async () => {
  const { clock, find, reads } = setUp(() => Promise.resolve(listed));
  await find('live-prod', task, 1_000);
  clock.nowMs += 59_999;
  await find('live-prod', task, 1_000);
  expect(reads()).toBe(1);

  clock.nowMs += 1;
  await find('live-prod', task, 1_000);

  expect(reads()).toBe(2);
});

test.each([
  [
    'a refusal',
    () => Promise.resolve<List>({ ok: false, failure: { kind: 'timeout', detail: '' } }),
  ],
  ['an error', () => Promise.reject<List>(new Error('broken'))],
])('%s instead of a list is told in the log and fails nobody', async (_what, list) => {
  const { find, warnings } = setUp(list);
  await find('live-prod', task, 0);
  await new Promise(setImmediate);

  expect(await find('live-prod', task, 1_000)).toEqual([]);
  expect(warnings).toEqual(['rival tasks: not listed']);
});

test('a project that is not configured has none', async () => {
  const { find } = setUp(() => Promise.resolve(listed));

  expect(await find('live-test', task, 1_000)).toEqual([]);
});
