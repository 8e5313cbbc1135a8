import { expect, test } from 'vitest';
import type { RedisFacts } from '#src/redis/connection/server-info.ts';
import { fitnessOf } from '#src/redis/connection/server-requirements.ts';

const good: RedisFacts = {
  node: '10.0.0.1:6379',
  version: '7.2.4',
  mode: 'standalone',
  role: 'master',
  evictionPolicy: 'noeviction',
  memoryMax: 0,
  memoryUsed: 5_000_000,
  isAofOn: true,
  appendfsync: 'everysec',
  isAofWritten: true,
  replicas: 2,
};
const alone = { isCluster: false, waitReplicas: 0 };

test.each<[string, Partial<RedisFacts>]>([
  ['everysec', {}],
  ['always', { appendfsync: 'always' }],
  ['one that does not let us ask', { appendfsync: undefined }],
  ['the next version', { version: '8.0.1' }],
  ['a version of two digits', { version: '10.0.0' }],
  ['memory that is half full', { memoryMax: 10_000_000 }],
])('nothing is said about %s', (_what, facts) => {
  expect(fitnessOf([{ ...good, ...facts }], alone)).toEqual([]);
});

test.each<[string, Partial<RedisFacts>, string]>([
  ['one that evicts', { evictionPolicy: 'volatile-lru' }, 'set it to noeviction'],
  ['an old one', { version: '6.2.14' }, 'this is Redis 6.2.14; relaydesk needs 7.0 or newer'],
  ['a replica', { role: 'replica' }, 'has to lead to the master'],
  ['a Sentinel', { mode: 'sentinel', evictionPolicy: '' }, 'redis+sentinel://'],
  ['a node of a Cluster', { mode: 'cluster' }, 'redis+cluster://'],
])('relaydesk does not start on %s', (_what, facts, text) => {
  expect(fitnessOf([{ ...good, ...facts }], alone)).toEqual([
    { level: 'fail', node: '10.0.0.1:6379', text: expect.stringContaining(text) },
  ]);
});

test.each<[string, Partial<RedisFacts>, string]>([
  ['no AOF', { isAofOn: false }, 'set appendonly yes'],
  ['an AOF that is never flushed', { appendfsync: 'no' }, 'set it to everysec or always'],
  ['an AOF that fails', { isAofWritten: false }, 'look at its disk'],
  ['memory that is nearly full', { memoryMax: 5_500_000 }, 'memory is 91 % full'],
])('%s is a warning', (_what, facts, text) => {
  expect(fitnessOf([{ ...good, ...facts }], alone)).toEqual([
    { level: 'warn', node: '10.0.0.1:6379', text: expect.stringContaining(text) },
  ]);
});

test('a Cluster is accepted if the address says so, and every master is checked', () => {
  const node: RedisFacts = { ...good, mode: 'cluster' };
  const servers = [
    { ...node, node: 'a:1' },
    { ...node, node: 'b:1', evictionPolicy: 'allkeys-lfu' },
    { ...node, node: 'c:1' },
  ];

  expect(fitnessOf(servers, { isCluster: true, waitReplicas: 0 })).toMatchObject([
    { level: 'fail', node: 'b:1' },
  ]);
});

test('fewer replicas than required is a warning: nothing can be saved until they are back', () => {
  const [finding, ...others] = fitnessOf([good], { isCluster: false, waitReplicas: 3 });

  expect(finding).toMatchObject({ level: 'warn' });
  expect(finding?.text).toContain('redis.wait_replicas is 3 and 2 are connected');
  expect(others).toEqual([]);
});
