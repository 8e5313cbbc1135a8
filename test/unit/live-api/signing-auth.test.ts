import { describe, expect, test } from 'vitest';
import { createRelayTasks } from '#src/live-api/relay-tasks.ts';
import { signRequest } from '#src/live-api/signer.ts';
import { createSigningAuth } from '#src/live-api/signing-auth.ts';
import {
  type Answer,
  createClock,
  createKeptLog,
  createSimulatedFetch,
  json,
  project,
  refusal,
} from './simulated-fetch.ts';

function setUp(
  answer: (nth: number) => Answer,
  keys: { secretKey?: string | (() => string); securityToken?: string } = {},
) {
  const clock = createClock();
  const { log, lines } = createKeptLog();
  const { fetch, arrived } = createSimulatedFetch((_arrived, nth) => answer(nth));
  const auth = createSigningAuth({
    accessKey: 'AccessKey',
    secretKey: 'SecretKey',
    ...keys,
    projectId: project.projectId,
    now: clock.now,
    log,
  });
  const tasks = createRelayTasks({ project, auth, ...clock, random: () => 0, log, fetch });
  return { tasks, clock, arrived, lines };
}

const found = () => json(200, { task_infos: [{ task_id: 't' }], total: 1 });
const path = `/v1/${project.projectId}/pull/stream/task`;

test('a read is signed with its query and the project', async () => {
  const { tasks, arrived } = setUp(found);

  await tasks.read("t'(1)! *");

  const [{ url, headers }] = arrived as [(typeof arrived)[0]];
  expect(url.search).toBe('?limit=1&offset=0&region=cn-north-4&task_id=t%27%281%29%21%20%2A');
  expect(headers.get('x-project-id')).toBe(project.projectId);
  expect(headers.get('authorization')).toBe(
    signRequest(
      {
        method: 'GET',
        path,
        query: [...url.searchParams],
        headers: {
          Host: 'live.example.com',
          'X-Sdk-Date': '20261124T060000Z',
          'X-Project-Id': project.projectId,
        },
      },
      { accessKey: 'AccessKey', secretKey: 'SecretKey' },
    ),
  );
});

test('a write is signed with the body that is sent', async () => {
  const { tasks, arrived } = setUp(() => json(200, { task_id: 't', request_id: 'r' }));

  await tasks.modify({ task_id: 't', source_urls: ['https://vod.example.com/新聞.mp4'] }, Infinity);

  const [{ body, headers }] = arrived as [(typeof arrived)[0]];
  expect(body).toBe('{"task_id":"t","source_urls":["https://vod.example.com/新聞.mp4"]}');
  expect(headers.get('content-type')).toBe('application/json');
  expect(headers.get('authorization')).toBe(
    signRequest(
      {
        method: 'PUT',
        path,
        query: [],
        headers: {
          Host: 'live.example.com',
          'Content-Type': 'application/json',
          'X-Sdk-Date': '20261124T060000Z',
          'X-Project-Id': project.projectId,
        },
        body,
      },
      { accessKey: 'AccessKey', secretKey: 'SecretKey' },
    ),
  );
});

test('a temporary key sends its security token, signed', async () => {
  const { tasks, arrived } = setUp(found, { securityToken: 'temporary-token' });

  await tasks.read('t');

  expect(arrived[0]?.headers.get('x-security-token')).toBe('temporary-token');
  expect(arrived[0]?.headers.get('authorization')).toContain(
    'SignedHeaders=host;x-project-id;x-sdk-date;x-security-token,',
  );
});

describe('a 401', () => {
  test.each(['APIG.0301', 'APIGW.0307', 'LIVE.100011002', 'APIG.0303', 'UNHEARD.OF'])(
    'with %s is not repeated, and nothing is sent for five minutes',
    async (code) => {
      const { tasks, arrived, clock } = setUp((nth) => (nth === 1 ? refusal(401, code) : found()));

      const refused = await tasks.modify({ task_id: 't', status: 'pause' }, Infinity);
      const held = await tasks.modify({ task_id: 't', status: 'pause' }, Infinity);
      clock.pass(5 * 60_000 - 1);
      const heldRead = await tasks.read('t');
      expect(arrived).toHaveLength(1);
      clock.pass(1);
      const read = await tasks.read('t');

      expect(refused).toMatchObject({
        kind: 'refused',
        failure: { kind: 'answered', error_code: code },
      });
      expect(held).toMatchObject({
        kind: 'not_sent',
        failure: { kind: 'credentials', reason: { is: 'key_held', until: '2026-11-24T06:05:00Z' } },
      });
      expect(heldRead).toMatchObject({ ok: false, failure: { kind: 'credentials' } });
      expect(read.ok).toBe(true);
    },
  );

  test('without a body counts as well', async () => {
    const { tasks, arrived } = setUp(() => new Response('', { status: 401 }));

    await tasks.read('t');
    await tasks.read('t');

    expect(arrived).toHaveLength(1);
  });

  test.each(['LIVE.100011003', 'LIVE.100011014', 'LIVE.100011015'])(
    'with %s is not about the signature, so it holds back nothing',
    async (code) => {
      const { tasks, arrived } = setUp(() => refusal(401, code));

      await tasks.read('t');
      await tasks.read('t');

      expect(arrived).toHaveLength(2);
    },
  );

  test('stops a crowd after four calls, which locks no key; afterwards one goes first', async () => {
    const { tasks, arrived, clock } = setUp(() => refusal(401, 'APIG.0301'));
    const crowd = async () =>
      await Promise.all(Array.from({ length: 20 }, async () => await tasks.read('t')));

    await crowd();
    expect(arrived.length).toBeLessThanOrEqual(4);
    const before = arrived.length;
    clock.pass(5 * 60_000);
    await crowd();

    expect(arrived).toHaveLength(before + 1);
  });

  test('with another key in the file, calls continue at once', async () => {
    const keys = ['old-secret', 'new-secret'];
    const { tasks, arrived } = setUp((nth) => (nth === 1 ? refusal(401, 'APIG.0301') : found()), {
      secretKey: () => keys[Math.min(arrived.length, 1)]!,
    });

    await tasks.read('t');
    const read = await tasks.read('t');

    expect(read.ok).toBe(true);
  });
});

test('a key that cannot be read is a failure, not an error', async () => {
  const { tasks, arrived } = setUp(found, {
    secretKey: () => {
      throw new Error('ENOENT SecretKey');
    },
  });

  const read = await tasks.read('t');

  expect(read).toEqual({
    ok: false,
    failure: {
      kind: 'credentials',
      reason: { is: 'key_unreadable' },
    },
  });
  expect(arrived).toHaveLength(0);
});
