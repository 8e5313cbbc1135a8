import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CHANNELS, KEY_PAIR, PEOPLE } from '#sandbox/cast.ts';
import { startRedis } from '#sandbox/redis.ts';
import { diagnosis, doctor, open, root, setUpGood } from './doctor.ts';

const NOTIFY = `notify: { users: [${PEOPLE.lead.id}] }`;

const good = setUpGood();

describe('On a broken set-up the doctor names what is broken, and checks everything else', () => {
  test('a wrong bot token', async () => {
    const { env } = good();

    const { code, bad } = await diagnosis({ ...env, SLACK_BOT_TOKEN: 'xoxb-wrong' });

    expect(bad.map(({ status, what }) => `${status} ${what}`)).toEqual([
      'fail SLACK_BOT_TOKEN',
      'skip channels',
      'skip people',
      'skip policy',
      'skip cards and forms',
    ]);
    expect(bad[0]).toMatchObject({ found: 'Slack says invalid_auth' });
    expect(code).toBe(1);
  });

  test('a wrong app-level token', async () => {
    const { env } = good();

    const { code, bad } = await diagnosis({ ...env, SLACK_APP_TOKEN: 'xapp-wrong' });

    expect(bad).toMatchObject([{ what: 'SLACK_APP_TOKEN', found: 'Slack says invalid_auth' }]);
    expect(code).toBe(1);
  });

  test('a scope that was not granted', async () => {
    const { env } = await open({ slack: { manifest: manifestWithout('usergroups:read') } });

    const { code, bad } = await diagnosis(env);

    expect(bad).toMatchObject([
      { status: 'fail', what: 'scopes', found: 'usergroups:read is missing' },
      { status: 'fail', what: 'user groups', found: 'the scope usergroups:read is missing' },
      {
        status: 'warn',
        what: 'live-prod: policy.quorum',
        found: expect.stringContaining('while user groups cannot be read'),
      },
    ]);
    expect(code).toBe(1);
  });

  test('a channel without the bot, and an archived one', async () => {
    const { env, slack } = await open();
    slack.changeChannel(CHANNELS.leads.id, { botIsMember: false });
    slack.changeChannel(CHANNELS.ops.id, { isArchived: true });

    const { code, bad } = await diagnosis(env);

    expect(bad).toMatchObject(
      [
        { status: 'fail', what: /C0OPS/, found: 'it is archived' },
        { status: 'fail', what: /C0LEADS/, found: 'the bot is not in it', todo: /\/invite/ },
      ].map((line) => matching(line)),
    );
    expect(code).toBe(1);
  });

  test('a group of approvers that is empty, switched off or not there', async () => {
    const approvers = `approvers: { users: [${PEOPLE.lead.id}], usergroups: [S0LEADS, S0ONCALL, S0NONE] }`;
    const { env, slack } = await open({ projectYaml: [approvers, NOTIFY] });
    await slack.changeUsergroup('S0LEADS', []);
    await slack.switchUsergroup('S0ONCALL', false);

    const { code, bad } = await diagnosis(env);

    expect(bad).toMatchObject(
      [
        {
          status: 'fail',
          what: '@leads S0LEADS',
          found: 'nobody is in it: approvers of live-prod',
        },
        { status: 'fail', what: '@oncall S0ONCALL', found: /is disabled/ },
        { status: 'fail', what: 'S0NONE', found: /there is no such user group/ },
        { status: 'warn', subject: 'policy', found: /request of one of them/ },
      ].map((line) => matching(line)),
    );
    expect(code).toBe(1);
  });

  test('approvers who are a guest, a bot, gone or nobody, and a quorum that is out of reach', async () => {
    const { lead, guest, outsider } = PEOPLE;
    const users = [lead.id, guest.id, outsider.id, 'U0BOT', 'U0NOBODY'].join(', ');
    const { env, slack } = await open({
      projectYaml: [
        `approvers: { users: [${users}], usergroups: [S0LEADS] }`,
        NOTIFY,
        'policy: { rules: [{ when: { status: pause }, quorum: 3 }] }',
      ],
    });
    slack.changePerson(outsider.id, { deleted: true });
    await slack.changeUsergroup('S0LEADS', [PEOPLE.secondLead.id, guest.id]);

    const { code, bad } = await diagnosis(env);

    expect(bad).toMatchObject(
      [
        { status: 'warn', what: '@leads S0LEADS', found: /Gus Guest U0GUEST is a guest/ },
        { status: 'fail', what: 'Gus Guest U0GUEST', found: /is a guest/ },
        { status: 'fail', what: 'Otto Outsider U0OUT', found: /is deactivated/ },
        { status: 'fail', what: 'relaydesk U0BOT', found: /is a bot/ },
        { status: 'fail', what: 'U0NOBODY', found: /does not exist in this workspace/ },
        { status: 'fail', what: 'live-prod: policy.rules[0]', found: /needs 3 approvals, and 2/ },
      ].map((line) => matching(line)),
    );
    expect(code).toBe(1);
  });

  test('a wrong password of the cloud, and a wrong secret key', async () => {
    const byToken = await open({ written: { password: 'wrong' } });
    const first = await diagnosis(byToken.env);
    await byToken.stop();
    const { env, live } = await open({ auth: 'aksk', written: { secretKey: 'wrong' } });
    const second = await diagnosis(env);

    expect(first.bad).toEqual([
      expect.objectContaining({
        what: 'live-prod',
        found: expect.stringContaining('Signing in at IAM failed'),
        todo: expect.stringContaining('credentials'),
      }),
    ]);
    expect(second.bad).toEqual([
      expect.objectContaining({ found: expect.stringMatching(/APIG\.0301.*HTTP 401/) }),
    ]);
    // A key is locked after a few failures, so the doctor must try it as seldom as possible.
    expect(live.calls()).toHaveLength(1);
    expect([first.code, second.code]).toEqual([1, 1]);
  });

  test('a wrong project id', async () => {
    const projectId = 'f'.repeat(32);
    const { env } = await open({ auth: 'aksk', written: { projectId, ...KEY_PAIR } });

    const { code, bad } = await diagnosis(env);

    expect(bad).toEqual([
      expect.objectContaining({
        subject: 'Live API',
        found: expect.stringContaining('LIVE.100011015'),
        todo: expect.stringContaining('project_id'),
      }),
    ]);
    expect(code).toBe(1);
  });

  test('a Redis that is down', async () => {
    const { env } = good();

    const { code, bad } = await diagnosis({ ...env, REDIS_URL: 'redis://127.0.0.1:1' });

    expect(bad).toEqual([
      expect.objectContaining({
        what: 'REDIS_URL',
        found: expect.stringContaining('ECONNREFUSED'),
      }),
    ]);
    expect(code).toBe(1);
  });

  test('an address of Redis that cannot be read', async () => {
    const { env } = good();

    const { code, bad } = await diagnosis({ ...env, REDIS_URL: 'redis://a:1,b:2' });

    expect(bad).toEqual([
      expect.objectContaining({ what: 'REDIS_URL', found: expect.stringContaining('several') }),
      expect.objectContaining({ subject: 'Redis', status: 'skip' }),
    ]);
    expect(code).toBe(1);
  });

  test('a Redis that evicts keys and does not persist them', async () => {
    const { env } = good();
    const config = { 'maxmemory-policy': 'allkeys-lru', maxmemory: '50mb' };
    const forgetful = await startRedis({ appendonly: false, config });

    const { code, bad } = await diagnosis({ ...env, REDIS_URL: forgetful.url });
    await forgetful.stop();

    expect(bad).toEqual([
      expect.objectContaining({ status: 'fail', found: expect.stringContaining('allkeys-lru') }),
      expect.objectContaining({ status: 'warn', found: expect.stringContaining('AOF is off') }),
    ]);
    expect(code).toBe(1);
  });

  test('a clock that is wrong', async () => {
    const { env } = await open({ slack: { now: () => Date.now() + 10 * 60_000 } });

    const { code, bad } = await diagnosis(env);

    expect(bad).toEqual([
      expect.objectContaining({
        subject: 'clock',
        found: expect.stringMatching(/^this machine is (599|600) s behind it$/),
        todo: expect.stringContaining('NTP'),
      }),
    ]);
    expect(code).toBe(1);
  });

  test('a file with mistakes: each is named, and Slack and Redis are still checked', async () => {
    const { env } = await open();
    const path = env['RELAYDESK_CONFIG'] ?? '';
    const content = readFileSync(path, 'utf8');
    writeFileSync(path, content.replace('region:', 'regoin:').replace('C0OPS', '"#ops"'));

    const { code, said } = await doctor(env);

    expect(said).toMatch(/fail +\S*relaydesk\.yml +projects\[0\]\.region: /);
    expect(said).toMatch(/fail +\S*relaydesk\.yml +projects\[0\]\.ops_channel: must be a Slack/);
    expect(said).toMatch(
      /projects\[0\]: there is no key "regoin"; did you mean "region"\?\n +→ write region instead/,
    );
    expect(said).toContain('accepted by the workspace');
    expect(said).toMatch(/skip +channels +not checked until relaydesk\.yml is right/);
    expect(said).toMatch(/skip +Live API +not checked until relaydesk\.yml is right/);
    expect(said).toMatch(/Redis 7/);
    expect(code).toBe(1);
  });

  test('nothing set at all', async () => {
    const { code, bad } = await diagnosis({ RELAYDESK_CONFIG: '/nowhere.yml' });

    expect(bad.filter(({ status }) => status === 'fail').map(({ what }) => what)).toEqual(
      expect.arrayContaining(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', '/nowhere.yml']),
    );
    expect(code).toBe(1);
  });
});

const manifestWithout = (scope: string): Record<string, unknown> => {
  const manifest = parse(readFileSync(`${root}manifest.yml`, 'utf8'));
  const { scopes } = manifest.oauth_config;
  scopes.bot = scopes.bot.filter((each: string) => each !== scope);
  return manifest;
};

/** Texts as they are, patterns as patterns. */
const matching = (line: Readonly<Record<string, string | RegExp>>) =>
  Object.fromEntries(
    Object.entries(line).map(([key, value]) => [
      key,
      value instanceof RegExp ? expect.stringMatching(value) : value,
    ]),
  );
