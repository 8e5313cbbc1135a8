import { expect, test } from 'vitest';
import type { RelayTasks, TaskList } from '#src/relay/live-api.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { createTaskFinder } from '#src/slack/task/task-finder.ts';
import { taskWith } from '../../relay/sample-task.ts';

const NEWS: RelayTask = taskWith({ task_id: 'id-1', app_name: 'live', stream_name: 'news24' });
const SPORTS: RelayTask = taskWith({ task_id: 'id-2', app_name: 'live', stream_name: 'sports1' });

/** A project with the tasks of `list`, counting reads. */
const setUp = (list: () => TaskList, answered: () => Promise<void> = () => Promise.resolve()) => {
  let nowMs = 0;
  let reads = 0;
  const tasks: RelayTasks = {
    list: async () => {
      reads += 1;
      await answered();
      return list();
    },
    read: () => Promise.reject(new Error('nobody asks for one task here')),
    modify: () => Promise.reject(new Error('nobody changes anything here')),
  };
  const finder = createTaskFinder(() => nowMs);
  return {
    finder,
    tasks,
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

test('a task without a name is not what a short word was meant to be', async () => {
  const nameless: RelayTask = { task_id: 'e5a0c7f1-6d28-4b93-a14e-92bf30d6587c' };
  const { finder, tasks } = setUp(() => ({ ok: true, tasks: [nameless, NEWS] }));

  expect(await finder.find(tasks, 'a/1')).toEqual({ kind: 'none', nearest: [] });
  expect(await finder.find(tasks, 'live/news')).toMatchObject({ nearest: ['live/news24'] });
});

test('while somebody types, the tasks are read once, and again after ten seconds', async () => {
  const { types, reads, later } = setUp(() => ({ ok: true, tasks: [NEWS, SPORTS] }));

  expect(await types('n')).toEqual(['id-1']);
  expect(await types('NEWS')).toEqual(['id-1']);
  expect(reads()).toBe(1);

  later(10_000);
  expect(await types('news2')).toEqual(['id-1']);
  expect(reads()).toBe(2);
});

test('after ten seconds what is known answers at once, and the tasks are read again meanwhile', async () => {
  let answered = Promise.resolve();
  const { finder, tasks, later } = setUp(
    () => ({ ok: true, tasks: [NEWS] }),
    () => answered,
  );
  await finder.suggest(tasks, 'news');

  const never = Promise.withResolvers<void>();
  answered = never.promise;
  later(60_000);
  expect(await finder.suggest(tasks, 'news')).toEqual({ ok: true, tasks: [NEWS] });

  // What was read very long ago is not offered.
  later(5 * 60_000);
  const waiting = finder.suggest(tasks, 'news');
  expect(await Promise.race([waiting, Promise.resolve('waits')])).toBe('waits');
  never.resolve();
  expect(await waiting).toEqual({ ok: true, tasks: [NEWS] });
});

test('a search that was prepared for needs no reading of its own', async () => {
  const { finder, tasks, types, reads } = setUp(() => ({ ok: true, tasks: [NEWS] }));
  finder.prepare(tasks);

  expect(await types('news')).toEqual(['id-1']);

  expect(reads()).toBe(1);
});

test('a task that was created a moment ago is found by its name', async () => {
  const all = [NEWS];
  const { types, later } = setUp(() => ({ ok: true, tasks: [...all] }));
  await types('news');

  all.push(SPORTS);
  later(300);

  expect(await types('sports')).toEqual(['id-2']);
});

test('a search without a result reads the tasks again, but not with every letter', async () => {
  const { types, reads, later } = setUp(() => ({ ok: true, tasks: [NEWS] }));
  await types('n');

  for (const typed of ['nu', 'nut', 'nuts']) {
    later(300);
    expect(await types(typed)).toEqual([]);
  }
  expect(reads()).toBe(2);

  later(2_000);
  expect(await types('nuts!')).toEqual([]);
  expect(reads()).toBe(3);
});

test('typing during a read waits for that read only', async () => {
  const { types, reads } = setUp(() => ({ ok: true, tasks: [NEWS] }));

  expect(await Promise.all([types('n'), types('ne'), types('new')])).toEqual([
    ['id-1'],
    ['id-1'],
    ['id-1'],
  ]);

  expect(reads()).toBe(1);
});

test('if the tasks cannot be read again, the known ones stay', async () => {
  let list: TaskList = { ok: true, tasks: [NEWS] };
  const { types, later } = setUp(() => list);
  await types('news');

  list = { ok: false, failure: { kind: 'timeout' } };
  later(300);

  expect(await types('weather')).toBe('failed');
  expect(await types('news')).toEqual(['id-1']);
});
