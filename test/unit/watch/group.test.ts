import { expect, test } from 'vitest';
import {
  type EventGroup,
  UPDATE_EVERY_MS,
  WINDOW_MS,
  withEvent,
  withMessage,
} from '#src/watch/group.ts';
import { arrivalWith, nowMs } from './sample-event.ts';

const message = { channel: 'C0OPS', ts: '1.1' };

/** The group after events at these times, each shown at once. */
const groupAfter = (...atMs: readonly number[]): EventGroup =>
  atMs.reduce<EventGroup | undefined>((group, at, index) => {
    const next = withEvent(group, arrivalWith({ id: `event-${index}` }), nowMs + at).next;
    return withMessage(next, next, message, nowMs + at);
  }, undefined)!;

test('the first event is shown at once', () => {
  const { next: group, dueMs } = withEvent(undefined, arrivalWith(), nowMs);

  expect(dueMs).toBe(nowMs);
  expect(group).toMatchObject({ count: 1, shownCount: 0, firstAtMs: nowMs });
});

test('further ones raise the count of the same message, not too often', () => {
  const group = groupAfter(0);

  const next = withEvent(group, arrivalWith({ id: 'second' }), nowMs + 100);

  expect(next.next).toMatchObject({ count: 2, shownCount: 1, message, firstAtMs: nowMs });
  expect(next.dueMs).toBe(nowMs + UPDATE_EVERY_MS);
});

test('an event that is handled twice counts once', () => {
  const group = groupAfter(0, 1_000);

  expect(withEvent(group, arrivalWith({ id: 'event-0' }), nowMs + 2_000)).toEqual({
    next: group,
    dueMs: undefined,
  });
});

test.each([
  ['a moment before the window ends', WINDOW_MS - 1, 3],
  ['when the window ends', WINDOW_MS, 1],
])('%s', (_when, at, count) => {
  const group = groupAfter(0, 1_000);

  expect(withEvent(group, arrivalWith({ id: 'late' }), nowMs + at).next.count).toBe(count);
});

test('a count that has not been shown is not lost when its window ends', () => {
  const shown = groupAfter(0);
  const { next: group } = withEvent(shown, arrivalWith({ id: 'second' }), nowMs + 1_000);

  expect(withEvent(group, arrivalWith({ id: 'third' }), nowMs + WINDOW_MS).next.count).toBe(3);
  expect(withEvent(group, arrivalWith({ id: 'third' }), nowMs + 2 * WINDOW_MS).next.count).toBe(1);
});

test('showing is recorded on the newest count, and never on another group', () => {
  const first = withEvent(undefined, arrivalWith(), nowMs).next;
  const second = withEvent(first, arrivalWith({ id: 'second' }), nowMs + 10).next;
  const other = withEvent(undefined, arrivalWith({ id: 'other' }), nowMs + WINDOW_MS).next;

  expect(withMessage(second, first, message, nowMs + 20)).toMatchObject({
    count: 2,
    shownCount: 1,
    message,
  });
  expect(withMessage(other, first, message, nowMs + 20)).toBeUndefined();
});

const at = (id: string, eventAtMs: number | undefined, code: string) =>
  arrivalWith({
    id,
    event: { event: 'TaskAlarm', taskId: 't', eventAtMs, said: [['code', code]] },
  });

test('what was said last is of the newest event, in whatever order they come', () => {
  const newer = withEvent(undefined, at('newer', nowMs - 1_000, 'newer'), nowMs).next;

  const older = withEvent(newer, at('older', nowMs - 2_000, 'older'), nowMs + 10).next;

  expect(older).toMatchObject({ count: 2, said: [['code', 'newer']] });
  const timeless = withEvent(older, at('timeless', undefined, 'timeless'), nowMs + 20).next;
  expect(timeless.said).toEqual([['code', 'timeless']]);
});
