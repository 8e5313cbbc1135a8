import { expect, test } from 'vitest';
import { loadedFrom, problemsIn, project } from './set-up-config.ts';

test('no replicas are waited for unless the configuration says so', () => {
  expect(waitForIn({})).toEqual({ replicas: 0, timeoutMs: 1_000 });
  expect(waitForIn({ redis: { wait_replicas: 1 } })).toEqual({ replicas: 1, timeoutMs: 1_000 });
  expect(waitForIn({ redis: { wait_replicas: 2, wait_timeout: '2s' } })).toEqual({
    replicas: 2,
    timeoutMs: 2_000,
  });
});

test.each([
  ['half a replica', { wait_replicas: 0.5 }, 'wait_replicas: must be a whole number'],
  ['fewer than none', { wait_replicas: -1 }, 'wait_replicas: must not be negative'],
  ['longer than a click can wait', { wait_timeout: '3s' }, 'wait_timeout: must be at most 2s'],
  ['a misspelt key', { wait_replica: 1 }, 'redis: '],
])('%s is refused', (_what, redis, problem) => {
  expect(problemsIn({ projects: [project], redis })).toEqual([expect.stringContaining(problem)]);
});

test('closed requests stay for 90 days unless the configuration says otherwise', () => {
  expect(retentionIn({})).toBe(90 * 86_400_000);
  expect(retentionIn({ retention: '12h' })).toBe(12 * 3_600_000);
  expect(problemsIn({ projects: [project], retention: '0d' })).toEqual([
    expect.stringContaining('retention: must be a duration'),
  ]);
});

function retentionIn(more: object) {
  const loaded = loadedFrom({}, {}, more);
  return loaded.ok ? loaded.config.retentionMs : undefined;
}

function waitForIn(more: object) {
  const loaded = loadedFrom({}, {}, more);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.config.waitFor;
}
