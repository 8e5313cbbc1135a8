import { expect, test } from 'vitest';
import { isMeantBy } from '#src/ending/due.ts';
import { taskWith } from '../relay/sample-task.ts';

const task = taskWith({ task_id: '7864-b3', app_name: 'live', stream_name: 'news.24' });

test.each(['live/news.24', 'live/*', 'news.24', '*24', '7864-b3', '7864*', '*'])(
  '%s means the task',
  (pattern) => {
    expect(isMeantBy([pattern], task)).toBe(true);
  },
);

test.each(['live', 'live/news', 'live/newsX24', 'LIVE/*', '(', 'ive/news.24', 'live/*5'])(
  '%s does not mean it',
  (pattern) => {
    expect(isMeantBy([pattern], task)).toBe(false);
  },
);

test('a task without a name is meant by its id alone', () => {
  const { app_name: _app, stream_name: _stream, ...unnamed } = task;

  expect(isMeantBy(['7864-b3'], unnamed)).toBe(true);
  expect(isMeantBy(['live/*'], unnamed)).toBe(false);
});
