import { describe, expect, test } from 'vitest';
import { sampleTasks } from './sample-tasks.ts';
import { caller, nowMs, playLive } from './test-client.ts';

describe('a listing', () => {
  test('is paged and gives the total', async () => {
    const tasks = sampleTasks(nowMs);
    const { get } = await caller(await playLive({ tasks }));

    const got = await get('?region=cn-north-4&offset=4&limit=4');

    expect(got.body['total']).toBe(6);
    expect(got.body['task_infos']).toEqual(tasks.slice(4));
  });

  test('gives at most ten without a limit', async () => {
    const tasks = Array.from({ length: 12 }, (_, number) => ({ task_id: `task-${number}` }));
    const { get } = await caller(await playLive({ tasks }));

    const got = await get();

    expect(got.body['task_infos']).toHaveLength(10);
  });

  test('finds one task by its id', async () => {
    const { get } = await caller(await playLive());

    const got = await get('?task_id=task-1');

    expect(got.body).toMatchObject({ total: 1, task_infos: [{ task_id: 'task-1' }] });
  });

  test('is empty for an unknown id', async () => {
    const { get } = await caller(await playLive());

    const got = await get('?task_id=task-2');

    expect(got).toMatchObject({ status: 200, body: { total: 0, task_infos: [] } });
  });

  test('or is not found, by option', async () => {
    const { get } = await caller(await playLive({ unknownTask: 'not_found' }));

    const got = await get('?task_id=task-2');

    expect(got).toMatchObject({ status: 404, body: { error_code: 'LIVE.103011019' } });
  });

  test('is empty for another region', async () => {
    const { get } = await caller(await playLive());

    const got = await get('?region=ap-southeast-3');

    expect(got.body['total']).toBe(0);
  });

  test.for([
    '?limit=0',
    '?limit=101',
    '?limit=ten',
    '?limit=',
    '?offset=-1',
    '?offset=2147483648',
    '?limit=1&limit=2',
    '?page=1',
  ])('refuses %s', async (query) => {
    const { get } = await caller(await playLive());

    const got = await get(query);

    expect(got).toMatchObject({ status: 400, body: { error_code: 'LIVE.100011001' } });
  });
});

test('the samples cover their purposes', () => {
  const tasks = sampleTasks(nowMs);

  const long = tasks.find((task) => task.source_urls?.length === 30)?.source_urls ?? [];

  expect(Math.min(...long.map((url) => url.length))).toBeGreaterThan(200);
  expect(tasks.filter((task) => task.source_type === 'PullLivePushLive')).toHaveLength(1);
  expect(tasks.filter((task) => task.status === 'pause')).toHaveLength(1);
  expect(Object.keys(tasks.at(-1) ?? {})).toHaveLength(4);
});
