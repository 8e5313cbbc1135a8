import { expect, test } from 'vitest';
import { keys } from '#src/redis/keys.ts';

const names = Object.entries(keys).map(([name, key]): [string, string] => [
  name,
  typeof key === 'function' ? key('open', 'two', 'three') : key,
]);

test.each(names)('%s is on the node of all the others: %s', (_name, key) => {
  expect(key).toMatch(/^\{relaydesk\}:[^{}]+$/);
});

test('no two keys have one name', () => {
  expect(names.length).toBeGreaterThan(10);
  expect(new Set(names.map(([, key]) => key)).size).toBe(names.length);
});

test('the keys that people meet in Redis', () => {
  expect(keys.request('R-142')).toBe('{relaydesk}:request:R-142');
  expect(keys.outbox).toBe('{relaydesk}:outbox');
  expect(keys.taskLock('live-prod', '7864b3dc')).toBe('{relaydesk}:task-lock:live-prod:7864b3dc');
});
