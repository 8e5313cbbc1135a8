import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { CLOUD_USER, KEY_PAIR, SECRETS } from '#sandbox/cast.ts';
import type { WorldOptions } from '#sandbox/world.ts';
import { type Desk, openDesk } from './desk.ts';

type Secrets = Readonly<Record<string, string>>;

let open: Awaited<ReturnType<typeof openDeskWith>> | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** A desk whose secrets come from files, and what rotates them. */
const openDeskWith = async (secrets: Secrets, options: WorldOptions = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'relaydesk-secrets-'));
  const fileOf = (name: string): string => join(folder, name);
  const env = Object.keys(secrets).flatMap((name) => [
    [name, ''],
    [`${name}_FILE`, fileOf(name)],
  ]);
  const write = (values: Secrets): void => {
    for (const [name, value] of Object.entries(values)) writeFileSync(fileOf(name), value);
  };
  write(secrets);
  const desk = await openDesk({ ...options, env: Object.fromEntries(env) });
  return {
    ...desk,
    write,
    remove: (name: string): void => rmSync(fileOf(name)),
    async close(): Promise<void> {
      await desk.close();
      rmSync(folder, { recursive: true });
    },
  };
};

/** The whole life of a request: form, review, call, and results in two channels. */
const aChange = async ({ operator, lead, newTask, opsChannel }: Desk): Promise<void> => {
  const card = await operator.asksFor(newTask(), { vod_loop_time: '3' });
  await lead.approves(card);
  await card.says('Applied');
  await opsChannel.says('Applied', card.request);
};

const refusedCalls = ({ slack }: Desk): readonly unknown[] =>
  slack.calls().filter(({ error }) => error === 'invalid_auth');

const refusedByCloud = ({ live }: Desk): readonly unknown[] =>
  live.calls().filter(({ answer }) => answer?.status === 401);

const saidBy = (desk: Desk): string => desk.bot().logs().join('\n');

describe('A secret that comes from a file and rotates while the bot runs', () => {
  test('a new bot token and signing secret are used from the next call on', async () => {
    const rotated = { botToken: 'xoxb-rotated', signingSecret: 'rotated-signing-secret' };
    open = await openDeskWith(
      { SLACK_BOT_TOKEN: SECRETS.botToken, SLACK_SIGNING_SECRET: SECRETS.signingSecret },
      { transport: 'http' },
    );
    await aChange(open);

    open.slack.changeSecrets(rotated);
    open.write({
      SLACK_BOT_TOKEN: `${rotated.botToken}\n`,
      SLACK_SIGNING_SECRET: rotated.signingSecret,
    });
    await aChange(open);

    expect(refusedCalls(open)).toEqual([]);
    expect(open.slack.faults()).toEqual([]);
    expect(saidBy(open)).not.toContain(rotated.signingSecret);
  });

  test('a new app-level token is used at the next connection', async () => {
    const rotated = { botToken: 'xoxb-rotated', appToken: 'xapp-rotated' };
    open = await openDeskWith({
      SLACK_BOT_TOKEN: SECRETS.botToken,
      SLACK_APP_TOKEN: SECRETS.appToken,
    });
    const { slack } = open;

    slack.changeSecrets(rotated);
    open.write({ SLACK_BOT_TOKEN: rotated.botToken, SLACK_APP_TOKEN: rotated.appToken });
    slack.disconnectSockets('cut');
    await slack.until(() => slack.connections() === 0, 'the old connection to be gone');
    await slack.until(() => slack.connections() > 0, 'a new connection');
    await aChange(open);

    expect(refusedCalls(open)).toEqual([]);
    expect(slack.faults()).toEqual([]);
  });

  test('a new password of the cloud is used when the token is no longer valid', async () => {
    open = await openDeskWith(
      { HW_PASSWORD: CLOUD_USER.password },
      { written: { password: '$HW_PASSWORD' } },
    );
    await aChange(open);

    open.live.changeCredentials({ password: 'rotated-password' });
    open.write({ HW_PASSWORD: 'rotated-password' });
    await aChange(open);

    expect(refusedByCloud(open)).toHaveLength(1);
    expect(saidBy(open)).not.toContain('rotated-password');
  });

  test('a new key pair is used from the next call on', async () => {
    const keys = { accessKey: 'ROTATEDACCESSKEY', secretKey: 'rotated-secret-key' };
    open = await openDeskWith(
      { HW_AK: KEY_PAIR.accessKey, HW_SK: KEY_PAIR.secretKey },
      { auth: 'aksk', written: { accessKey: '$HW_AK', secretKey: '$HW_SK' } },
    );
    await aChange(open);

    open.live.changeCredentials({ keys });
    open.write({ HW_AK: keys.accessKey, HW_SK: keys.secretKey });
    await aChange(open);

    expect(refusedByCloud(open)).toEqual([]);
  });

  test('keeps its value while its file is missing or empty, and the log says so once', async () => {
    open = await openDeskWith(
      { SLACK_BOT_TOKEN: SECRETS.botToken, SLACK_SIGNING_SECRET: SECRETS.signingSecret },
      { transport: 'http' },
    );

    open.remove('SLACK_BOT_TOKEN');
    open.write({ SLACK_SIGNING_SECRET: '' });
    await aChange(open);

    const { bot } = open;
    const warnings = (): readonly string[] =>
      bot()
        .logs()
        .filter((line) => line.includes('a secret file cannot be used'));
    await expect
      .poll(warnings)
      .toEqual([
        expect.stringMatching(
          /SLACK_BOT_TOKEN_FILE: cannot read.*SLACK_SIGNING_SECRET_FILE: nothing/,
        ),
      ]);
    expect(refusedCalls(open)).toEqual([]);
  });
});
