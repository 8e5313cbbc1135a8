import { describe, expect, test } from 'vitest';
import { GATEWAY_ERRORS, LIVE_ERRORS } from '#src/relay/error-catalogue.ts';
import { buildPayload } from '#src/relay/payload.ts';
import { broken, inTurn, json, project, refusal, startMs, unconnected } from './simulated-fetch.ts';
import { setUpTasks } from './set-up-tasks.ts';

const payload = {
  task_id: 't',
  status: 'pause',
  vod_refresh_type: 'immediate_new_source',
} as const;
const LONG_ID = '7b1c0d3e-0000-4000-8000-000000000001-1732860000123-live-api-7c9d8f-x2x4z';
const accepted = () => json(200, { task_id: 't', request_id: 'r-2' });
const cutBody = (status: number) => () =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"task_id":"t",'));
        controller.error(new TypeError('terminated'));
      },
    }),
    { status },
  );

test('the body is the unchanged payload, and the answer names task and request', async () => {
  const { tasks, arrived } = setUpTasks(accepted);

  const answer = await tasks.modify(payload, Infinity);

  expect(answer).toEqual({ kind: 'accepted', task_id: 't', request_id: 'r-2' });
  expect(arrived).toHaveLength(1);
  expect(arrived[0]).toMatchObject({ method: 'PUT', body: JSON.stringify(payload) });
  expect(arrived[0]?.url.href).toBe(
    `https://live.example.com/v1/${project.projectId}/pull/stream/task`,
  );
  expect(arrived[0]?.headers.get('content-type')).toBe('application/json');
});

test('times go out without milliseconds', async () => {
  const { tasks, arrived } = setUpTasks(accepted);
  const base = {
    task_id: 't',
    start_time: '2026-11-25T00:00:00Z',
    end_time: '2026-11-26T00:00:00Z',
  };

  await tasks.modify(
    buildPayload({
      base,
      change: { end_time: '2026-11-27T00:00:00Z' },
      send: 'merged',
      nowMs: startMs,
    }),
    Infinity,
  );

  expect(JSON.parse(arrived[0]?.body ?? '')).toMatchObject({
    start_time: '2026-11-25T00:00:00Z',
    end_time: '2026-11-27T00:00:00Z',
  });
  expect(arrived[0]?.body).not.toMatch(/\d\.\d{3}Z/);
});

describe('what is known after a fault, and how many PUTs arrived', () => {
  test.each([
    // Never sent: repeated, and in the end nothing was applied.
    ['connection refused', () => unconnected('ECONNREFUSED'), 'not_sent', 3],
    ['no such host', () => unconnected('ENOTFOUND'), 'not_sent', 3],
    ['name server away', () => unconnected('EAI_AGAIN'), 'not_sent', 3],
    ['no route', () => unconnected('EHOSTUNREACH'), 'not_sent', 3],
    ['certificate expired', () => unconnected('CERT_HAS_EXPIRED'), 'not_sent', 3],
    // Refused by the gateway.
    ['429 without a code', () => new Response('slow', { status: 429 }), 'refused', 3],
    ['429 APIG.0308', () => refusal(429, 'APIG.0308'), 'refused', 3],
    ['503 APIGW.0613', () => refusal(503, 'APIGW.0613'), 'refused', 3],
    // A definite refusal.
    ['400 LIVE.100011001', () => refusal(400, 'LIVE.100011001'), 'refused', 1],
    ['400 unheard code', () => refusal(400, 'LIVE.999'), 'refused', 1],
    ['400 LIVE.103011019', () => refusal(400, 'LIVE.103011019'), 'refused', 1],
    ['404 LIVE.103011019', () => refusal(404, 'LIVE.103011019'), 'refused', 1],
    ['413 APIG.0201', () => refusal(413, 'APIG.0201'), 'refused', 1],
    ['400 with other names', () => json(400, { result_code: 'LIVE.100011001' }), 'refused', 1],
    ['401 LIVE.100011003', () => refusal(401, 'LIVE.100011003'), 'refused', 1],
    ['401 without a body', () => new Response('', { status: 401 }), 'refused', 1],
    ['403 in HTML', () => new Response('<html>', { status: 403 }), 'refused', 1],
    // It may have been applied: one PUT, and no second one.
    ['connection cut', () => broken('ECONNRESET'), 'unknown', 1],
    ['socket closed', () => broken('UND_ERR_SOCKET'), 'unknown', 1],
    ['route lost while waiting', () => broken('EHOSTUNREACH'), 'unknown', 1],
    ['failed without a reason', () => new TypeError('fetch failed'), 'unknown', 1],
    ['500 LIVE.100011000', () => refusal(500, 'LIVE.100011000'), 'unknown', 1],
    ['500 LIVE.100011007', () => refusal(500, 'LIVE.100011007'), 'unknown', 1],
    ['500 LIVE.100011001', () => refusal(500, 'LIVE.100011001'), 'unknown', 1],
    ['502 APIG.0201', () => refusal(502, 'APIG.0201'), 'unknown', 1],
    ['504 APIG.0201', () => refusal(504, 'APIG.0201'), 'unknown', 1],
    ['500 in HTML', () => new Response('<html>', { status: 500 }), 'unknown', 1],
    ['400 LIVE.103011021', () => refusal(400, 'LIVE.103011021'), 'unknown', 1],
    ['400 without a code', () => json(400, {}), 'unknown', 1],
    ['404 in HTML', () => new Response('<html>', { status: 404 }), 'unknown', 1],
    ['408 with a code', () => refusal(408, 'LIVE.999'), 'unknown', 1],
    ['a redirect', () => new Response('', { status: 307 }), 'unknown', 1],
    ['200 empty', () => new Response(''), 'unknown', 1],
    ['204', () => new Response(null, { status: 204 }), 'unknown', 1],
    ['200 in HTML', () => new Response('<html>'), 'unknown', 1],
    ['200 broken off', cutBody(200), 'unknown', 1],
    ['400 broken off', cutBody(400), 'unknown', 1],
    ['200 without a task', () => json(200, { request_id: 'r' }), 'unknown', 1],
    ['200 with an error in it', () => refusal(200, 'APIG.0308'), 'unknown', 1],
    [
      '200 for the task with an error in it',
      () => json(200, { task_id: 't', error_code: 'LIVE.100011001' }),
      'unknown',
      1,
    ],
    ['200 for another task', () => json(200, { task_id: 'other' }), 'unknown', 1],
    ['200 for a task by number', () => json(200, { task_id: 7 }), 'unknown', 1],
  ] as const)('%s: %s', async (_name, fault, kind, puts) => {
    const { tasks, arrived } = setUpTasks(fault);

    const answer = await tasks.modify(payload, Infinity);

    expect(answer.kind).toBe(kind);
    expect(arrived).toHaveLength(puts);
  });

  test('every published code under its family of status', async () => {
    const rows = [
      ...Object.keys(LIVE_ERRORS),
      ...Object.keys(GATEWAY_ERRORS)
        .filter((digits) => !digits.includes(':'))
        .map((digits) => `APIG.${digits}`),
    ];
    const kinds = await Promise.all(
      rows.flatMap((code) =>
        [400, 500].map(async (status) => {
          const { tasks, arrived } = setUpTasks(() => refusal(status, code));
          const { kind } = await tasks.modify(payload, Infinity);
          return { code, status, kind, isRepeated: arrived.length > 1 };
        }),
      ),
    );

    const turnedAway = ['APIG.0308', 'APIG.0613'];
    expect(kinds.filter((row) => row.isRepeated && !turnedAway.includes(row.code))).toEqual([]);
    expect(
      kinds.filter(
        (row) => row.status === 500 && row.kind !== 'unknown' && !turnedAway.includes(row.code),
      ),
    ).toEqual([]);
    expect(kinds.filter((row) => row.kind === 'accepted')).toEqual([]);
  });

  test('a 200 with an error code keeps the code and its request id', async () => {
    const body = { task_id: 't', error_code: 'LIVE.100011001', error_msg: 'Request Illegal' };
    const { tasks } = setUpTasks(
      inTurn(
        () => json(200, body),
        () => json(200, { task_id: 't', request_id: LONG_ID }),
      ),
    );

    expect(await tasks.modify(payload, Infinity)).toMatchObject({
      kind: 'unknown',
      failure: { kind: 'answered', error_code: 'LIVE.100011001', error_msg: 'Request Illegal' },
    });
    expect(await tasks.modify(payload, Infinity)).toMatchObject({
      kind: 'accepted',
      request_id: LONG_ID,
    });
  });

  test('a 200 that names another task is reported as such', async () => {
    const { tasks } = setUpTasks(() => json(200, { task_id: 'other', request_id: 'r' }));

    expect(await tasks.modify(payload, Infinity)).toMatchObject({
      kind: 'unknown',
      failure: { http_status: 200, request_id: 'r', reason: { is: 'another_task_named' } },
    });
  });
});

describe('a second try that succeeds', () => {
  test.each([
    ['after a refused connection', () => unconnected('ECONNREFUSED'), [250]],
    ['after a throttle', () => refusal(429, 'APIG.0308'), [2000]],
    [
      'after a throttle that says when',
      () => refusal(429, 'APIG.0308', { 'Retry-After': '4' }),
      [4000],
    ],
  ])('%s', async (_name, fault, sleeps) => {
    const { tasks, clock } = setUpTasks(inTurn(fault, accepted));

    expect((await tasks.modify(payload, Infinity)).kind).toBe('accepted');
    expect(clock.sleeps).toEqual(sleeps);
  });

  test('that is cut off is still unknown', async () => {
    const { tasks, arrived } = setUpTasks(
      inTurn(
        () => refusal(429, 'APIG.0308'),
        () => broken('ECONNRESET'),
      ),
    );

    expect((await tasks.modify(payload, Infinity)).kind).toBe('unknown');
    expect(arrived).toHaveLength(2);
  });
});

test('without credentials nothing is sent, and that is certain', async () => {
  const failure = { kind: 'credentials', reason: { is: 'key_unreadable' } } as const;
  const { tasks, arrived } = setUpTasks(accepted, {
    secrets: () => [],
    authorise: () => Promise.resolve({ ok: false, failure }),
  });

  expect(await tasks.modify(payload, Infinity)).toEqual({ kind: 'not_sent', failure });
  expect(arrived).toHaveLength(0);
});

test('writes to one task wait for each other', async () => {
  let underWay = 0;
  let most = 0;
  const { tasks, arrived } = setUpTasks(() => async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    underWay -= 1;
    return accepted();
  });

  await Promise.all(Array.from({ length: 5 }, async () => await tasks.modify(payload, Infinity)));

  expect(arrived).toHaveLength(5);
  expect(most).toBe(1);
});

test('a call that was held up for too long is not made', async () => {
  const { tasks, arrived, clock } = setUpTasks(() => new Response('slow', { status: 429 }));

  const answer = await tasks.modify(payload, clock.now() + 1_000);

  expect(answer).toMatchObject({
    kind: 'not_sent',
    failure: { reason: { is: 'turn_too_late' } },
  });
  expect(arrived).toHaveLength(1);
});
