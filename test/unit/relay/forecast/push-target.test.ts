import { expect, test } from 'vitest';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { pushTarget, rivalsByTarget, withoutSelf } from '#src/relay/forecast/push-target.ts';

const NEWS = { task_id: 'a', domain: 'push.example.com', app_name: 'live', stream_name: 'news24' };
const START = '2026-11-29T12:00:00Z';
const END = '2026-11-30T12:00:00Z';

test('different spellings of a target are equal, and the key is not part of it', () => {
  const whole = { task_id: 'b', destination_url: 'rtmp://PUSH.example.com/live/news24?txSecret=0' };

  const signedIn = {
    task_id: 'd',
    destination_url: 'rtmp://desk:pw@push.example.com:1935/live/news24',
  };

  expect(pushTarget(whole)).toBe(pushTarget(NEWS));
  expect(pushTarget(signedIn)).toBe(pushTarget(NEWS));
  expect(pushTarget({ task_id: 'c', domain: 'push.example.com' })).toBeUndefined();
});

test('a rival is an enabled task with the same target, in the time in which it pushes', () => {
  const other = { ...NEWS, task_id: 'b', status: 'enable', start_time: START, end_time: END };

  expect(rivalsOf(NEWS, other)).toEqual([
    { taskId: 'b', name: 'live/news24', fromMs: Date.parse(START), untilMs: Date.parse(END) },
  ]);
  expect(rivalsOf(NEWS, { ...other, status: 'pause' })).toEqual([]);
  expect(rivalsOf(NEWS, { ...other, stream_name: 'sport' })).toEqual([]);
});

test('a rival without a start or an end survives being stored', () => {
  const other = { ...NEWS, status: 'enable' };
  const kept = JSON.parse(
    JSON.stringify(rivalsByTarget([NEWS, { ...other, task_id: 'b' }]).get(pushTarget(NEWS) ?? '')),
  );

  expect(kept).toContainEqual({ taskId: 'b', name: 'live/news24' });
});

function rivalsOf(task: RelayTask, other: RelayTask) {
  return withoutSelf(task, rivalsByTarget([task, other]).get(pushTarget(task) ?? '') ?? []);
}
