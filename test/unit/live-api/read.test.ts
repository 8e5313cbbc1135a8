import { describe, expect, test } from 'vitest';
import { broken, inTurn, json, project, refusal, unconnected } from './simulated-fetch.ts';
import { setUpTasks } from './set-up-tasks.ts';

const found = () => json(200, { task_infos: [{ task_id: 't' }], total: 1, request_id: 'r-9' });

describe('reading one task', () => {
  test('asks for that task alone', async () => {
    const { tasks, arrived, calls } = setUpTasks(found);

    const read = await tasks.read('t');

    expect(read).toEqual({ ok: true, task: { task_id: 't' }, request_id: 'r-9' });
    expect(arrived[0]?.url.href).toBe(
      `https://live.example.com/v1/${project.projectId}/pull/stream/task?limit=1&offset=0&region=cn-north-4&task_id=t`,
    );
    expect(calls).toEqual([{ method: 'GET', status: 200, ms: 0 }]);
  });

  test('takes the request id from the header when the body has none', async () => {
    const { tasks } = setUpTasks(() =>
      json(200, { task_infos: [{ task_id: 't' }] }, { 'X-Request-Id': 'h-1' }),
    );

    expect(await tasks.read('t')).toMatchObject({ request_id: 'h-1' });
  });

  test.each([
    ['an empty list', () => json(200, { task_infos: [], total: 0 })],
    ['a 404 with the code', () => refusal(404, 'LIVE.103011019')],
    ['a 400 with the code', () => refusal(400, 'LIVE.103011019')],
    ['a 500 with the code', () => refusal(500, 'LIVE.103011019')],
    ['a 200 with the code', () => refusal(200, 'LIVE.103011019')],
  ])('not found: %s', async (_name, answer) => {
    const { tasks, arrived } = setUpTasks(answer);

    expect(await tasks.read('t')).toEqual({ ok: 'not_found' });
    expect(arrived).toHaveLength(1);
  });

  test('a list of other tasks says nothing about this one', async () => {
    const { tasks } = setUpTasks(() => json(200, { task_infos: [{ task_id: 'other' }], total: 9 }));

    expect(await tasks.read('t')).toMatchObject({ ok: false, failure: { kind: 'unreadable' } });
  });
});

describe('an answer that contradicts itself is no answer, and never "not found"', () => {
  test.each([
    ['null beside a count', { task_infos: null, total: 5 }, 'unknown_shape'],
    ['an empty list beside a count', { task_infos: [], total: 1 }, 'unknown_shape'],
    [
      'two answers',
      { task_infos: [{ task_id: 't' }, { task_id: 't', status: 'pause' }] },
      'task_several_times',
    ],
  ])('%s', async (_name, body, is) => {
    const { tasks } = setUpTasks(() => json(200, body));

    expect(await tasks.read('t')).toMatchObject({
      ok: false,
      failure: { kind: 'unreadable', reason: { is } },
    });
  });

  test('a 200 with an error code is a refusal with that code', async () => {
    const body = { error_code: 'LIVE.100011002', error_msg: 'Auth failed', task_infos: [] };
    const { tasks } = setUpTasks(() => json(200, body));
    const failure = { error_code: 'LIVE.100011002', error_msg: 'Auth failed', http_status: 200 };

    expect(await tasks.read('t')).toMatchObject({ ok: false, failure });
    expect(await tasks.list()).toMatchObject({ ok: false, failure });
  });

  test('a task listed twice identically counts once', async () => {
    const { tasks } = setUpTasks(() =>
      json(200, { task_infos: [{ task_id: 't' }, { task_id: 't' }] }),
    );

    expect(await tasks.read('t')).toMatchObject({ ok: true, task: { task_id: 't' } });
  });
});

describe('a read that fails is repeated', () => {
  test.each([
    ['connection refused', () => unconnected('ECONNREFUSED')],
    ['connection cut', () => broken('UND_ERR_SOCKET')],
    ['no code at all', () => new TypeError('fetch failed')],
    ['a bare 429', () => new Response('', { status: 429 })],
    ['APIG.0308', () => refusal(429, 'APIG.0308')],
    ['APIGW.0613', () => refusal(503, 'APIGW.0613')],
    ['LIVE.100011007', () => refusal(500, 'LIVE.100011007')],
    ['LIVE.103011021 with 400', () => refusal(400, 'LIVE.103011021')],
    ['an unknown code with 500', () => refusal(500, 'LIVE.999')],
    ['a page of a proxy with 502', () => new Response('<h1>Bad Gateway', { status: 502 })],
    ['a 408', () => new Response('', { status: 408 })],
  ])('twice at most: %s', async (_name, fault) => {
    const recovering = setUpTasks(inTurn(fault, fault, found));
    const failing = setUpTasks(fault);

    const read = await recovering.tasks.read('t');
    const failed = await failing.tasks.read('t');

    expect(read.ok).toBe(true);
    expect(failed.ok).toBe(false);
    expect(failing.arrived).toHaveLength(3);
  });

  test.each([
    ['a wrong parameter', () => refusal(400, 'LIVE.100011001')],
    ['no permission', () => refusal(403, 'APIG.0302')],
    ['a 401', () => refusal(401, 'APIG.0301')],
    ['a 404 without a code', () => new Response('', { status: 404 })],
    ['a code that says no with 500', () => refusal(500, 'APIG.0103')],
    ['a 200 that is not JSON', () => new Response('<html>')],
    ['a 200 of another shape', () => json(200, { hello: 1 })],
    ['a redirect', () => new Response('', { status: 302, headers: { location: 'https://x' } })],
  ])('not at all: %s', async (_name, answer) => {
    const { tasks, arrived } = setUpTasks(answer);

    expect((await tasks.read('t')).ok).toBe(false);
    expect(arrived).toHaveLength(1);
  });

  test('after two to five seconds if throttled, sooner after a broken connection, doubling each time', async () => {
    const throttled = setUpTasks(() => refusal(429, 'APIG.0308'));
    const failing = setUpTasks(() => refusal(500, 'LIVE.100011000'));

    await throttled.tasks.read('t');
    await failing.tasks.read('t');

    expect(throttled.clock.sleeps).toEqual([2000, 4000]);
    expect(failing.clock.sleeps).toEqual([250, 500]);
  });

  test.each([
    ['3', 3000],
    ['0', 0],
    ['Tue, 24 Nov 2026 06:00:04 GMT', 4000],
    ['Tue, 24 Nov 2026 05:00:00 GMT', 0],
    ['3600', 10_000],
    ['999999999999999', 2000],
    ['-1', 2000],
    ['soon', 2000],
    ['', 2000],
  ])('Retry-After %j is a pause of %i ms', async (value, ms) => {
    const { tasks, clock } = setUpTasks(
      inTurn(() => refusal(429, 'APIG.0308', { 'Retry-After': value }), found),
    );

    await tasks.read('t');

    expect(clock.sleeps).toEqual([ms]);
  });
});

test('no more than four calls are under way at a time', async () => {
  let underWay = 0;
  let most = 0;
  const { tasks } = setUpTasks(() => async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    underWay -= 1;
    return found();
  });

  await Promise.all(Array.from({ length: 20 }, async () => await tasks.read('t')));

  expect(most).toBe(4);
});
