import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';
import { expect, test } from 'vitest';
import { canonicalQuery, sign } from './signature.ts';
import { call, playLive, projectId, nowMs, signedHeaders, taskUrl } from './test-client.ts';

const minuteMs = 60 * 1000;
const toSdkDate = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');

// Published by the vendor as samples, or computed from its published algorithm.
test("signs the manual's example as the manual does", () => {
  const signed = sign({
    request: {
      method: 'GET',
      target:
        '/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0',
      headers: {
        'content-type': 'application/json',
        host: 'service.region.example.com',
        'x-sdk-date': '20191115T033655Z',
      },
      body: '',
    },
    signedHeaders: ['content-type', 'host', 'x-sdk-date'],
    secretKey: 'MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc',
  });

  expect(signed).toEqual({
    canonicalHash: 'b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a',
    signature: '7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe',
  });
});

test.for<
  [
    name: string,
    method: string,
    target: string,
    headers: Record<string, string>,
    body: string,
    signature: string,
  ]
>([
  [
    'a query',
    'GET',
    '/path?limit=1',
    { 'x-sdk-date': '20060102T150405Z' },
    '',
    '5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624',
  ],
  [
    'a listing of this API',
    'GET',
    `/v1/${projectId}/pull/stream/task?limit=10&offset=0`,
    { host: 'live.cn-north-4.myhuaweicloud.com', 'x-sdk-date': '20261124T060000Z' },
    '',
    '219abf779ea27ecef278b2e0394f1d03b34efc10d221345aa3db64f4799472e3',
  ],
  [
    'a body',
    'POST',
    '/path?key=value',
    { 'x-sdk-date': '20060102T150405Z' },
    '{"Name":"test","Id":1}',
    '83599e5230b5b31fb58837c5760b4c2d407542df1f9493834ead538696e17a35',
  ],
  [
    'a body to the last byte',
    'POST',
    '/path?key=value',
    { 'x-sdk-date': '20060102T150405Z' },
    '{"Name":"test","Id":1}\n',
    'cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59',
  ],
])('signs %s', ([, method, target, headers, body, signature]) => {
  const signed = sign({
    request: { method, target, headers, body },
    signedHeaders: Object.keys(headers),
    secretKey: 'SecretKey',
  });

  expect(signed.signature).toBe(signature);
});

test('encodes a query by the stricter rules', () => {
  const query =
    'test=%E4%B8%80%20(%26%3D%3F!%23%25.*)&limit=1&multi=3&enable=true&multi=1&path=/tmp/123&multi=2';

  expect(canonicalQuery(query)).toBe(
    'enable=true&limit=1&multi=1&multi=2&multi=3&path=%2Ftmp%2F123&test=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29',
  );
});

test('a signed call is let in', async () => {
  const live = await playLive();
  const query = '?region=cn-north-4&limit=10&offset=0';

  const got = await call(`${taskUrl(live)}${query}`, { headers: signedHeaders(live, { query }) });

  expect(got).toMatchObject({ status: 200, body: { total: 1 } });
});

test("a modification signed by the vendor's own signer is let in", async () => {
  const live = await playLive();
  const data = { task_id: 'task-1', status: 'pause' };
  const headers = AKSKSigner.sign(
    {
      method: 'PUT',
      endpoint: taskUrl(live),
      headers: {
        host: new URL(live.url).host,
        'content-type': 'application/json',
        'X-Project-Id': projectId,
        'X-Sdk-Date': '20261124T060000Z',
      },
      data,
      queryParams: {},
    },
    { getAk: () => 'AccessKey', getSk: () => 'SecretKey' } as never,
  ) as Record<string, string>;

  const got = await call(taskUrl(live), { method: 'PUT', headers, body: JSON.stringify(data) });

  expect(got.status).toBe(200);
  expect(live.task('task-1').status).toBe('pause');
});

test.for([-15, 15])('a clock that is off by %s minutes is let in', async (minutes) => {
  const live = await playLive();
  const sdkDate = toSdkDate(nowMs + minutes * minuteMs);

  const got = await call(taskUrl(live), { headers: signedHeaders(live, { sdkDate }) });

  expect(got.status).toBe(200);
});

test.for([-16, 16])('a clock that is off by %s minutes is not', async (minutes) => {
  const live = await playLive();
  const sdkDate = toSdkDate(nowMs + minutes * minuteMs);

  const got = await call(taskUrl(live), { headers: signedHeaders(live, { sdkDate }) });

  expect(got).toMatchObject({ status: 401, body: { error_code: 'APIG.0301' } });
});

test('a call for another project is refused', async () => {
  const live = await playLive();

  const got = await call(taskUrl(live), {
    headers: signedHeaders(live, { project: 'f'.repeat(32) }),
  });

  expect(got).toMatchObject({ status: 401, body: { error_code: 'LIVE.100011015' } });
});

test('six wrong signatures in a row lock the key for five minutes', async () => {
  const live = await playLive();
  const wrong = () => signedHeaders(live, { secretKey: 'wrong' });
  for (const _ of [1, 2, 3, 4, 5]) await call(taskUrl(live), { headers: wrong() });
  expect(live.isKeyLocked()).toBe(false);
  await call(taskUrl(live), { headers: wrong() });

  const locked = await call(taskUrl(live), { headers: signedHeaders(live) });
  live.setNow(nowMs + 5 * minuteMs);
  const later = await call(taskUrl(live), { headers: signedHeaders(live) });

  expect(locked).toMatchObject({
    status: 401,
    body: { error_code: 'APIG.0301', error_msg: expect.stringContaining('AK failure limit') },
  });
  expect(later.status).toBe(200);
});

test('a correct signature in between resets the count', async () => {
  const live = await playLive();
  const headers = [
    ...Array.from({ length: 5 }, () => signedHeaders(live, { secretKey: 'wrong' })),
    signedHeaders(live),
    ...Array.from({ length: 5 }, () => signedHeaders(live, { secretKey: 'wrong' })),
  ];
  for (const one of headers) await call(taskUrl(live), { headers: one });

  const got = await call(taskUrl(live), { headers: signedHeaders(live) });

  expect(got.status).toBe(200);
});
