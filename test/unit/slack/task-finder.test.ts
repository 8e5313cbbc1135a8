import { expect, test } from 'vitest';
import type { RelayTasks, TaskList } from '#src/relay/live-api.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { createTaskFinder } from '#src/slack/task-finder.ts';
import { taskWith } from '../relay/sample-task.ts';

const NEWS: RelayTask = taskWith({ task_id: 'id-1', app_name: 'live', stream_name: 'news24' });
const SPORTS: RelayTask = taskWith({ task_id: 'id-2', app_name: 'live', stream_name: 'sports1' });

/** A project whose tasks are what `list` says, and how often it was asked. */
const setUp = (list: () => TaskList) => {
  let nowMs = 0;
  let reads = 0;
  const tasks: RelayTasks = {
    list: () => {
      reads += 1;
      return Promise.resolve(list());
    },
    read: () => Promise.reject(new Error('nobody asks for one task here')),
    modify: () => Promise.reject(new Error('nobody changes anything here')),
  };
  const finder = createTaskFinder(() => nowMs);
  return {
    types: async (typed: string) => {
      const found = await finder.suggest(tasks, typed);
      return found.ok ? found.tasks.map(({ task_id: id }) => id) : 'failed';
    },
    reads: () => reads,
    later: (ms: number) => {
      nowMs += ms;
    },
  };
};

test('while somebody types, the tasks are read once, and again when ten seconds are over', async () => {
  const { types, reads, later } = setUp(() => ({ ok: true, tasks: [NEWS, SPORTS] }));

  expect(await types('n')).toEqual(['id-1']);
  expect(await types('NEWS')).toEqual(['id-1']);
  expect(reads()).toBe(1);

  later(10_000);
  expect(await types('news2')).toEqual(['id-1']);
  expect(reads()).toBe(2);
});

test('a task that was created a moment ago is found by its name', async () => {
  const all = [NEWS];
  const { types } = setUp(() => ({ ok: true, tasks: [...all] }));
  await types('news');

  all.push(SPORTS);

  expect(await types('sports')).toEqual(['id-2']);
});

test('what no task is called is looked for in tasks that were just read, once', async () => {
  const { types, reads } = setUp(() => ({ ok: true, tasks: [NEWS] }));

  expect(await types('weather')).toEqual([]);
  expect(reads()).toBe(1);

  expect(await types('weather')).toEqual([]);
  expect(reads()).toBe(2);
});

test('two who look for it at the same moment have the tasks read once', async () => {
  const { types, reads } = setUp(() => ({ ok: true, tasks: [NEWS] }));
  await types('news');

  expect(await Promise.all([types('weather'), types('films')])).toEqual([[], []]);

  expect(reads()).toBe(2);
});

test('when the tasks cannot be read again, that is what is said', async () => {
  let list: TaskList = { ok: true, tasks: [NEWS] };
  const { types } = setUp(() => list);
  await types('news');

  list = { ok: false, failure: { kind: 'timeout' } };

  expect(await types('weather')).toBe('failed');
});
