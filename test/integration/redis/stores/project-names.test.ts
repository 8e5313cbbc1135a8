import { expect, test } from 'vitest';
import type { Effects } from '#src/approval/states/effects.ts';
import { createProjectNames } from '#src/redis/stores/project-names.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import { CLOUD, requester, requestWith } from '../../../unit/approval/sample-request.ts';
import { taskWith } from '../../../unit/relay/sample-task.ts';
import { setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const nothing: Effects = { outbox: [], timers: [], dropTimers: [] };
const take: Effects = { ...nothing, lock: 'take' };
const { task_id: taskId } = taskWith();
const OTHER_CLOUD = 'live.cn-north-1.myhuaweicloud.com:443/fedcba98765432100123456789abcdef';

/** The store as a replica sees it whose configuration gives these names. */
const storeOf = (names: Readonly<Record<string, string>>) =>
  createRequestStore(redis.connection(), undefined, {
    names: createProjectNames(() =>
      Object.entries(names).map(([name, cloud]) => ({ name, cloud })),
    ),
  });

test('a request of a project that was renamed is found, and has the new name', async () => {
  await storeOf({ 'live-prod': CLOUD }).commit(requestWith(), nothing);

  const store = storeOf({ 'live-main': CLOUD });

  const request = requestWith({ project: 'live-main', cloud: CLOUD });
  const query = { projects: ['live-main'], scope: 'open', limit: 9 } as const;
  expect(await store.load('R-142')).toEqual(request);
  expect(await store.openOn('live-main', taskId)).toEqual(['R-142']);
  expect(await store.page(query)).toEqual({ requests: [request], total: 1 });
  expect(await store.page({ ...query, of: { taskId } })).toMatchObject({ total: 1 });
  expect(await store.page({ ...query, of: { requester } })).toMatchObject({ total: 1 });
  expect(await store.commit(requestWith({ reason: 'Another.' }), nothing)).toEqual({
    kind: 'stale',
    current: request,
  });
});

test('two replicas that call a project by two names run one change of a task at a time', async () => {
  const one = storeOf({ 'live-prod': CLOUD });
  const two = storeOf({ 'live-main': CLOUD });
  await one.commit(requestWith(), take);

  expect(
    await two.commit(requestWith({ id: 'R-143', project: 'live-main', cloud: CLOUD }), take),
  ).toEqual({
    kind: 'locked',
    by: 'R-142',
  });
  const openRequestLimit = { accounts: [requester] };
  expect(
    await two.commit(requestWith({ id: 'R-144', project: 'live-main', cloud: CLOUD }), {
      ...nothing,
      openRequestLimit,
    }),
  ).toEqual({ kind: 'taken', by: 'R-142' });
});

test('a name given to another project of the cloud does not bring the old requests along', async () => {
  await storeOf({ 'live-prod': CLOUD }).commit(requestWith(), take);

  const store = storeOf({ 'live-prod': OTHER_CLOUD });

  expect(await store.load('R-142')).toEqual(
    requestWith({ project: 'live-prod/01234567', cloud: CLOUD }),
  );
  expect(await store.openOn('live-prod', taskId)).toEqual([]);
  const other = requestWith({ id: 'R-143', cloud: OTHER_CLOUD });
  expect(await store.commit(other, take)).toEqual({ kind: 'written' });
});

test('a project that is not configured any more keeps its name, and its requests come back with it', async () => {
  await storeOf({ 'live-prod': CLOUD }).commit(requestWith(), nothing);
  const without = storeOf({ 'live-test': OTHER_CLOUD });

  const request = await without.load('R-142');
  await without.commit({ ...requestWith(), version: 2, state: 'withdrawn' }, nothing);

  expect(request?.project).toBe('live-prod');
  const again = storeOf({ 'live-main': CLOUD });
  expect(await again.load('R-142')).toMatchObject({ project: 'live-main', state: 'withdrawn' });
  const query = { projects: ['live-main'], scope: 'closed', limit: 9 } as const;
  expect(await again.page(query)).toMatchObject({ total: 1 });
});
