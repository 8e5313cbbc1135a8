import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LiveAuth } from '#src/live-api/auth.ts';
import { createRelayTasks } from '#src/live-api/relay-tasks.ts';
import { createSigningAuth } from '#src/live-api/signing-auth.ts';
import { createTokenAuth } from '#src/live-api/token-auth.ts';
import {
  type Arrived,
  createClock,
  createKeptCalls,
  createKeptLog,
  createSimulatedFetch,
  project,
} from './simulated-fetch.ts';

const secrets = { password: 'PwQ7 "p&ss\\word', token: 'MIIQ7abc+/=def', query: 'uRlQ7-$(x)' };

/** Everything sent to a server, as one text. */
function echoOf({ url, headers, body }: Arrived): string {
  return [url.href, ...[...headers].map(([name, value]) => `${name}: ${value}`), body].join('\n');
}

/** What is logged and returned for three calls to a server that repeats what it was sent, `wrapped`. */
async function seenOf(
  how: 'token' | 'key',
  wrapped: (echo: string) => string,
  { status = 400, echoes = 'live', secret = secrets } = {},
): Promise<string> {
  const clock = createClock();
  const { log, lines } = createKeptLog();
  const { calls, onCall } = createKeptCalls();
  const { fetch } = createSimulatedFetch((arrived) => {
    const isIam = arrived.url.hostname === 'iam.example.com';
    return isIam && echoes !== 'iam'
      ? new Response('{}', { status: 201, headers: { 'X-Subject-Token': secret.token } })
      : new Response(wrapped(echoOf(arrived)), { status });
  });
  const common = { projectId: project.projectId, ...clock, random: () => 0, log, fetch, onCall };
  const { password, token } = secret;
  const auth: LiveAuth =
    how === 'token'
      ? createTokenAuth({
          ...common,
          iam: 'https://iam.example.com',
          domain: 'd',
          user: 'u',
          password,
        })
      : createSigningAuth({
          ...common,
          accessKey: 'AkQ7access',
          secretKey: password,
          securityToken: token,
        });
  const tasks = createRelayTasks({ ...common, project, auth });
  const payload = {
    task_id: 't',
    source_urls: [`rtmp://live.example.com/a/b?sign=${secret.query}`],
  };
  const results = [
    await tasks.modify(payload, Infinity),
    await tasks.read('t'),
    await tasks.list(),
  ];
  return JSON.stringify([results, lines, calls]);
}

const LEAK = /PwQ7|MIIQ7|uRlQ7|AkQ7|Signature=[0-9a-f]/;

const wrappings: readonly (readonly [string, (echo: string) => string])[] = [
  ['as it is', (echo) => echo],
  ['in HTML', (echo) => `<html><pre>${echo}</pre>`],
  ['as error_msg', (echo) => JSON.stringify({ error_code: 'LIVE.1', error_msg: echo })],
  ['as error_code', (echo) => JSON.stringify({ error_code: echo, error_msg: 'x' })],
  ['as error_detail', (echo) => JSON.stringify({ error_code: 'LIVE.1', error_detail: echo })],
  ['as result_msg', (echo) => JSON.stringify({ result_code: 'LIVE.1', result_msg: echo })],
  ['in a list', (echo) => JSON.stringify({ error_code: 'LIVE.1', error_msg: echo.split('\n') })],
  ['as IAM nests it', (echo) => JSON.stringify({ error: { code: 401, message: echo } })],
  ['as request_id', (echo) => JSON.stringify({ request_id: echo, error_msg: 'x' })],
  ['in another field', (echo) => JSON.stringify({ echo })],
  ['broken off', (echo) => JSON.stringify({ error_msg: echo }).slice(0, -9)],
];

test.each(wrappings)(
  'no secret is shown when an error repeats what we sent: %s',
  async (_name, wrapped) => {
    for (const status of [200, 400, 401, 500]) {
      expect(await seenOf('token', wrapped, { status })).not.toMatch(LEAK);
      expect(await seenOf('key', wrapped, { status })).not.toMatch(LEAK);
    }
  },
);

test.each(wrappings)('no secret is shown when IAM repeats it: %s', async (_name, wrapped) => {
  expect(await seenOf('token', wrapped, { echoes: 'iam' })).not.toMatch(LEAK);
});

test('what was a secret in such an answer is shown as [secret]', async () => {
  expect(await seenOf('key', (echo) => echo)).toContain('[secret]');
});

test('no secret is shown, whatever characters it contains', async () => {
  const secret = fc.record({
    password: fc.stringMatching(/^PwQ7[!-~]{6,28}$/),
    token: fc.stringMatching(/^MIIQ7[A-Za-z0-9+=-]{20,80}$/),
    query: fc.stringMatching(/^uRlQ7[A-Za-z0-9!$'()*,;:@._~-]{8,30}$/),
  });
  const anyCase = fc.tuple(secret, fc.constantFrom(...wrappings), fc.constantFrom('token', 'key'));
  await fc.assert(
    fc.asyncProperty(anyCase, async ([some, [, wrapped], how]) => {
      expect(await seenOf(how, wrapped, { secret: some })).not.toMatch(LEAK);
    }),
    { numRuns: 150 },
  );
});
