import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startBot } from '#sandbox/bot.ts';
import { SECRETS, TEAM } from '#sandbox/cast.ts';
import { startRedis } from '#sandbox/redis.ts';
import { createSimulatedSlack } from '#sandbox/slack/index.ts';
import { createWorld, type World } from '#sandbox/world.ts';

const cwd = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'relaydesk-configuration-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const project = {
  name: 'live-prod',
  project_id: '0123456789abcdef0123456789abcdef',
  endpoint: 'https://live.cn-north-4.myhuaweicloud.com',
  region: 'cn-north-4',
  auth: { aksk: { access_key: 'key', secret_key: '$HW_SK' } },
  ops_channel: 'C0OPS',
  approvers: { users: ['U0LEAD'] },
};
const env = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', HW_SK: 'secret' };

/** Starts the bot as `npm start` does, and reads what it says before it ends. */
const startWith = async (environment: Record<string, string>, config: unknown) => {
  const file = join(folder, 'relaydesk.yml');
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
  const bot = await startBot({ cwd, env: { RELAYDESK_CONFIG: file, ...environment } });
  const { code } = await bot.exited;
  return { code, lines: bot.logs().map((line) => line.replaceAll(folder, '')) };
};

describe('A wrong configuration is one line for each problem, and exit code 1', () => {
  test('in the environment', async () => {
    const environment = {
      HW_SK: '',
      PORT: 'x',
      REDIS_URL: 'localhost',
      LOG_LEVEL: 'loud',
    };

    const { code, lines } = await startWith(environment, { projects: [project] });

    expect(lines).toEqual([
      expect.stringMatching(/^SLACK_BOT_TOKEN: missing/),
      expect.stringMatching(/^SLACK_APP_TOKEN: missing.*SLACK_SIGNING_SECRET/),
      expect.stringMatching(/^REDIS_URL: must begin with/),
      expect.stringMatching(/^PORT: must be a port/),
      expect.stringMatching(/^LOG_LEVEL: must be one of/),
      expect.stringMatching(/^\/relaydesk\.yml: .*secret_key: \$HW_SK is not set/),
    ]);
    expect(code).toBe(1);
  });

  test('in relaydesk.yml', async () => {
    const wrong = [
      { ...project, aprovers: {} },
      { ...project, approvers: undefined },
      { ...project, approvers: { users: ['@lena'] } },
      { ...project, ops_channel: '#ops' },
      { ...project, endpoint: 'http://live.example.com' },
      { ...project, auth: {} },
      { ...project, policy: { expires_after: '0s' } },
      { ...project, policy: { quorum: 0 } },
      { ...project, region: '' },
    ];
    const projects = wrong.map((one, index) => ({ ...one, name: `live-${index}` }));

    const { code, lines } = await startWith(env, { projects });

    expect(lines).toEqual([
      expect.stringMatching(/projects\[0\]: .*aprovers/),
      expect.stringMatching(/projects\[1\]\.approvers: /),
      expect.stringMatching(/projects\[2\]\.approvers\.users\[0\]: must be a Slack user id/),
      expect.stringMatching(/projects\[3\]\.ops_channel: must be a Slack channel id/),
      expect.stringMatching(/projects\[4\]\.endpoint: must begin with https/),
      expect.stringMatching(/projects\[5\]\.auth: needs either token or aksk/),
      expect.stringMatching(/projects\[6\]\.policy\.expires_after: must be a duration/),
      expect.stringMatching(/projects\[7\]\.policy\.quorum: must be at least 1/),
      expect.stringMatching(/projects\[8\]\.region: /),
    ]);
    expect(code).toBe(1);
  });

  test('in relaydesk.yml: one project of the cloud has one name', async () => {
    const again = { ...project, name: 'live-vod', endpoint: `${project.endpoint}:443/` };

    const { code, lines } = await startWith(env, { projects: [project, again] });

    expect(lines).toEqual([
      expect.stringMatching(/projects: live-prod and live-vod are one project of the cloud/),
    ]);
    expect(code).toBe(1);
  });

  test.each([
    ['no YAML', 'projects: [', /cannot be read/],
    ['without projects', { projects: [] }, /needs at least one project/],
    ['empty', '', /relaydesk\.yml: /],
  ])('a file that is %s', async (_what, content, line) => {
    const { code, lines } = await startWith(env, content);

    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(code).toBe(1);
  });

  test('a file that is not there', async () => {
    const bot = await startBot({
      cwd,
      env: { ...env, RELAYDESK_CONFIG: join(folder, 'none.yml') },
    });

    const { code } = await bot.exited;

    expect(bot.logs()).toEqual([expect.stringMatching(/none\.yml: cannot be read.*example\.yml/)]);
    expect(code).toBe(1);
  });
});

test('a token that Slack does not accept is one line as well', async () => {
  const slack = await createSimulatedSlack({
    manifest: join(cwd, 'manifest.yml'),
    team: TEAM,
    people: [],
    channels: [],
    ...SECRETS,
    transport: { kind: 'socket' },
  });

  const { code, lines } = await startWith(
    { ...env, SLACK_API_URL: slack.apiUrl, REDIS_URL: 'redis://127.0.0.1:1' },
    { projects: [project] },
  );

  expect(lines.filter((line) => !line.includes('"Redis connection"'))).toEqual([
    'SLACK_BOT_TOKEN: Slack does not accept it (invalid_auth)',
  ]);
  expect(code).toBe(1);
  await slack.stop();
});

describe('At the start', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld({ env: { SLACK_APP_TOKEN: 'xapp-other' } });
  });
  afterEach(() => world.stop());

  test('an app-level token that Slack does not accept is one line', async () => {
    await expect(world.startBot()).rejects.toThrow('SLACK_APP_TOKEN');

    expect(world.logs().filter((line) => !line.startsWith('{'))).toEqual([
      'SLACK_APP_TOKEN: Slack does not accept it (invalid_auth)',
    ]);
    expect(world.logs().join('')).not.toContain('cannot start');
  });

  test('an incident of Slack is waited for', async () => {
    const { slack } = world;
    slack.changeSecrets({ appToken: 'xapp-other' });
    slack.fail({ method: 'auth.test', with: { error: 'internal_error' } });
    slack.fail({ method: 'apps.connections.open', with: { error: 'service_unavailable' } });

    await world.startBot();

    await expect.poll(() => world.logs().join('')).toContain('Slack cannot be reached yet');
    expect(slack.connections()).toBe(1);
  });
});

test('a Redis that evicts keys is refused in one line', async () => {
  const redis = await startRedis({ config: { 'maxmemory-policy': 'allkeys-lru' } });
  const slack = await createSimulatedSlack({
    manifest: join(cwd, 'manifest.yml'),
    team: TEAM,
    people: [],
    channels: [],
    ...SECRETS,
    transport: { kind: 'socket' },
  });

  const { code, lines } = await startWith(
    {
      ...env,
      SLACK_BOT_TOKEN: SECRETS.botToken,
      SLACK_APP_TOKEN: SECRETS.appToken,
      SLACK_API_URL: slack.apiUrl,
      REDIS_URL: redis.url,
    },
    { projects: [project] },
  );

  expect(lines).toEqual([
    expect.stringMatching(/^REDIS_URL: .*maxmemory-policy is allkeys-lru.*set it to noeviction$/),
  ]);
  expect(code).toBe(1);
  await slack.stop();
  await redis.stop();
});
