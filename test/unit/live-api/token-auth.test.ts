import { describe, expect, test } from 'vitest';
import { json, project, refusal } from './simulated-fetch.ts';
import { dayMs, hourMs, setUpTokens, tokenOf } from './set-up-tokens.ts';

test('the first call signs in with the scope of the project', async () => {
  const { tasks, seen, calls } = setUpTokens();

  await tasks.read('t');

  expect(seen.iam[0]?.url.href).toBe('https://iam.example.com/v3/auth/tokens?nocatalog=true');
  expect(seen.iam[0]?.headers.get('content-type')).toBe('application/json;charset=utf8');
  expect(JSON.parse(seen.iam[0]?.body ?? '')).toEqual({
    auth: {
      identity: {
        methods: ['password'],
        password: {
          user: { name: 'relaydesk', password: 'S3cret-password', domain: { name: 'our-domain' } },
        },
      },
      scope: { project: { id: project.projectId } },
    },
  });
  expect(seen.live.map(tokenOf)).toEqual(['token-1']);
  expect(seen.live[0]?.headers.has('x-project-id')).toBe(false);
  expect(calls).toMatchObject([
    { method: 'TOKEN', status: 201 },
    { method: 'GET', status: 200 },
  ]);
});

test('twenty calls at once share one token', async () => {
  const { tasks, seen } = setUpTokens();

  const reads = await Promise.all(Array.from({ length: 20 }, async () => await tasks.read('t')));

  expect(reads.filter((read) => read.ok === true)).toHaveLength(20);
  expect(seen.iam).toHaveLength(1);
});

test('a token is renewed half an hour before its end', async () => {
  const { tasks, seen, clock } = setUpTokens();
  await tasks.read('t');

  clock.pass(dayMs - hourMs / 2 - 1);
  await tasks.read('t');
  clock.pass(1);
  await Promise.all(Array.from({ length: 20 }, async () => await tasks.read('t')));

  expect(seen.live.slice(0, 3).map(tokenOf)).toEqual(['token-1', 'token-1', 'token-2']);
  expect(seen.iam).toHaveLength(2);
});

test('a token that lives shorter than that is still used for a minute', async () => {
  const { tasks, seen } = setUpTokens({ lifeMs: 10 * 60_000 });

  await tasks.read('t');
  await tasks.read('t');

  expect(seen.iam).toHaveLength(1);
});

test('an unreadable expiry counts as an hour', async () => {
  const { tasks, seen, clock } = setUpTokens({
    iam: (nth) => new Response('{', { status: 201, headers: { 'X-Subject-Token': `t${nth}` } }),
  });

  await tasks.read('t');
  clock.pass(hourMs / 2 - 1);
  await tasks.read('t');
  clock.pass(1);
  await tasks.read('t');

  expect(seen.live.map(tokenOf)).toEqual(['t1', 't1', 't2']);
});

describe('a dead token', () => {
  test.each(['APIG.0301', 'APIGW.0301', 'APIG.0307', 'APIGW.0307'])(
    'that is answered with %s is dropped, and the call repeated once',
    async (code) => {
      const { tasks, seen } = setUpTokens({
        live: (arrived) => (tokenOf(arrived) === 'token-1' ? refusal(401, code) : undefined),
      });

      const read = await tasks.read('t');

      expect(read.ok).toBe(true);
      expect(seen.live.map(tokenOf)).toEqual(['token-1', 'token-2']);
    },
  );

  test('is dropped for a write as well', async () => {
    const { tasks, seen } = setUpTokens({
      live: (_arrived, nth) =>
        nth === 1 ? refusal(401, 'APIG.0307') : json(200, { task_id: 't', request_id: 'r-2' }),
    });

    const answer = await tasks.modify({ task_id: 't', status: 'pause' }, Infinity);

    expect(answer).toEqual({ kind: 'accepted', task_id: 't', request_id: 'r-2' });
    expect(seen.live).toHaveLength(2);
  });

  test.each([
    ['APIG.0303', () => refusal(401, 'APIG.0303')],
    ['LIVE.100011002', () => refusal(401, 'LIVE.100011002')],
    ['LIVE.100011003', () => refusal(401, 'LIVE.100011003')],
    ['a code that nobody published', () => refusal(401, 'X.1')],
    ['no code', () => json(401, {})],
    ['HTML', () => new Response('<html>', { status: 401 })],
    ['other field names', () => json(401, { code: 'APIG.0301', message: 'decrypt token fail' })],
  ])('is dropped for every 401 (%s), and a read is sent once more', async (_name, no) => {
    const { tasks, seen } = setUpTokens({
      live: (arrived) => (tokenOf(arrived) === 'token-1' ? no() : undefined),
    });

    const read = await tasks.read('t');

    expect(read.ok).toBe(true);
    expect(seen.live.map(tokenOf)).toEqual(['token-1', 'token-2']);
  });

  test('is dropped by a write, which is sent again only for the codes of the gateway', async () => {
    const { tasks, seen } = setUpTokens({
      live: (arrived) =>
        tokenOf(arrived) === 'token-1' ? refusal(401, 'LIVE.100011002') : undefined,
    });

    const answer = await tasks.modify({ task_id: 't', status: 'pause' }, Infinity);
    await tasks.read('t');

    expect(answer.kind).toBe('refused');
    expect(seen.live.map(({ method }) => method)).toEqual(['PUT', 'GET']);
    expect(seen.live.map(tokenOf)).toEqual(['token-1', 'token-2']);
  });

  test('that was refused for twenty calls is replaced once', async () => {
    const { tasks, seen } = setUpTokens({
      live: (arrived) => (tokenOf(arrived) === 'token-1' ? refusal(401, 'APIG.0307') : undefined),
    });

    const reads = await Promise.all(Array.from({ length: 20 }, async () => await tasks.read('t')));

    expect(reads.every((read) => read.ok === true)).toBe(true);
    expect(seen.iam).toHaveLength(2);
  });
});

const always = () => refusal(401, 'APIG.0301');

describe('a new token that is refused as well', () => {
  test("stops everything: five minutes without a call or a sign-in, with the API's words", async () => {
    const { tasks, seen, clock } = setUpTokens({ live: always });

    const first = await tasks.read('t');
    clock.pass(5 * 60_000 - 1);
    const held = await tasks.read('t');

    expect(first).toMatchObject({ failure: { kind: 'answered', error_code: 'APIG.0301' } });
    expect(held).toMatchObject({
      failure: {
        kind: 'credentials',
        error_code: 'APIG.0301',
        error_msg: 'about APIG.0301',
        reason: { is: 'new_token_refused', until: '2026-11-24T06:05:00Z' },
      },
    });
    expect(seen.iam).toHaveLength(2);
    expect(seen.live).toHaveLength(2);

    clock.pass(1);
    await tasks.read('t');
    await tasks.read('t');
    expect(seen.iam).toHaveLength(3);
  });

  test('does not hold back calls when the account, not the token, is refused', async () => {
    const { tasks, seen } = setUpTokens({ live: () => refusal(401, 'LIVE.100011014') });

    for (let nth = 0; nth < 4; nth += 1) await tasks.read('t');

    expect(seen.iam).toHaveLength(2);
    expect(seen.live).toHaveLength(5);
  });

  test('no longer counts once a token is accepted', async () => {
    let isRefused = true;
    const { tasks, seen, clock } = setUpTokens({ live: () => (isRefused ? always() : undefined) });
    await tasks.read('t');
    clock.pass(5 * 60_000);
    isRefused = false;

    const read = await tasks.read('t');
    isRefused = true;
    await tasks.read('t');

    expect(read.ok).toBe(true);
    expect(seen.iam).toHaveLength(3);
  });
});
