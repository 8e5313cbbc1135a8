import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createCertificate } from '#sandbox/certificate.ts';
import { createSimulatedLive } from '#sandbox/live/simulated-live.ts';
import { sampleTasks } from '#sandbox/live/sample-tasks.ts';
import type { LiveAuth } from '#src/live-api/auth.ts';
import type { Log } from '#src/live-api/log.ts';
import { createRelayTasks } from '#src/live-api/relay-tasks.ts';
import { createTokenAuth } from '#src/live-api/token-auth.ts';
import { GATEWAY_ERRORS, LIVE_ERRORS } from '#src/relay/error-catalogue.ts';
import { answer, type Behaviour, createTestServer } from './test-server.ts';

const quiet = () => undefined;
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const projectId = '0123456789abcdef0123456789abcdef';
const payload = { task_id: 't', status: 'pause' } as const;
const common = { now: Date.now, random: () => 0, sleep: () => Promise.resolve(), log };

const openAuth: LiveAuth = {
  secrets: () => [],
  authorise: ({ headers }) =>
    Promise.resolve({ ok: true, headers, accepted: () => undefined, rejected: () => 'final' }),
};

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map(async (stop) => await stop()));
});

/** A server whose IAM gives a token each time, or behaves as told; and whose Live API behaves as told. */
async function setUp(how: 'open' | 'token') {
  let behave: { put?: Behaviour; iam?: Behaviour } = {};
  const server = await createTestServer((response, socket, nth) => {
    const isIam = server.arrived.at(-1)?.method === 'POST';
    const told = isIam ? behave.iam : behave.put;
    if (told) return told(response, socket, nth);
    if (!isIam) return answer(response, 200, { task_id: 't', request_id: 'r' });
    response.writeHead(201, { 'x-subject-token': `token-${nth}` });
    response.end('{}');
  });
  stops.push(async () => await server.stop());
  const tasksOf = () =>
    createRelayTasks({
      ...common,
      project: { name: 'live-prod', projectId, endpoint: server.url, region: 'cn-north-4' },
      auth:
        how === 'open'
          ? openAuth
          : createTokenAuth({
              ...common,
              projectId,
              iam: server.url,
              domain: 'd',
              user: 'u',
              password: 'S3cret-password',
            }),
    });
  const count = (method: string) =>
    server.arrived.filter((arrived) => arrived.method === method).length;
  return {
    tasksOf,
    /** One change: its result, and how many PUTs and sign-ins arrived. */
    async change(told: typeof behave, tasks = tasksOf()) {
      behave = told;
      const before = { puts: count('PUT'), signIns: count('POST') };
      const { kind } = await tasks.modify(payload, Infinity);
      return { kind, puts: count('PUT') - before.puts, signIns: count('POST') - before.signIns };
    },
  };
}

const STATUSES = Array.from({ length: 400 }, (_, i) => 200 + i);

const endings: Readonly<Record<string, (status: number) => Behaviour>> = {
  'a whole answer': (status) => (response) =>
    answer(response, status, { task_id: 't', request_id: 'r' }),
  'no body': (status) => (response) => void response.writeHead(status).end(),
  'a place to go to': (status) => (response) =>
    void response.writeHead(status, { location: '/elsewhere', 'retry-after': '0' }).end('moved'),
  'a body that is cut': (status) => (response, socket) => {
    response.writeHead(status, { 'content-length': 100 });
    response.write('{"task_id":"t"', () => socket.destroy());
  },
  'headers that are cut': (status) => (_response, socket) =>
    void socket.write(`HTTP/1.1 ${status} X\r\nretry-after: 0\r\nx-`, () => socket.destroy()),
  'a reset after the status line': (status) => (_response, socket) =>
    void socket.write(`HTTP/1.1 ${status} X\r\n`, () => socket.resetAndDestroy()),
};

describe.each(Object.entries(endings))('with %s', (name, ending) => {
  test('a PUT arrives once under every status but 429', { timeout: 60_000 }, async () => {
    const { change, tasksOf } = await setUp('open');
    const tasks = tasksOf();
    const repeated: number[] = [];
    const lost: number[] = [];
    for (const status of STATUSES) {
      const { puts, kind } = await change({ put: ending(status) }, tasks);
      if (puts > 1) repeated.push(status);
      if (puts === 0 || kind === 'not_sent') lost.push(status);
    }

    expect(repeated).toEqual(/headers|status line/.test(name) ? [] : [429]);
    expect(lost).toEqual([]);
  });

  test('a sign-in is repeated by our own rule alone', { timeout: 60_000 }, async () => {
    const { change } = await setUp('token');
    const isTorn = /cut|status line/.test(name);
    const wrong: unknown[] = [];
    for (const status of STATUSES) {
      const { signIns, puts } = await change({ iam: ending(status) });
      // A 205 has no body that could be cut.
      const isCut = isTorn && (status !== 205 || name !== 'a body that is cut');
      const isOurs = isCut || status === 429 || status === 408 || status >= 500;
      if (signIns !== (isOurs ? 3 : 1) || puts !== 0) wrong.push({ status, signIns, puts });
    }

    expect(wrong).toEqual([]);
  });
});

test('a PUT is repeated only for codes that say it was not accepted', async () => {
  const codes = [
    ...Object.keys(LIVE_ERRORS),
    ...Object.keys(GATEWAY_ERRORS)
      .filter((digits) => !digits.includes(':'))
      .flatMap((digits) => [`APIG.${digits}`, `APIGW.${digits}`]),
  ];
  const repeated = { open: new Set<string>(), token: new Set<string>() };
  for (const how of ['open', 'token'] as const) {
    const { change } = await setUp(how);
    for (const error_code of codes) {
      for (const status of [200, 400, 401, 403, 421, 500, 503]) {
        const put: Behaviour = (response) => answer(response, status, { error_code });
        const { puts } = await change({ put });
        if (puts > 1) repeated[how].add(error_code);
      }
    }
  }

  const turnedAway = ['APIG.0308', 'APIGW.0308', 'APIG.0613', 'APIGW.0613'];
  const deadToken = ['APIG.0301', 'APIGW.0301', 'APIG.0307', 'APIGW.0307'];
  expect([...repeated.open].toSorted()).toEqual(turnedAway.toSorted());
  expect([...repeated.token].toSorted()).toEqual([...turnedAway, ...deadToken].toSorted());
});

test.each([
  ['101', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
  ['100 and then nothing', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ['600', 'HTTP/1.1 600 X\r\ncontent-length: 2\r\n\r\n{}'],
  ['999', 'HTTP/1.1 999 X\r\ncontent-length: 2\r\n\r\n{}'],
  ['two answers', 'HTTP/1.1 421 X\r\ncontent-length: 0\r\n\r\nHTTP/1.1 200 X\r\n\r\n'],
])('a status outside of 200 to 599 (%s) leaves a PUT unknown and sent once', async (_name, raw) => {
  const { change } = await setUp('open');

  const { kind, puts } = await change({ put: (_response, socket) => void socket.end(raw) });

  expect({ kind, puts }).toEqual({ kind: 'unknown', puts: 1 });
});

test('nothing leaves for a server whose certificate is not trusted', async () => {
  let requests = 0;
  const server = createTlsServer(createCertificate(Date.now()), (_request, response) => {
    requests += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  const { port } = server.address() as AddressInfo;
  const tasks = createRelayTasks({
    ...common,
    project: {
      name: 'live-prod',
      projectId,
      endpoint: `https://127.0.0.1:${port}`,
      region: 'cn-north-4',
    },
    auth: openAuth,
  });

  expect(await tasks.modify(payload, Infinity)).toMatchObject({
    kind: 'not_sent',
    failure: { kind: 'network', reason: { about: expect.stringContaining('SELF_SIGNED') } },
  });
  expect(requests).toBe(0);
});

test.each([
  [65_536, { ok: true }],
  [100_000, { failure: { reason: { because: { is: 'token_too_long' } } } }],
])('a token of %i characters', async (tokenCharacters, expected) => {
  const user = { domain: 'our-domain', name: 'relaydesk', password: 'S3cret-password' };
  const tasks = sampleTasks(Date.now());
  const live = await createSimulatedLive({
    projectId,
    region: 'cn-north-4',
    user,
    tasks,
    omission: 'keep',
    tokenCharacters,
  });
  stops.push(live.stop);
  const auth = createTokenAuth({
    ...common,
    projectId,
    iam: live.iamUrl,
    domain: user.domain,
    user: user.name,
    password: user.password,
  });
  const { read } = createRelayTasks({
    ...common,
    project: { name: 'live-prod', projectId, endpoint: live.url, region: 'cn-north-4' },
    auth,
  });

  expect(await read(tasks[0]?.task_id ?? '')).toMatchObject(expected);
});
