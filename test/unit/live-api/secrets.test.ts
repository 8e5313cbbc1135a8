import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRelayTasks } from '#src/live-api/relay-tasks.ts';
import { createSigningAuth } from '#src/live-api/signing-auth.ts';
import { createTokenAuth } from '#src/live-api/token-auth.ts';
import {
  type Arrived,
  createClock,
  createKeptCalls,
  createKeptLog,
  createPlayedFetch,
  project,
} from './simulated-fetch.ts';

// Marked, so that a find is a leak and not a coincidence.
const password = fc.stringMatching(/^PwQ7[!-~]{6,28}$/);
const token = fc.stringMatching(/^MIIQ7[A-Za-z0-9+=-]{20,80}$/);
const query = fc.stringMatching(/^uRlQ7[A-Za-z0-9!$'()*,;:@._~-]{8,30}$/);
const status = fc.constantFrom(200, 201, 302, 400, 401, 403, 404, 408, 429, 500, 503);
const noise = fc.string({ unit: 'grapheme', maxLength: 30 });

/** A server that throws back at us whatever it was sent, in one of several wrappings. */
const wrapping = fc.constantFrom<(text: string, code: number) => string>(
  (text) => text,
  (text) => JSON.stringify({ error_code: 'LIVE.100011001', error_msg: text, request_id: 'r' }),
  (text) => JSON.stringify({ error: { code: 401, message: text, title: 'Unauthorized' } }),
  (text) => JSON.stringify({ error_code: text, error_msg: 'x' }),
  (text) => JSON.stringify({ request_id: text, error_msg: 'x' }),
  (text) => JSON.stringify({ echo: text }),
  (text) => `<html><pre>${text}</pre>`,
  (text) => JSON.stringify({ error_code: 'APIG.0301', error_msg: text }).slice(0, -9),
);

function echoOf({ url, headers, body }: Arrived): string {
  return [url.href, ...[...headers].map(([name, value]) => `${name}: ${value}`), body].join('\n');
}

test('no secret reaches a failure, a log line or a metric, however the other side throws it back', async () => {
  const anyCase = fc.record({
    password,
    token,
    query,
    status,
    noise,
    wrapping,
    isIamBad: fc.boolean(),
  });
  let reached = 0;
  await fc.assert(
    fc.asyncProperty(anyCase, async (one) => {
      const clock = createClock();
      const { log, lines } = createKeptLog();
      const { calls, onCall } = createKeptCalls();
      const { fetch } = createPlayedFetch((arrived) => {
        const body = one.wrapping(`${one.noise} ${echoOf(arrived)}`, one.status);
        const headers = { 'content-type': 'application/json', 'X-Request-Id': 'h-1' };
        const isIam = arrived.url.hostname === 'iam.example.com';
        return isIam && !one.isIamBad
          ? new Response('{}', { status: 201, headers: { 'X-Subject-Token': one.token } })
          : new Response(body, { status: one.status, headers });
      });
      const common = {
        projectId: project.projectId,
        ...clock,
        random: () => 0,
        log,
        fetch,
        onCall,
      };
      const signers = [
        createTokenAuth({
          ...common,
          iam: 'https://iam.example.com',
          domain: 'd',
          user: 'u',
          password: one.password,
        }),
        createSigningAuth({
          ...common,
          accessKey: `AkQ7${one.password.slice(4)}`,
          secretKey: one.password,
          securityToken: one.token,
        }),
      ];
      const payload = {
        task_id: 't',
        source_urls: [`rtmp://live.example.com/a/b?sign=${one.query}`],
      };

      const results: unknown[] = [];
      for (const auth of signers) {
        const tasks = createRelayTasks({ ...common, project, auth });
        results.push(
          await tasks.modify(payload, Infinity),
          await tasks.read('t'),
          await tasks.list(),
        );
      }

      const seen = JSON.stringify([results, lines, calls]);
      for (const secret of [one.password, one.token, one.query]) {
        expect(seen).not.toContain(JSON.stringify(secret).slice(1, -1));
      }
      expect(seen).not.toMatch(/PwQ7|MIIQ7|uRlQ7|AkQ7|Signature=[0-9a-f]/);
      if (seen.includes('***')) reached += 1;
    }),
    { numRuns: 200 },
  );
  // The masks had something to do.
  expect(reached).toBeGreaterThan(50);
});
