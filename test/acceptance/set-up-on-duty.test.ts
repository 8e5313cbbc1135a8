import { describe, expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import type { World, WorldOptions } from '#sandbox/world.ts';
import { open } from './doctor.ts';

const start = async (options: WorldOptions = {}): Promise<World> => {
  const world = await open({ ...options, env: { RELAYDESK_DOCTOR: 'on', ...options.env } });
  return world;
};

const isChecked = async (world: World): Promise<void> =>
  await expect
    .poll(() => metric(world, 'relaydesk_setup_checked_seconds'), { timeout: 30_000 })
    .not.toBe('0');

/** The log lines of the check. */
const linesOf = (world: World): readonly Record<string, unknown>[] =>
  world
    .logs()
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ message }) => String(message).startsWith('the set-up'));

/** The value of a line of `/metrics`. */
const metric = async (world: World, name: string): Promise<string | undefined> => {
  const text = await (await fetch(`${world.bot().url}/metrics`)).text();
  return text
    .split('\n')
    .find((line) => line.startsWith(`${name} `))
    ?.slice(name.length + 1);
};

describe('A replica that has started checks its set-up', () => {
  test('and reports unusable people, channels and quorums in the log and as a metric', async () => {
    const world = await start({
      projectYaml: [
        `approvers: { users: [${PEOPLE.lead.id}, ${PEOPLE.guest.id}] }`,
        `notify: { users: [${PEOPLE.lead.id}] }`,
        'policy: { quorum: 2 }',
      ],
    });
    world.slack.changeChannel(CHANNELS.leads.id, { botIsMember: false });

    await world.startBot();
    await isChecked(world);

    await expect
      .poll(() => linesOf(world))
      .toEqual([
        expect.objectContaining({
          level: 'warn',
          message: 'the set-up needs attention',
          subject: 'channels',
          what: 'C0LEADS (cards of live-prod)',
          status: 'fail',
          found: 'the bot is not in it',
          todo: 'type /invite @relaydesk there',
        }),
        expect.objectContaining({
          subject: 'people',
          found: expect.stringContaining('is a guest'),
        }),
        expect.objectContaining({ subject: 'policy', found: expect.stringContaining('needs 2') }),
      ]);
    const counts = (subject: string, status: string) =>
      metric(world, `relaydesk_setup_findings{subject="${subject}",status="${status}"}`);
    expect(await counts('channels', 'fail')).toBe('1');
    expect(await counts('people', 'fail')).toBe('1');
    expect(await counts('policy', 'fail')).toBe('1');
    expect(await counts('Live API', 'fail')).toBe('0');
  });

  test('and reports which password, project id or endpoint the cloud refuses', async () => {
    const world = await start({ written: { password: 'wrong' } });

    await world.startBot();
    await isChecked(world);

    await expect
      .poll(() => linesOf(world))
      .toEqual([
        expect.objectContaining({
          subject: 'Live API',
          what: 'live-prod',
          found: expect.stringContaining('Signing in at IAM failed'),
        }),
      ]);
    expect(world.logs().join('')).not.toContain('"wrong"');
  });

  test('with few questions, one at a time, and without a sample card', async () => {
    const world = await start();

    await world.startBot();
    await isChecked(world);

    await expect
      .poll(() => linesOf(world).map(({ message }) => message))
      .toEqual(['the set-up was checked: no problems']);
    expect(world.slack.calls().map(({ method }) => method)).not.toContain('blocks.validate');
  });

  test('unless RELAYDESK_DOCTOR=off', async () => {
    const world = await start({ env: { RELAYDESK_DOCTOR: 'off' } });

    await world.startBot();

    expect(await metric(world, 'relaydesk_setup_checked_seconds')).toBe('0');
    expect(world.slack.calls().map(({ method }) => method)).not.toContain('usergroups.list');
  });
});
