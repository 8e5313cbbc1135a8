import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startBot } from '#sandbox/bot.ts';
import { open, root } from './doctor.ts';

/** Runs `node dist/main.js` with arguments and without settings. */
const main = async (...words: string[]) => {
  const run = promisify(execFile)(process.execPath, ['dist/main.js', ...words], {
    cwd: root,
    env: {},
  });
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
};

describe('An argument is answered, and nothing is started', () => {
  test('--version prints the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
      readonly version: string;
    };

    expect(await main('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('--check reads the configuration and says what is wrong with it', async () => {
    const { env } = await open();
    const check = (more: Readonly<Record<string, string>>) =>
      promisify(execFile)(process.execPath, ['dist/main.js', '--check'], {
        cwd: root,
        env: { ...env, ...more },
      });

    expect(await check({})).toEqual({
      stdout: 'The environment and relaydesk.yml are in order.\n',
      stderr: '',
    });
    await expect(check({ PORT: 'x' })).rejects.toMatchObject({
      code: 1,
      stderr: 'PORT: must be a port number\n',
    });
  });

  test('--help says how each program is started', async () => {
    const { code, stdout, stderr } = await main('--help');

    expect(stdout).toContain('node dist/main.js             starts one replica');
    expect(stdout).toContain('node dist/doctor.js');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test.each([[['--halp']], [['start']], [['--version', '--halp']]])(
    '%j is refused',
    async (words) => {
      const { code, stdout, stderr } = await main(...words);

      expect(stderr).toBe(
        `relaydesk does not know the argument ${words.at(-1)}, and did not start. --help shows what there is.\n`,
      );
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    },
  );
});

describe('What keeps the server from listening is one line', () => {
  /** What the bot says in plain text, and its exit code. */
  const startWith = async (more: Readonly<Record<string, string>>, port?: number) => {
    const { env } = await open();
    const bot = await startBot({ cwd: root, env: { ...env, ...more }, ...(port ? { port } : {}) });
    const { code } = await bot.exited;
    const logs = bot.logs();
    expect(logs.join('')).not.toContain('cannot start');
    return { code, lines: logs.filter((line) => !line.startsWith('{')) };
  };

  test('a port that is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, resolve));
    onTestFinished(() => void other.close());
    const { port } = Object(other.address()) as { readonly port: number };

    expect(await startWith({}, port)).toEqual({
      code: 1,
      lines: [
        `PORT: another process listens on ${port} already; stop it, or set PORT to a free one`,
      ],
    });
  });

  test('an address of another machine', async () => {
    expect(await startWith({ HOST: '192.0.2.1' })).toEqual({
      code: 1,
      lines: [
        'HOST: 192.0.2.1 is no address of this machine; correct it, or leave HOST out to listen on all',
      ],
    });
  });
});

describe('While a start waits, probes are told that the process is alive and not ready', () => {
  const asked = async (url: string, method = 'GET') => {
    const response = await fetch(url, { method });
    return { status: response.status, body: await response.json() };
  };
  const starting = { ok: false, checks: [{ name: 'process', ok: false, why: 'it is starting' }] };

  test('for Redis, and then it works', async () => {
    const { env, redis } = await open();
    await redis.kill();

    const bot = await startBot({ cwd: root, env });
    onTestFinished(() => void bot.kill());
    await expect.poll(() => bot.logs().join('')).toContain('Redis cannot be reached yet');

    expect(await asked(`${bot.url}/healthz`)).toEqual({ status: 200, body: { ok: true } });
    expect(await asked(`${bot.url}/readyz`)).toEqual({ status: 503, body: starting });
    expect(await asked(`${bot.url}/slack/events`, 'POST')).toMatchObject({ status: 503 });
    await redis.restart();
    await bot.ready();
  });

  test('for Slack', async () => {
    const { env, slack } = await open();
    slack.fail({ method: 'auth.test', with: { status: 503 }, times: 100 });

    const bot = await startBot({ cwd: root, env });
    onTestFinished(() => void bot.kill());
    await expect.poll(() => bot.logs().join('')).toContain('Slack cannot be reached yet');

    expect(await asked(`${bot.url}/healthz`)).toEqual({ status: 200, body: { ok: true } });
    expect(await asked(`${bot.url}/readyz`)).toEqual({ status: 503, body: starting });
  });
});
