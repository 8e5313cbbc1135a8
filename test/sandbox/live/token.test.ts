import { expect, test } from 'vitest';
import {
  askToken,
  call,
  caller,
  identity,
  nowMs,
  playLive,
  projectId,
  taskUrl,
} from './test-client.ts';

test('a token comes in a header, with its life in the body', async () => {
  const live = await playLive();

  const got = await askToken(live);

  expect(got.status).toBe(201);
  expect(got.headers.get('x-subject-token')?.length).toBeGreaterThan(2_000);
  expect(got.body).toMatchObject({
    token: {
      issued_at: '2026-11-24T06:00:00.000000Z',
      expires_at: '2026-11-25T06:00:00.000000Z',
      project: { id: projectId },
    },
  });
});

test('a project may be named by its region', async () => {
  const live = await playLive();

  const got = await askToken(live, identity('right', { name: 'cn-north-4' }));

  expect(got.status).toBe(201);
});

test.for<[what: string, body: unknown, status: number]>([
  ['a wrong password', identity('wrong'), 401],
  ['another project', identity('right', { id: 'f'.repeat(32) }), 404],
  ['no scope', { auth: { identity: identity().auth.identity } }, 400],
  ['a field nobody knows', { ...identity(), nocatalog: true }, 400],
  ['both ways to name a project', identity('right', { id: projectId, name: 'cn-north-4' }), 400],
])('no token for %s', async ([, body, status]) => {
  const live = await playLive();

  const got = await askToken(live, body);

  expect(got.status).toBe(status);
  expect(got.body).toMatchObject({
    error: { code: status, message: expect.any(String), title: expect.any(String) },
  });
  expect(got.headers.has('x-subject-token')).toBe(false);
});

test('a token must be renewed once it has expired', async () => {
  const live = await playLive({ tokenLifeMs: 60_000 });
  const { get } = await caller(live);
  live.setNow(nowMs + 59_999);
  expect((await get()).status).toBe(200);

  live.setNow(nowMs + 60_000);

  expect(await get()).toMatchObject({ status: 401, body: { error_code: 'APIG.0307' } });
});

test('tokens can be made to need renewal, and a new one works', async () => {
  const live = await playLive();
  const { get } = await caller(live);

  live.expireTokens();

  expect(await get()).toMatchObject({ status: 401, body: { error_code: 'APIG.0307' } });
  expect((await (await caller(live)).get()).status).toBe(200);
});

test('tokens can be forgotten', async () => {
  const live = await playLive();
  const { get } = await caller(live);

  live.expireTokens('forgotten');

  expect(await get()).toMatchObject({ status: 401, body: { error_code: 'APIG.0301' } });
});

test.for<[what: string, headers: Record<string, string>]>([
  ['no credentials', {}],
  ['a made-up token', { 'x-auth-token': 'MIIx' }],
  ['another scheme', { authorization: 'Bearer x' }],
])('a call with %s is refused', async ([, headers]) => {
  const live = await playLive();

  const got = await call(taskUrl(live), { headers });

  expect(got).toMatchObject({ status: 401, body: { error_code: 'APIG.0301' } });
});

test('other refusals of the gateway and the service', async () => {
  const live = await playLive();
  const { token } = await caller(live);
  const headers = { 'x-auth-token': token };

  const otherPath = await call(`${live.url}/v1/${projectId}/pull/stream/tasks`, { headers });
  const otherProject = await call(taskUrl(live, 'f'.repeat(32)), { headers });
  const otherVerb = await call(taskUrl(live), { method: 'DELETE', headers });
  const otherType = await call(taskUrl(live), { method: 'PUT', headers, body: '{}' });

  expect(
    [otherPath, otherProject, otherVerb, otherType].map((got) => [
      got.status,
      got.body['error_code'],
    ]),
  ).toEqual([
    [404, 'APIG.0101'],
    [401, 'LIVE.100011015'],
    [405, 'LIVE.100011011'],
    [400, 'LIVE.100011012'],
  ]);
});
