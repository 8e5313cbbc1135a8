import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { keys } from '#src/redis/keys.ts';
import { createRequestStore } from '#src/redis/stores/request-store.ts';
import { requestWith } from '../../../unit/approval/sample-request.ts';
import { setUpRedis } from '../set-up-redis.ts';

const redis = setUpRedis();
const nothing = { outbox: [], timers: [], dropTimers: [] };

test('export prints every line with its hashes, or those of one request', async () => {
  await twoRequests();

  expect((await audit('export')).lines.map(({ line }) => JSON.parse(line).request)).toEqual([
    'R-142',
    'R-7',
    'R-142',
  ]);
  expect((await audit('export', '--request', 'R-7')).lines).toMatchObject([
    { previous: expect.stringMatching(/^[0-9a-f]{64}$/), line: expect.stringContaining('R-7') },
  ]);
});

test('verify confirms that nothing was changed and that a posted head is still there', async () => {
  await twoRequests();
  const [first] = (await audit('export')).lines;

  const verified = await audit('verify', '--head', first?.hash ?? '');

  expect(verified).toMatchObject({ code: 0, errors: '' });
  expect(verified.output).toContain('3 lines, all as they were written. Every head that was named');
});

test('a trail rewritten with all its hashes lacks the posted head', async () => {
  await twoRequests();
  const posted = (await redis.connection().get(keys.auditHead)) ?? '';
  await redis.connection().flushall();
  await twoRequests('Another reason.');

  expect(await audit('verify')).toMatchObject({ code: 0 });
  expect(await audit('verify', '--head', posted)).toMatchObject({
    code: 1,
    errors: expect.stringContaining(`no line has the hash ${posted}: the trail was rewritten`),
  });
});

test('a line that is taken out is named by its place', async () => {
  await twoRequests();
  const [, second] = await redis.connection().xrange(keys.audit, '-', '+');
  await redis.connection().xdel(keys.audit, second?.[0] ?? '');

  expect(await audit('verify')).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/^Line 2 .*a line before this one was removed/),
  });
});

test('what is typed wrong is answered with what it is', async () => {
  for (const words of [[], ['print'], ['export', 'more'], ['verify', '--all']]) {
    expect(await audit(...words)).toMatchObject({
      code: 2,
      errors: expect.stringContaining('Usage: npm run audit -- export'),
    });
  }
});

test.each([
  [{ REDIS_URL: 'nonsense' }, 'REDIS_URL: must begin with redis://'],
  [{ REDIS_URL_FILE: '/missing' }, 'REDIS_URL_FILE: cannot read /missing'],
])('an address that cannot be used is no other address: %j', async (env, why) => {
  const { code, output, errors } = await run(['verify'], env);

  expect({ code, output }).toEqual({ code: 1, output: '' });
  expect(errors).toMatch(/^[^\n]*\n$/);
  expect(errors).toContain(why);
});

test('what Redis refuses is said, and is not called silence', async () => {
  await redis.connection().set(keys.audit, 'no stream');

  expect(await audit('verify')).toMatchObject({
    code: 1,
    errors: expect.stringContaining('WRONGTYPE'),
  });
});

test('a line that is no JSON keeps no other from being exported', async () => {
  await redis.connection().xadd(keys.audit, '*', 'line', 'no JSON', 'previous', '', 'hash', '');
  await twoRequests();

  expect((await audit('export', '--request', 'R-7')).lines).toHaveLength(1);
});

test('a reader that has seen enough ends an export without noise', async () => {
  await twoRequests('x'.repeat(1_000_000));
  const child = spawn(process.execPath, ['dist/audit.js', 'export'], {
    env: { REDIS_URL: redis.server().url },
  });
  child.stdout.destroy();

  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);

  expect({ code, errors }).toEqual({ code: 0, errors: '' });
});

async function twoRequests(reason = 'The programme ends early.'): Promise<void> {
  const store = createRequestStore(redis.connection());
  await store.commit(requestWith({ reason }), nothing);
  await store.commit(requestWith({ id: 'R-7', reason }), nothing);
  await store.commit(requestWith({ version: 2, reason }), nothing);
}

interface Line {
  readonly line: string;
  readonly previous: string;
  readonly hash: string;
}

async function audit(...words: readonly string[]) {
  const { code, output, errors } = await run(words);
  const lines = output.startsWith('{') ? output.trim().split('\n') : [];
  return { code, output, errors, lines: lines.map((line): Line => JSON.parse(line)) };
}

function run(
  words: readonly string[],
  env: Readonly<Record<string, string>> = { REDIS_URL: redis.server().url },
) {
  return new Promise<{ code: number; output: string; errors: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ['dist/audit.js', ...words],
      { env },
      (_error, output, errors) => resolve({ code: child.exitCode ?? -1, output, errors }),
    );
  });
}
