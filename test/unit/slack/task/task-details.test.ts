import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { maskedCallback, maskedTarget } from '#src/relay/secret.ts';
import { PARTS_MAX, renderTaskDetails } from '#src/slack/task/task-details.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { anyWords, hostileTask, problemsOf, runs } from '../hostile.ts';

const nowMs = Date.parse('2026-11-26T12:00:00Z');

const shown = (task: Partial<RelayTask>): string =>
  JSON.stringify(
    renderTaskDetails(
      { project: 'live-prod', task: { task_id: 'id-1', ...task }, nowMs },
      wordsFor('en'),
    ),
  );

test('undocumented fields are shown, and apparent secrets masked', () => {
  const text = shown({
    unknown: {
      run_state: 'flowing',
      nested: { depth: 2, access_token: 'hidden1', at: 'https://b.example.com/x?k=hidden2' },
      sign_keys: ['hidden3', 12_345_678],
    },
  });

  expect(text).toContain('run_state');
  expect(text).toContain('flowing');
  expect(text).toContain('depth');
  expect(text).toContain('https://b.example.com/x?…');
  expect(text).not.toMatch(/hidden\d|12345678/);
});

test('a long value is cut visibly, and still shows that its end has changed', () => {
  const long = 'https://media.example.com/'.padEnd(900, 'a');
  const marks = [`${long}b`, `${long}c`].map(
    (url) => / \(901 characters, \w{6}\)/.exec(shown({ source_urls: [url] }))?.[0],
  );

  expect(marks[0]).toBeDefined();
  expect(marks[1]).not.toBe(marks[0]);
});

test.each([
  ['rtmp://a.example.com/live/key', /^rtmp:\/\/a\.example\.com\/live\/…\w{6}$/],
  ['rtmp://a.example.com/live/name?sign=key', /^rtmp:\/\/a\.example\.com\/live\/name\?…\w{6}$/],
  ['rtmp://a.example.com/name', /^rtmp:\/\/a\.example\.com\/…\w{6}$/],
  ['rtmp://a.example.com', /^rtmp:\/\/a\.example\.com$/],
])('the push URL %s', (url, masked) => {
  expect(maskedTarget(url)).toMatch(masked);
});

test.each([
  ['https://a.example.com/live/events/token', /^https:\/\/a\.example\.com\/…\w{6}$/],
  ['https://u:p@a.example.com:8443/x?y', /^https:\/\/…\w{6}@a\.example\.com:8443\/…\w{6}$/],
  ['https://a.example.com/', /^https:\/\/a\.example\.com$/],
  ['no address', /^\/…\w{6}$/],
])('the callback URL %s', (url, masked) => {
  expect(maskedCallback(url)).toMatch(masked);
});

test('a task that cannot be changed has no button, and says why', () => {
  expect(shown({ source_type: 'PullLivePushLive' })).not.toContain('change_task');
  expect(shown({ source_type: 'PullLivePushLive' })).toContain('PullLivePushLive');
  expect(shown({ source_type: 'PullVodPushLive' })).toContain('change_task');
});

test('whatever a task holds, Slack accepts every message of the answer', () => {
  fc.assert(
    fc.property(hostileTask, anyWords, (task, words) => {
      const messages = renderTaskDetails({ project: 'live-prod', task, nowMs }, words);

      expect(messages.flatMap(problemsOf)).toEqual([]);
      expect(messages.length).toBeLessThanOrEqual(PARTS_MAX);
    }),
    runs,
  );
});

test('thirty URLs of maximal length are all shown', () => {
  const urls = Array.from({ length: 30 }, (_all, index) =>
    `https://media.example.com/${index}/`.padEnd(2_048, 'é'),
  );

  const text = shown({ source_urls: urls });

  for (const index of urls.keys()) expect(text).toContain(`https://media.example.com/${index}/`);
  expect(text).not.toContain('do not fit');
});
