import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bot, startBot } from '#sandbox/bot.ts';
import { startRedis } from '#sandbox/redis.ts';
import { openDesk } from './desk.ts';

const SECRET = {
  botToken: 'xoxb-7d1f-not-for-anybody',
  appToken: 'xapp-7d1f-not-for-anybody',
  signing: 'signing7d1fsecret',
  redis: 'redis7d1f@pass',
  password: 'cloud7d1f"pass',
  events: 'events7d1f-token-of-24-characters',
};
/** Plain, as JSON writes them, and as a URL does. */
const FORMS = Object.values(SECRET).flatMap((value) => [
  value,
  JSON.stringify(value).slice(1, -1),
  encodeURIComponent(value),
]);
const leaksIn = (text: string): readonly string[] => FORMS.filter((form) => text.includes(form));

const cwd = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'relaydesk-leaks-'));

/** Answers everything with an error that repeats the whole request. */
const echo = createServer((request, response) => {
  void Array.fromAsync(request).then((chunks) => {
    const sent = `${Buffer.concat(chunks).toString()} ${JSON.stringify(request.headers)}`;
    const isSlack = request.url?.startsWith('/api/') === true;
    response.writeHead(isSlack ? 200 : 400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: false, error: sent, error_code: 'X', error_msg: sent }));
  });
});
let redis: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  redis = await startRedis({ config: { requirepass: 'another' } });
  await new Promise<void>((resolve) => void echo.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  echo.close();
  await redis.stop();
  rmSync(folder, { recursive: true });
});

const SLOW_MACHINE = { timeout: 60_000 };

const echoUrl = (): string => `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;

const start = (more: Readonly<Record<string, string>> = {}): Promise<Bot> => {
  const { port } = redis;
  return startBot({
    cwd,
    env: {
      SLACK_BOT_TOKEN: SECRET.botToken,
      SLACK_APP_TOKEN: SECRET.appToken,
      SLACK_API_URL: `${echoUrl()}/api/`,
      REDIS_URL: `redis://:${encodeURIComponent(SECRET.redis)}@127.0.0.1:${port}`,
      RELAYDESK_CONFIG: join(cwd, 'relaydesk.example.yml'),
      HW_DOMAIN: 'domain',
      HW_USER: 'user',
      HW_PASSWORD: SECRET.password,
      LOG_LEVEL: 'debug',
      ...more,
    },
  });
};

describe('No secret is in what the process writes', () => {
  test('when Slack refuses the token and repeats it, and Redis the password', async () => {
    const bot = await start();

    const { code } = await bot.exited;

    expect(bot.logs().join('\n')).toMatch(/SLACK_BOT_TOKEN: Slack does not accept it/);
    expect(code).toBe(1);
    expect(leaksIn(bot.logs().join('\n'))).toEqual([]);
  });

  test('when the Live API and IAM repeat what they were sent', async () => {
    const desk = await openDesk({
      written: { password: '$HW_PASSWORD' },
      env: { HW_PASSWORD: SECRET.password, LOG_LEVEL: 'debug' },
    });
    const { live, operator, slack, newTask, bot } = desk;
    const said = `user user with ${SECRET.password} or ${JSON.stringify(SECRET.password)}`;
    const body = { error: { code: 401, message: said, title: said } };
    live.fail({ on: 'TOKEN', with: { status: 401, body }, times: 9 });

    await operator.types('/relay list');
    await operator.types(`/relay show ${newTask().task_id}`);
    const told = await slack.until(
      () => (slack.workspace.ephemerals.length > 1 ? slack.workspace.ephemerals : undefined),
      'two answers',
    );

    await expect.poll(() => bot().logs().join('\n')).toContain('Signing in at IAM failed');
    expect(leaksIn(bot().logs().join('\n'))).toEqual([]);
    expect(leaksIn(JSON.stringify(told))).toEqual([]);
    await desk.close();
  });

  test.each([
    ['answers with an error', { status: 500 } as const],
    ['does not answer', 'timeout' as const],
    ['loses its answer', 'lose_answer' as const],
  ])(
    'when Slack %s to an answer: anybody who knows its URL could answer',
    async (_how, failure) => {
      const desk = await openDesk({ env: { LOG_LEVEL: 'debug' } });
      const { operator, outsider, slack, bot } = desk;
      slack.fail({ method: 'response_url', with: failure, times: 20 });
      const ways = ['/relay list', '/relay requests', '/relay show live/news24', '/relay audit'];

      for (const words of ways) await slack.person(operator.id).runs(words, { channel: 'C0OPS' });
      await slack.person(outsider.id).runs('/relay history', { channel: 'C0OPS' });
      await slack.until(
        () => slack.workspace.calls.filter(({ method }) => method === 'response_url').length > 4,
        'as many answers',
      );
      await expect
        .poll(
          () =>
            bot()
              .logs()
              .filter((line) => line.includes('handler failed')).length,
          SLOW_MACHINE,
        )
        .toBeGreaterThan(3);

      const secrets = slack.workspace.deliveries.flatMap(({ body: { response_url: address } }) =>
        typeof address === 'string' ? [address.split('/').slice(-2).join('/')] : [],
      );
      expect(secrets.length).toBeGreaterThan(4);
      expect(secrets.filter((secret) => bot().logs().join('\n').includes(secret))).toEqual([]);
      const metrics = await (await fetch(`${bot().url}/metrics`)).text();
      expect(secrets.filter((secret) => metrics.includes(secret))).toEqual([]);
      await desk.close();
    },
  );

  test("when Slack's error is more than a name: metrics hold only names", async () => {
    const desk = await openDesk();
    const { operator, slack, bot } = desk;
    const said = `no such thing for ${SECRET.events}, see "https://hooks.slack.com/x"`;
    slack.fail({ method: 'users.info', with: { error: said }, times: 5 });
    slack.fail({ method: 'users.info', with: { error: 'x'.repeat(100) }, times: 1 });

    const callsCounted = async (): Promise<string> =>
      (await (await fetch(`${bot().url}/metrics`)).text())
        .split('\n')
        .filter((line) => line.startsWith('relaydesk_slack_calls_total'))
        .join('\n');

    await operator.types('/relay requests');

    // The command is acknowledged before Slack is asked who typed it.
    await expect.poll(callsCounted).toContain('outcome="other_error"');
    const counted = await callsCounted();
    expect([SECRET.events, 'no such'].filter((text) => counted.includes(text))).toEqual([]);
    await desk.close();
  });

  test('when a bug ends it with a secret on the error', async () => {
    const bug = `
      setTimeout(() => {
        const error = new Error('no answer to ' + process.env.SLACK_BOT_TOKEN);
        throw Object.assign(error, { command: { name: 'auth', args: [process.env.HW_PASSWORD] } });
      }, 0);`;
    // Slack never answers, so the process is still running when the bug strikes.
    const bot = await start({
      SLACK_API_URL: 'http://127.0.0.1:1/api/',
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(bug)}`,
    });

    const { code } = await bot.exited;

    expect(bot.logs().join('\n')).toContain('a bug ends the process');
    expect(code).toBe(1);
    expect(leaksIn(bot.logs().join('\n'))).toEqual([]);
  });

  test('when Node is asked for a report', async () => {
    const bot = await start({
      SLACK_API_URL: 'http://127.0.0.1:1/api/',
      NODE_OPTIONS: `--report-on-signal --report-directory=${folder}`,
    });
    await expect
      .poll(() => bot.logs().join('\n'), SLOW_MACHINE)
      .toContain('Slack cannot be reached yet');

    process.kill(bot.pid, 'SIGUSR2');

    await expect.poll(() => readdirSync(folder), SLOW_MACHINE).toHaveLength(1);
    const [name = ''] = readdirSync(folder);
    await expect
      .poll(() => readFileSync(join(folder, name), 'utf8'), SLOW_MACHINE)
      .toContain('"libuv"');
    const report = readFileSync(join(folder, name), 'utf8');
    await bot.kill();
    expect(leaksIn(report)).toEqual([]);
  });
});
