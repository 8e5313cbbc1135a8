import { afterEach, describe, expect, test } from 'vitest';
import type { LiveAuth } from '#src/live-api/auth.ts';
import type { Log } from '#src/live-api/log.ts';
import { createRelayTasks } from '#src/live-api/relay-tasks.ts';
import { answer, type Behaviour, createTestServer } from './test-server.ts';

const openAuth: LiveAuth = {
  secrets: () => [],
  authorise: ({ headers }) =>
    Promise.resolve({ ok: true, headers, accepted: () => undefined, rejected: () => 'final' }),
};
const quiet = () => undefined;
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map(async (stop) => await stop()));
});

/** Nothing takes as long, on a busy machine either. */
const PATIENT_MS = 20_000;
/** For tests that wait until it is over; a busy machine answers within it too. */
const SHORT_MS = 2_000;

async function setUp(behave: Behaviour, timeoutMs = PATIENT_MS) {
  const server = await createTestServer(behave);
  stops.push(async () => await server.stop());
  return { ...server, tasks: tasksAt(server.url, timeoutMs) };
}

function tasksAt(endpoint: string, timeoutMs = PATIENT_MS) {
  return createRelayTasks({
    project: { name: 'live-prod', projectId: 'p1', endpoint, region: 'cn-north-4' },
    auth: openAuth,
    now: Date.now,
    sleep: () => Promise.resolve(),
    random: () => 0,
    log,
    timeouts: { getMs: timeoutMs, putMs: timeoutMs },
  });
}

const payload = { task_id: 't', source_urls: ['https://vod.example.com/新聞.mp4'] } as const;
const accepted = { task_id: 't', request_id: 'r' };

test('a PUT has the exact bytes and the headers it should have', async () => {
  const { tasks, arrived } = await setUp((response) => answer(response, 200, accepted));

  const got = await tasks.modify(payload, Infinity);

  expect(got.kind).toBe('accepted');
  const [put] = arrived;
  expect(put).toMatchObject({ method: 'PUT', url: '/v1/p1/pull/stream/task' });
  expect(put?.body.toString('utf8')).toBe(JSON.stringify(payload));
  expect(put?.headers['content-type']).toBe('application/json');
  expect(put?.headers['content-length']).toBe(String(put?.body.length));
  expect(put?.headers['transfer-encoding']).toBeUndefined();
});

describe('a PUT that goes wrong on the wire arrives once and is unknown', () => {
  test.each<[string, Behaviour, string]>([
    ['cut before the answer', (_response, socket) => socket.destroy(), 'network'],
    ['reset before the answer', (_response, socket) => socket.resetAndDestroy(), 'network'],
    [
      'cut in the status line',
      (_response, socket) => {
        socket.write('HTTP/1.1 2');
        socket.end();
      },
      'network',
    ],
    ['no HTTP', (_response, socket) => void socket.end('hello\r\n\r\n'), 'network'],
    [
      'cut in the body',
      (response, socket) => {
        response.writeHead(200, { 'content-length': 100 });
        response.write('{"task_id":"t"', () => socket.destroy());
      },
      'unreadable',
    ],
    [
      'cut in a chunked body',
      (response, socket) => {
        response.writeHead(200);
        response.write('{"task_id":"t","request_id":"r"}', () => socket.destroy());
      },
      'unreadable',
    ],
    ['no answer', () => undefined, 'timeout'],
    [
      'a body that never ends',
      (response) => {
        response.writeHead(200);
        response.write('{');
      },
      'timeout',
    ],
    [
      'a redirect',
      (response) => void response.writeHead(307, { location: '/x' }).end(),
      'answered',
    ],
    [
      'a permanent redirect',
      (response) => void response.writeHead(308, { location: '/' }).end(),
      'answered',
    ],
    ['a 503 in HTML', (response) => void response.writeHead(503).end('<html>'), 'unreadable'],
    ['three megabytes', (response) => void response.end(`["${'x'.repeat(3e6)}"]`), 'unreadable'],
  ])('%s', async (_name, behave, kind) => {
    const { tasks, arrived } = await setUp(behave, kind === 'timeout' ? SHORT_MS : PATIENT_MS);

    const got = await tasks.modify(payload, Infinity);

    expect(got).toMatchObject({ kind: 'unknown', failure: { kind } });
    expect(arrived).toHaveLength(1);
  });

  test('also over a connection that served before', async () => {
    const { tasks, arrived } = await setUp((response, socket, nth) => {
      if (nth === 1) answer(response, 200, { task_infos: [{ task_id: 't' }] });
      else socket.destroy();
    });

    const read = await tasks.read('t');
    const got = await tasks.modify(payload, Infinity);

    expect(read.ok).toBe(true);
    expect(got).toMatchObject({ kind: 'unknown', failure: { kind: 'network' } });
    expect(arrived.map(({ method }) => method)).toEqual(['GET', 'PUT']);
  });
});

describe('a PUT that never left is known to be none', () => {
  test('nobody listens', async () => {
    const server = await createTestServer(quiet);
    await server.stop();

    expect(await tasksAt(server.url).modify(payload, Infinity)).toMatchObject({
      kind: 'not_sent',
      failure: { kind: 'network', reason: { is: 'not_connected', about: 'ECONNREFUSED' } },
    });
  });

  test('there is no such host', async () => {
    expect(await tasksAt('http://nowhere.invalid').modify(payload, Infinity)).toMatchObject({
      kind: 'not_sent',
      failure: { kind: 'network' },
    });
  });

  test('the other side speaks no TLS', async () => {
    const { url, arrived } = await setUp((response) => answer(response, 200, accepted));

    const got = await tasksAt(url.replace('http:', 'https:')).modify(payload, Infinity);

    expect(got).not.toMatchObject({ kind: 'accepted' });
    expect(arrived).toHaveLength(0);
  });
});

describe('a read', () => {
  test('is repeated after a cut and after silence', async () => {
    const { tasks, arrived } = await setUp((response, socket, nth) => {
      if (nth === 1) socket.destroy();
      if (nth === 3) answer(response, 200, { task_infos: [{ task_id: 't' }] });
    }, SHORT_MS);

    expect((await tasks.read('t')).ok).toBe(true);
    expect(arrived).toHaveLength(3);
  });

  test('stops at two megabytes', async () => {
    const { tasks } = await setUp((response) => void response.end('x'.repeat(2.2e6)));

    const read = await tasks.read('t');

    expect(read).toMatchObject({
      ok: false,
      failure: {
        kind: 'unreadable',
        http_status: 200,
        reason: { is: 'too_large' },
      },
    });
    expect(JSON.stringify(read).length).toBeLessThan(400);
  });

  test('sends its query as it is signed', async () => {
    const { tasks, arrived } = await setUp((response) => answer(response, 200, { task_infos: [] }));

    expect(await tasks.read("a b*'(一)!/?&=#%")).toEqual({ ok: 'not_found' });
    expect(arrived[0]?.url).toBe(
      '/v1/p1/pull/stream/task?limit=1&offset=0&region=cn-north-4&task_id=a%20b%2A%27%28%E4%B8%80%29%21%2F%3F%26%3D%23%25',
    );
  });

  test('of an endpoint with a path keeps the path', async () => {
    const { url, arrived } = await setUp((response) => answer(response, 200, { task_infos: [] }));

    await tasksAt(`${url}/live/`).read('t');

    expect(arrived[0]?.url).toMatch(/^\/live\/v1\/p1\/pull\/stream\/task\?/);
  });
});
