import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CALLBACK_EVENTS } from '#src/relay/relay-task.ts';
import { identityOf, readEvent } from '#src/watch/event.ts';

const id = '7864b3dc-e92f-4d5b-9a7e-1c0f6b2d8e41';

test.each([
  ['event', { event: 'TaskExit', task_id: id }],
  ['callback_event', { callback_event: 'TaskExit', event_type: 314, task_id: id }],
  ['event_type', { event_type: 'TaskExit', task_id: id }],
  ['type', { type: 'TaskExit', task_id: id }],
  ['EventType and TaskId', { EventType: 'TaskExit', TaskId: id }],
  ['inside data', { data: { event: 'TaskExit', task_id: id } }],
  ['inside msg as text', { task_id: id, msg: JSON.stringify({ event: 'TaskExit' }) }],
])('the event is found under %s', (_where, body) => {
  expect(readEvent(body)).toMatchObject({ event: 'TaskExit', taskId: id });
});

test('an event like that of the closest relative is read, with its keys masked', () => {
  const event = readEvent({
    callback_event: 'TaskAlarm',
    event_type: 314,
    task_id: id,
    event_time: 1_790_000_000,
    msg: JSON.stringify({
      type: 'PullFileFailed',
      code: 42,
      message: 'cannot open https://media.example.com/a.mp4?auth_key=secret1 now',
      url: 'https://media.example.com/a.mp4?auth_key=secret1',
    }),
  });

  expect(event).toMatchObject({ event: 'TaskAlarm', taskId: id, eventAtMs: 1_790_000_000_000 });
  expect(event?.said.map(([name]) => name)).toEqual(['type', 'code', 'message', 'url']);
  expect(JSON.stringify(event)).not.toContain('secret1');
  expect(JSON.stringify(event)).toContain('PullFileFailed');
});

test.each([
  ['nothing', undefined],
  ['null', null],
  ['a text', 'TaskExit'],
  ['a list', [{ event: 'TaskExit', task_id: id }]],
  ['an event without its task', { event: 'TaskExit' }],
  ['a task without an event', { task_id: id }],
  ['an unknown event', { event: 'TaskSomething', task_id: id }],
  ['an id with white space', { event: 'TaskExit', task_id: 'a b' }],
  ['an id that is too long', { event: 'TaskExit', task_id: 'x'.repeat(129) }],
])('%s is not understood', (_what, body) => {
  expect(readEvent(body)).toBeUndefined();
});

test('no JSON makes it throw, and its result is short', () => {
  const name = fc.constantFrom('event', 'task_id', 'msg', 'data', 'time', 'code', 'message', 'url');
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom<string>(...CALLBACK_EVENTS, id));
  fc.assert(
    fc.property(fc.dictionary(name, value), fc.string({ minLength: 400 }), (body, long) => {
      const read = readEvent({ ...body, event: 'TaskExit', task_id: id, message: long });
      for (const [, words] of read?.said ?? []) {
        expect(Array.from(words).length).toBeLessThanOrEqual(300);
      }
    }),
    { seed: 20_261_126, numRuns: 300 },
  );
});

test.each([
  ['seconds', 1_790_000_000, 1_790_000_000_000],
  ['milliseconds', 1_790_000_000_123, 1_790_000_000_123],
  ['seconds in a text', '1790000000', 1_790_000_000_000],
  ['a date in UTC', '2026-11-26T12:00:00Z', Date.UTC(2026, 10, 26, 12)],
  ['a date in another zone', '2026-11-26T20:00:00+08:00', Date.UTC(2026, 10, 26, 12)],
  ['a date without a zone, which may be of any', '2026-11-26 20:00:00', undefined],
  ['another century', 1, undefined],
])('when it happened is read from %s', (_what, time, ms) => {
  expect(readEvent({ event: 'TaskExit', task_id: id, event_time: time })?.eventAtMs).toBe(ms);
});

test('an event that is sent again is the same one, whatever its signature and the order of its fields', () => {
  const once = { event: 'TaskExit', task_id: id, event_time: 1_790_000_000, sign: 'a1', t: 1 };
  const again = { t: 61, sign: 'b2', event_time: 1_790_000_000, task_id: id, event: 'TaskExit' };

  expect(identityOf(again)).toBe(identityOf(once));
  expect(identityOf({ ...once, event_time: 1_790_000_001 })).not.toBe(identityOf(once));
  expect(identityOf({ ...once, code: 1 })).not.toBe(identityOf(once));
});
