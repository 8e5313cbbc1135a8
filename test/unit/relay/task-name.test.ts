import { expect, test } from 'vitest';
import { taskName } from '#src/relay/relay-task.ts';

test.each([
  ['live', 'news24', 'live/news24'],
  ['live', '', 'an-id'],
  [undefined, 'news24', 'an-id'],
  ['live', 'x*\n✅ *Approved by everybody', 'an-id'],
])('a task that pushes to %j and %j is called %s', (app_name, stream_name, name) => {
  expect(taskName({ task_id: 'an-id', stream_name, ...(app_name && { app_name }) })).toBe(name);
});
