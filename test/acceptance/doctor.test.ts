import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { CHANNELS, CLOUD_USER, SECRETS } from '#sandbox/cast.ts';
import { diagnosis, doctor, open, setUpGood } from './doctor.ts';

const good = setUpGood();

const READS = [
  'apps.connections.open',
  'auth.test',
  'blocks.validate',
  'bots.info',
  'conversations.history',
  'usergroups.list',
  'users.info',
];

/** Clients introduce themselves with `client|setinfo` and `hello`. */
const READS_OF_REDIS = ['hgetall', 'client|setinfo', 'config|get', 'hello', 'info', 'time'];

describe('On a good set-up the doctor', () => {
  test('finds no problem, reports what it checked, and ends with 0', async () => {
    const { env } = good();

    const { code, said, complained } = await doctor(env);

    expect(said).toContain('accepted by the workspace Channel Operations');
    expect(said).toMatch(/all \d+ of manifest\.yml are granted/);
    expect(said).toContain('C0LEADS (cards of live-prod)');
    expect(said).toContain('@leads S0LEADS');
    expect(said).toMatch(/every quorum can be reached; at least 3 people/);
    expect(said).toMatch(/Slack accepts all \d+ cards, forms and lists/);
    expect(said).toContain('credentials are accepted; 6 relay tasks');
    expect(said).toMatch(/Redis 7.*noeviction, AOF always/);
    expect(said).toMatch(/\d+ ok\. relaydesk can run\.\n$/);
    expect(said).not.toMatch(/^ +(warn|fail|skip)/m);
    expect(complained).toBe('');
    expect(code).toBe(0);
  });

  test('finds no problem over HTTP and with a key pair either', async () => {
    const { env } = await open({ transport: 'http', auth: 'aksk' });
    const SLACK_SIGNING_SECRET = '0123456789abcdef0123456789abcdef';

    expect(await diagnosis({ ...env, SLACK_SIGNING_SECRET })).toEqual({ code: 0, bad: [] });
  });

  test('changes nothing: it only reads Slack, the Live API and Redis', async () => {
    const { env, slack, live, redis } = await open();
    const client = new Redis(redis.url);
    await client.set('somebody else', 'was here');
    const before = await usesOf(client);

    await doctor(env);

    const after = await usesOf(client);
    const keys = await client.keys('*');
    client.disconnect();
    const used = [...after].flatMap(([name, calls]) =>
      calls > (before.get(name) ?? 0) ? [name] : [],
    );
    expect(used).toEqual(expect.arrayContaining(['info', 'time']));
    expect(used.filter((name) => !READS_OF_REDIS.includes(name))).toEqual([]);
    expect(keys).toEqual(['somebody else']);
    expect(new Set(slack.calls().map(({ method }) => method))).toEqual(new Set(READS));
    expect(live.calls().map(({ on }) => on)).toEqual(['TOKEN', 'GET', 'STREAMS']);
    expect(slack.channel(CHANNELS.ops.id).messages()).toEqual([]);
  });

  test('names the permission that is missing to see streams, and relaydesk can run all the same', async () => {
    const { env, live } = await open();
    live.answerStreams('no_permission');

    const { code, bad } = await diagnosis(env);

    expect(code).toBe(0);
    expect(JSON.stringify(bad)).toContain('live:stream:listLiveStreamsOnline');
  });

  test('never prints a secret', async () => {
    const { env } = good();
    const REDIS_URL = env['REDIS_URL']?.replace('//', '//desk:redis-secret@') ?? '';
    const secrets = [...Object.values(SECRETS), CLOUD_USER.password, 'redis-secret'];

    const table = await doctor({ ...env, REDIS_URL });
    const json = await doctor({ ...env, REDIS_URL }, '--json');

    const said = [table, json].map((run) => run.said + run.complained).join('\n');
    expect(said).toContain('WRONGPASS');
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
  });

  test('says that cards are not checked where Slack does not offer it', async () => {
    const { env, slack } = await open();
    slack.fail({
      method: 'blocks.validate',
      with: { error: 'unknown_method' },
      times: Number.POSITIVE_INFINITY,
    });

    const { code, said } = await doctor(env);

    expect(said).toContain('not offered by this workspace; nothing was checked');
    expect(code).toBe(0);
  });
});

test('an unknown argument is answered with the usage', async () => {
  const { code, said } = await doctor({}, '--fix');

  expect(said).toBe('Usage: npm run doctor, or: npm run doctor -- --json\n');
  expect(code).toBe(2);
});

/** How often each command was called. */
const usesOf = async (client: Redis): Promise<ReadonlyMap<string, number>> => {
  const stats = await client.info('commandstats');
  return new Map(
    [...stats.matchAll(/^cmdstat_(\S+?):calls=(\d+)/gm)].map(([, name = '', calls]) => [
      name,
      Number(calls),
    ]),
  );
};
