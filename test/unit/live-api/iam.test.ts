import { describe, expect, test } from 'vitest';
import { adviceFor } from '#src/relay/error-catalogue.ts';
import { broken, json, unconnected } from './simulated-fetch.ts';
import { dayMs, hourMs, setUpTokens, tokenOf } from './set-up-tokens.ts';

const wrongPassword = () =>
  json(
    401,
    {
      error: { code: 401, message: 'The username or password is wrong.', title: 'Unauthorized' },
    },
    { 'X-Request-Id': 'iam-1' },
  );

describe('IAM refuses', () => {
  test('and its words are kept', async () => {
    const { tasks, seen } = setUpTokens({ iam: wrongPassword });

    const answer = await tasks.modify({ task_id: 't', status: 'pause' }, Infinity);

    expect(answer).toEqual({
      kind: 'not_sent',
      failure: {
        kind: 'credentials',
        http_status: 401,
        error_code: '401',
        error_msg: 'The username or password is wrong.',
        request_id: 'iam-1',
        reason: { is: 'sign_in_failed' },
      },
    });
    expect(seen.live).toHaveLength(0);
  });

  test('and is not asked again for five minutes', async () => {
    const { tasks, seen, clock } = setUpTokens({ iam: wrongPassword });

    await tasks.read('t');
    const held = await tasks.read('t');
    clock.pass(5 * 60_000 - 1);
    await tasks.read('t');
    expect(seen.iam).toHaveLength(1);
    clock.pass(1);
    await tasks.read('t');

    expect(held).toMatchObject({
      failure: {
        kind: 'credentials',
        reason: { is: 'sign_in_held', until: '2026-11-24T06:05:00Z' },
      },
    });
    expect(seen.iam).toHaveLength(2);
  });

  test.each([
    [400, 'The request body is invalid', 'check_credentials'],
    [403, 'You are not allowed to do this', 'ask_for_permission'],
    [404, 'Could not find project: p.', 'check_project'],
  ])('with a %i, and its words are repeated', async (status, message, advice) => {
    const { tasks, seen } = setUpTokens({
      iam: () => json(status, { error: { code: status, message, title: 'No' } }),
    });

    await tasks.read('t');
    const held = await tasks.read('t');

    expect(held).toMatchObject({
      failure: { kind: 'credentials', http_status: status, error_msg: message },
    });
    expect(held.ok === false && adviceFor(held.failure)).toBe(advice);
    expect(seen.iam).toHaveLength(1);
  });

  test('but another password is tried at once', async () => {
    const passwords = ['wrong-one', 'right-one'];
    const { tasks, seen } = setUpTokens({
      iam: (nth) => (nth === 1 ? wrongPassword() : undefined),
      password: () => passwords[seen.iam.length] ?? 'right-one',
    });

    await tasks.read('t');
    const read = await tasks.read('t');

    expect(read.ok).toBe(true);
  });

  test('a password that cannot be read is a failure, not an error', async () => {
    const { tasks, seen } = setUpTokens({
      password: () => {
        throw new Error('ENOENT S3cret-password');
      },
    });

    const read = await tasks.read('t');

    expect(read).toEqual({
      ok: false,
      failure: { kind: 'credentials', reason: { is: 'password_unreadable' } },
    });
    expect(seen.iam).toHaveLength(0);
  });
});

describe('IAM is away', () => {
  test.each([
    ['a connection that breaks', () => broken('ECONNRESET')],
    ['a 503', () => json(503, { error: { code: 503, message: 'busy' } })],
    ['a 429', () => json(429, { error: { code: 429, message: 'slow down' } })],
  ])('for a moment: %s', async (_name, fault) => {
    const { tasks, seen } = setUpTokens({ iam: (nth) => (nth === 1 ? fault() : undefined) });

    const read = await tasks.read('t');

    expect(read.ok).toBe(true);
    expect(seen.iam).toHaveLength(2);
  });

  test('for longer: three tries, a failure, and no hold afterwards', async () => {
    const { tasks, seen } = setUpTokens({ iam: () => unconnected('ECONNREFUSED') });

    const first = await tasks.read('t');
    await tasks.read('t');

    expect(first).toMatchObject({
      failure: {
        kind: 'network',
        reason: { is: 'sign_in_failed', because: { is: 'not_connected', about: 'ECONNREFUSED' } },
      },
    });
    expect(seen.iam).toHaveLength(6);
  });

  test.each([
    ['a 429', () => json(429, { error: { code: 429, message: 'slow down' } }), 'wait_and_retry'],
    ['a 503', () => json(503, { error: { code: 503, message: 'busy' } }), 'wait_and_retry'],
    ['a refused connection', () => unconnected('ECONNREFUSED'), 'check_network'],
    ['a broken connection', () => broken('ECONNRESET'), 'check_network'],
  ])('with %s: nobody is told to check the credentials', async (_name, fault, advice) => {
    const { tasks } = setUpTokens({ iam: fault });

    const read = await tasks.read('t');

    expect(read.ok === false && adviceFor(read.failure)).toBe(advice);
  });

  test('at the time of renewal: the old token is used until its end', async () => {
    const { tasks, seen, clock } = setUpTokens({
      iam: (nth) => (nth === 1 ? undefined : json(503, { error: { code: 503, message: 'busy' } })),
    });
    await tasks.read('t');

    clock.pass(dayMs - hourMs / 2);
    const early = await tasks.read('t');
    await tasks.read('t');
    clock.pass(hourMs);
    const late = await tasks.read('t');

    expect(early.ok).toBe(true);
    expect(late).toMatchObject({ ok: false, failure: { kind: 'answered', http_status: 503 } });
    expect(seen.live.map(tokenOf)).toEqual(['token-1', 'token-1', 'token-1']);
    // One for the token, three at the first renewal, none at the second read, three at the end.
    expect(seen.iam).toHaveLength(7);
  });

  test('a token that is too long is reported as such, and not requested over and over', async () => {
    const { tasks, seen } = setUpTokens({ iam: () => broken('HPE_HEADER_OVERFLOW') });

    expect(await tasks.read('t')).toMatchObject({
      failure: {
        kind: 'unreadable',
        reason: { is: 'sign_in_failed', because: { is: 'token_too_long' } },
      },
    });
    expect(seen.iam).toHaveLength(1);
  });

  test('a success without a token is no success', async () => {
    const { tasks } = setUpTokens({ iam: () => json(201, { token: {} }) });

    expect(await tasks.read('t')).toMatchObject({
      failure: { kind: 'unreadable', reason: { is: 'sign_in_failed' } },
    });
  });
});
