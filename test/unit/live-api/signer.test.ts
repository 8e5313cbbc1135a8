import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalQuery, sdkDate, signRequest } from '#src/live-api/signer.ts';

const sampleKey = { accessKey: 'AccessKey', secretKey: 'SecretKey' };

function signatureOf(authorization: string): string {
  return /Signature=([0-9a-f]{64})$/.exec(authorization)?.[1] ?? authorization;
}

describe('known answers', () => {
  test("Huawei's manual: a list of VPCs", () => {
    const authorization = signRequest(
      {
        method: 'GET',
        path: '/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs',
        query: [
          ['limit', '2'],
          ['marker', '13551d6b-755d-4757-b956-536f674975c0'],
        ],
        headers: {
          'content-type': 'application/json',
          Host: 'service.region.example.com',
          'X-Sdk-Date': '20191115T033655Z',
        },
      },
      // Published sample keys of the manual.
      {
        accessKey: 'QTWAOYTTINDUT2QVKYUC',
        secretKey: 'MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc',
      },
    );

    expect(authorization).toBe(
      'SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, SignedHeaders=content-type;host;x-sdk-date, Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe',
    );
  });

  test('the Go SDK: one query parameter, one header', () => {
    const authorization = signRequest(
      {
        method: 'GET',
        path: '/path',
        query: [['limit', '1']],
        headers: { 'X-Sdk-Date': '20060102T150405Z' },
      },
      sampleKey,
    );

    expect(signatureOf(authorization)).toBe(
      '5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624',
    );
  });

  test.each([
    [
      '{"Name":"test","Id":1}\n',
      'cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59',
    ],
    ['{"Name":"test","Id":1}', '83599e5230b5b31fb58837c5760b4c2d407542df1f9493834ead538696e17a35'],
  ])('the Go SDK: the body %j', (body, signature) => {
    const authorization = signRequest(
      {
        method: 'POST',
        path: '/path',
        query: [['key', 'value']],
        headers: { 'X-Sdk-Date': '20060102T150405Z' },
        body,
      },
      sampleKey,
    );

    expect(signatureOf(authorization)).toBe(signature);
  });

  test('the Go SDK: how a query is written', () => {
    const query = canonicalQuery([
      ['test', '一 (&=?!#%.*)'],
      ['multi', '3'],
      ['limit', '1'],
      ['multi', '1'],
      ['path', '/tmp/123'],
      ['enable', 'true'],
      ['multi', '2'],
    ]);

    expect(query).toBe(
      'enable=true&limit=1&multi=1&multi=2&multi=3&path=%2Ftmp%2F123&test=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29',
    );
  });

  test('a list of relay tasks', () => {
    const authorization = signRequest(
      {
        method: 'GET',
        path: '/v1/0123456789abcdef0123456789abcdef/pull/stream/task',
        query: [
          ['limit', '10'],
          ['offset', '0'],
        ],
        headers: { Host: 'live.cn-north-4.myhuaweicloud.com', 'X-Sdk-Date': '20261124T060000Z' },
      },
      sampleKey,
    );

    expect(signatureOf(authorization)).toBe(
      '219abf779ea27ecef278b2e0394f1d03b34efc10d221345aa3db64f4799472e3',
    );
  });
});

test('the date has no fraction and no separators', () => {
  expect(sdkDate(Date.parse('2026-11-24T06:00:00.999Z'))).toBe('20261124T060000Z');
});

test('a parameter without a value keeps its equals sign', () => {
  expect(canonicalQuery([['a', '']])).toBe('a=');
});

test('text with half a surrogate pair is signed without an error', () => {
  expect(canonicalQuery([['task_id', '\uD800']])).toBe('task_id=%EF%BF%BD');
});

describe("Huawei's own signer agrees", () => {
  // Not in paths: characters that end a path, or that `url.parse` in Huawei's signer rewrites
  // before signing (it would encode them twice).
  const segment = fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .filter((text) => !/[?#\\{}|^`<>"'\s\p{Cc}]/u.test(text) && text.isWellFormed());
  const path = fc
    .array(
      segment.filter((text) => !text.includes('/')),
      { minLength: 1, maxLength: 5 },
    )
    .map((segments) => `/v1/${segments.join('/')}`);
  // It sorts names by UTF-16 units, which differs from code points outside the basic plane, and
  // JavaScript puts integer-like names first.
  const name = fc.stringMatching(/^[a-z_][a-zA-Z0-9_.~!*'() +-]{0,12}$/);
  const value = fc.string({ unit: 'binary', maxLength: 20 });
  const query = fc.dictionary(name, value, { maxKeys: 5, noNullPrototype: true });
  const body = fc.dictionary(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.array(fc.string())),
    { noNullPrototype: true },
  );

  test('on any request', () => {
    const seen = { bodies: 0, queries: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom('GET', 'PUT', 'POST', 'DELETE'),
        path,
        query,
        fc.option(body, { nil: undefined }),
        fc.integer({ min: 0, max: 4_000_000_000 }),
        (method, anyPath, anyQuery, anyBody, seconds) => {
          if (anyBody) seen.bodies += 1;
          if (Object.keys(anyQuery).length > 0) seen.queries += 1;
          const headers = {
            'X-Sdk-Date': sdkDate(seconds * 1000),
            'content-type': 'application/json',
            host: 'live.example.com',
            'X-Project-Id': '0123456789abcdef0123456789abcdef',
          };

          const theirs = AKSKSigner.sign(
            {
              method,
              endpoint: `https://live.example.com${anyPath}`,
              queryParams: anyQuery,
              headers: { ...headers },
              ...(anyBody && { data: anyBody }),
            },
            { getAk: () => 'AccessKey', getSk: () => 'SecretKey' } as never,
          ) as { Authorization: string };
          const ours = signRequest(
            {
              method,
              path: anyPath,
              query: Object.entries(anyQuery),
              headers,
              ...(anyBody && { body: JSON.stringify(anyBody) }),
            },
            sampleKey,
          );

          expect(ours).toBe(theirs.Authorization);
        },
      ),
      { numRuns: 500 },
    );
    expect(seen.bodies).toBeGreaterThan(100);
    expect(seen.queries).toBeGreaterThan(100);
  });
});
