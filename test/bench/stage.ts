import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bot, startBot } from '#sandbox/bot.ts';
import { freePort } from '#sandbox/free-port.ts';
import { CHANNELS, CLOUD_USER, PROJECT, SECRETS } from '#sandbox/cast.ts';
import { type RedisServer, startRedis } from '#sandbox/redis.ts';
import { type Asked, startAsked } from './ask.ts';
import type { Body, Load, LoadVerbs, Sent } from './load.ts';
import type { OutsideOptions, OutsideVerbs } from './outside.ts';
import { LEAD } from './people.ts';

export type RivalName = 'relaydesk' | 'careful' | 'textbook' | 'bare' | 'floor';

const ENTRIES: Readonly<Record<RivalName, string>> = {
  relaydesk: 'dist/main.js',
  careful: 'test/bench/rivals/careful.ts',
  textbook: 'test/bench/rivals/textbook.ts',
  bare: 'test/bench/rivals/bare.ts',
  floor: 'test/bench/rivals/floor.ts',
};

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One rival with its own Redis and its running replicas. */
export interface Contestant {
  readonly name: RivalName;
  readonly redis: RedisServer;
  readonly bots: readonly Bot[];
  readonly urls: readonly string[];
  /** One more replica; resolves when it is ready. */
  readonly start: () => Promise<Bot>;
  /** Replaces its replicas, which have ended, by one. */
  readonly restart: () => Promise<Bot>;
  /** Ends its replicas and its Redis. */
  readonly leave: () => Promise<void>;
}

export type Stage = Awaited<ReturnType<typeof createStage>>;

/** Slack, the Live API and the load generator, each in its own process. */
export const createStage = async (
  options: OutsideOptions & {
    readonly env?: Readonly<Record<string, string>>;
    /** How long streams are watched after a change, as in the configuration. */
    readonly guard?: string;
  } = {},
) => {
  const { env: moreEnv = {}, guard = '10m', ...outsideOptions } = options;
  const folder = mkdtempSync(join(tmpdir(), 'relaydesk-bench-'));
  const outside: Asked<OutsideVerbs> = await startAsked('outside.ts', outsideOptions);
  const load: Asked<LoadVerbs> = await startAsked('load.ts');
  const addresses = await outside.ask('addresses');
  let configs = 0;
  const writeConfig = (settings: Readonly<Record<string, string>>): string => {
    configs += 1;
    const file = join(folder, `relaydesk-${configs}.yml`);
    writeFileSync(file, configYaml(addresses.live, { guard, ...settings }));
    return file;
  };
  const configFile = writeConfig({});
  const servers: RedisServer[] = [];
  const running: Bot[] = [];
  let tasksTaken = 0;

  const env = (redis: RedisServer): Record<string, string> => ({
    SLACK_BOT_TOKEN: SECRETS.botToken,
    SLACK_SIGNING_SECRET: SECRETS.signingSecret,
    SLACK_API_URL: addresses.slack,
    REDIS_URL: redis.url,
    RELAYDESK_CONFIG: configFile,
    LIVE_URL: addresses.live,
    LIVE_PROJECT: PROJECT.id,
    LIVE_USER: CLOUD_USER.name,
    LIVE_PASSWORD: CLOUD_USER.password,
    LIVE_DOMAIN: CLOUD_USER.domain,
    CHANNEL: CHANNELS.leads.id,
    APPROVERS: LEAD,
    // Rate limits have a row of their own.
    SLACK_MESSAGES_PER_MINUTE: 'Infinity',
    RELAYDESK_DOCTOR: 'off',
    // No load balancer has to notice a stop.
    STOP_DELAY: '0',
    // Normal log lines are not measured; problems are still logged.
    LOG_LEVEL: 'warn',
    ...moreEnv,
  });

  const startRedisHere = async (): Promise<RedisServer> => {
    const redis = await startRedis({ appendfsync: 'everysec' });
    servers.push(redis);
    return redis;
  };

  return {
    outside,
    load,
    startRedis: startRedisHere,
    /** The environment of a desk whose project has these settings as well. */
    configured: (settings: Readonly<Record<string, string>>) => ({
      RELAYDESK_CONFIG: writeConfig(settings),
    }),
    /** Spawns a process of this rival, without waiting for anything. */
    async spawn(
      name: RivalName,
      redis: RedisServer,
      own: Readonly<Record<string, string>> = {},
    ): Promise<Bot> {
      const port = await freePort();
      const given = { ...env(redis), ...own };
      const bot = await startBot({ cwd: ROOT, entry: ENTRIES[name], port, env: given });
      running.push(bot);
      return bot;
    },
    /** `own` is the part of its environment that only this one has. */
    async contestant(
      name: RivalName,
      given?: RedisServer,
      own?: Readonly<Record<string, string>>,
    ): Promise<Contestant> {
      const redis = given ?? (await startRedisHere());
      const bots: Bot[] = [];
      const start = async (): Promise<Bot> => {
        const bot = await this.spawn(name, redis, own);
        bots.push(bot);
        await bot.ready();
        return bot;
      };
      await start();
      return {
        name,
        redis,
        bots,
        get urls() {
          return bots.map(({ url }) => `${url}/slack/events`);
        },
        start,
        restart: () => {
          bots.length = 0;
          return start();
        },
        leave: async () => {
          await Promise.all(bots.map((bot) => bot.stop()));
          await redis.stop();
        },
      };
    },
    /** Reserves this many unused task numbers and returns the first. */
    takeTasks(count: number): number {
      tasksTaken += count;
      return tasksTaken - count;
    },
    /** Sends them to a rival and waits for every answer. Anything but a 200 is an error. */
    async send(
      { urls }: Pick<Contestant, 'urls'>,
      bodies: readonly Body[],
      pace: Pick<Load, 'atOnce' | 'everyMs' | 'isEachNew'>,
    ): Promise<Sent[]> {
      const { signingSecret } = SECRETS;
      const sent = await load.ask('run', { urls, signingSecret, bodies, ...pace });
      const bad = sent.find(({ status }) => status !== 200);
      if (bad) throw new Error(`answered ${bad.status}: ${bad.text}`);
      return sent;
    },
    async close(): Promise<void> {
      await Promise.all(running.map((bot) => bot.stop()));
      await Promise.all([outside.stop(), load.stop(), ...servers.map((server) => server.stop())]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const configYaml = (live: string, settings: Readonly<Record<string, string>>): string => {
  const { domain, name, password } = CLOUD_USER;
  return [
    'projects:',
    `  - name: ${PROJECT.name}`,
    `    project_id: ${PROJECT.id}`,
    `    endpoint: ${live}`,
    `    region: ${PROJECT.region}`,
    '    auth:',
    `      token: { iam: "${live}", domain: ${domain}, user: ${name}, password: ${password} }`,
    // Cards and results in one channel, as for the rivals.
    `    ops_channel: ${CHANNELS.leads.id}`,
    `    approvers: { users: [${LEAD}], usergroups: [S0LEADS] }`,
    '    policy: { open_per_person: 1000000 }',
    ...Object.entries(settings).map(([key, value]) => `    ${key}: ${value}`),
    '',
  ].join('\n');
};
