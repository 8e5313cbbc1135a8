import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderEvents, renderWatches } from '#src/slack/watch/watch-message.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { withEvent } from '#src/watch/group.ts';
import type { Found } from '#src/watch/ports.ts';
import { type Subscription, SUBSCRIPTIONS_MAX } from '#src/watch/subscription.ts';
import { arrivalWith, nowMs } from '../../watch/sample-event.ts';
import { anyWords, hostileTask, hostileText, problemsOf, runs } from '../hostile.ts';

const words = wordsFor('en');

const one = withEvent(undefined, arrivalWith(), nowMs).next;
const task = { task_id: one.taskId, status: 'pause', source_urls: ['https://a.example.com/x'] };

const subscription: Subscription = {
  id: 'a'.repeat(32),
  channel: 'C0OPS',
  project: 'live-prod',
  events: [],
  by: { userId: 'U0OPERATOR' },
  atMs: nowMs,
};

test.each<[string, Found, string]>([
  ['a task', { kind: 'task', task, atMs: nowMs }, '⏸️ Paused'],
  ['a task that is gone', { kind: 'gone' }, 'has been deleted'],
  ['a task that could not be read', { kind: 'unread' }, 'could not be read'],
])('an event is shown with %s', (_what, found, said) => {
  const text = JSON.stringify(renderEvents(one, found, words));

  expect(text).toContain(said);
  expect(text).toContain('Treat events as hints');
  expect(text).not.toContain('times*');
});

test('several events are shown with their count', () => {
  const text = JSON.stringify(renderEvents({ ...one, count: 12 }, { kind: 'not_asked' }, words));

  expect(text).toContain('*12 times* since');
});

test('whatever an event says and a task holds, Slack accepts the message', () => {
  const said = fc.array(fc.tuple(fc.constant('message'), hostileText), { maxLength: 6 });
  fc.assert(
    fc.property(hostileTask, hostileText, said, anyWords, (some, taskName, facts, inWords) => {
      const group = { ...one, taskName, taskId: some.task_id, said: facts, count: 99 };

      expect(
        problemsOf(renderEvents(group, { kind: 'task', task: some, atMs: nowMs }, inWords)),
      ).toEqual([]);
    }),
    runs,
  );
});

test('the largest number of subscriptions is listed completely', () => {
  fc.assert(
    fc.property(hostileText, hostileText, anyWords, (name, event, inWords) => {
      const all = Array.from({ length: SUBSCRIPTIONS_MAX }, () => ({
        ...subscription,
        task: { id: 'a', name },
        events: [event.slice(0, 20)],
      }));
      const messages = renderWatches(all, false, inWords);

      expect(messages.flatMap(problemsOf)).toEqual([]);
      expect(JSON.stringify(messages).split('stop_watch')).toHaveLength(SUBSCRIPTIONS_MAX + 1);
    }),
    runs,
  );
});
