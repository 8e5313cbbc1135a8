import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bot, type BotOptions, startBot } from './bot.ts';
import { freePort } from './free-port.ts';
import type { Clock } from './clock.ts';
import {
  CHANNELS,
  CLOUD_USER,
  KEY_PAIR,
  PEOPLE,
  PROJECT,
  SECRETS,
  TEAM,
  USERGROUPS,
} from './cast.ts';
import {
  createSimulatedLive,
  type SimulatedLive,
  type SimulatedLiveOptions,
} from './live/simulated-live.ts';
import { sampleTasks } from './live/sample-tasks.ts';
import { type RedisServer, startRedis } from './redis.ts';
import { type MediaServer, startMediaServer } from './media/media-server.ts';
import {
  createSimulatedSlack,
  type SimulatedSlack,
  type SimulatedSlackOptions,
} from './slack/index.ts';

/** The bot as a real process, and everything around it. */
export interface World {
  readonly slack: SimulatedSlack;
  readonly live: SimulatedLive;
  readonly redis: RedisServer;
  /** Its films are at `http://media.example.com:<port>`; undefined if not requested. */
  readonly media: MediaServer | undefined;
  /** The replica that was started last. */
  readonly bot: () => Bot;
  /** All that were started, in order. */
  readonly bots: () => readonly Bot[];
  /** Where a task sends its events: to the replica that was started first, or to the one in its place. */
  readonly callbackUrl: string;
  /** The environment of a replica, for other programs of relaydesk. */
  readonly env: Readonly<Record<string, string>>;
  /** Starts another replica; `wrong`: on a machine with a different clock. */
  readonly startBot: (wrong?: Clock) => Promise<Bot>;
  /** Stops every replica and starts as many. */
  readonly restartBots: () => Promise<void>;
  /** What all replicas have written to their logs, each in its order. */
  readonly logs: () => readonly string[];
  readonly stop: () => Promise<void>;
}

interface Written {
  readonly projectId: string;
  readonly password: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly endpoint: string;
  readonly iam: string;
}

export interface WorldOptions {
  readonly transport?: 'socket' | 'http';
  /** Where Redis keeps its data; a temporary folder that goes away if left out. */
  readonly redisDir?: string;
  readonly live?: Partial<SimulatedLiveOptions>;
  readonly slack?: Partial<
    Pick<
      SimulatedSlackOptions,
      'manifest' | 'now' | 'limits' | 'ackTimeoutMs' | 'port' | 'publicUrl' | 'grid'
    >
  >;
  /** One clock for the simulated parts and every bot; real time if left out. */
  readonly clock?: Clock;
  /** How the bot signs in at the Live API; the token of an IAM user if left out. */
  readonly auth?: 'token' | 'aksk';
  /** Wrong values for relaydesk.yml. */
  readonly written?: Partial<Written>;
  /** Films, and how the bot checks them; none if left out. */
  readonly sources?: 'warn' | 'require';
  /** The token of the callback URL; without it, no events are accepted. */
  readonly eventsToken?: string;
  /** How long events are kept, as relaydesk.yml writes it; as long as usual if left out. */
  readonly eventsKeep?: string;
  /** More of relaydesk.yml for the one project, as YAML lines without indentation. */
  readonly projectYaml?: readonly string[];
  /** Overrides of the bot's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile?: string;
  /** Where the bot lies, if not here, and who and what runs it. */
  readonly install?: Partial<Pick<BotOptions, 'cwd' | 'uid' | 'node'>>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

export const createWorld = async (options: WorldOptions = {}): Promise<World> => {
  const { clock } = options;
  const folder = mkdtempSync(join(tmpdir(), 'relaydesk-world-'));
  const redis = await startRedis({
    appendfsync: 'always',
    ...(options.redisDir === undefined ? {} : { dir: options.redisDir }),
  });
  const live = await createSimulatedLive({
    projectId: PROJECT.id,
    region: PROJECT.region,
    user: CLOUD_USER,
    tasks: sampleTasks(clock?.now() ?? Date.now()),
    omission: 'reset',
    ...KEY_PAIR,
    ...(clock === undefined ? {} : { now: clock.now }),
    ...options.live,
  });
  const media = options.sources === undefined ? undefined : await startMediaServer();
  const botPort = await freePort();
  const slack = await createSimulatedSlack({
    manifest: join(root, 'manifest.yml'),
    team: TEAM,
    people: Object.values(PEOPLE),
    channels: Object.values(CHANNELS).map((channel) => ({
      ...channel,
      members: [...channel.members],
    })),
    usergroups: USERGROUPS,
    ...SECRETS,
    transport:
      options.transport === 'http'
        ? { kind: 'http', url: `http://127.0.0.1:${botPort}/slack/events` }
        : { kind: 'socket' },
    ...(clock === undefined ? {} : slackClocks(clock)),
    ...options.slack,
  });
  const configFile = join(folder, 'relaydesk.yml');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    configFile,
    configYaml(live, options) + sourcesYaml(media, options) + eventsYaml(options),
  );
  if (options.install?.uid !== undefined) chmodSync(folder, 0o755);

  const bots: Bot[] = [];
  const env = {
    SLACK_BOT_TOKEN: SECRETS.botToken,
    ...(options.transport === 'http'
      ? { SLACK_SIGNING_SECRET: SECRETS.signingSecret }
      : { SLACK_APP_TOKEN: SECRETS.appToken }),
    SLACK_API_URL: slack.apiUrl,
    REDIS_URL: redis.url,
    RELAYDESK_CONFIG: configFile,
    // Without rate limits, or with a clock that may stand still, nothing is waited for.
    ...(options.slack?.limits?.strictRates === false || clock !== undefined
      ? { SLACK_MESSAGES_PER_MINUTE: 'Infinity' }
      : {}),
    // There is no load balancer that has to notice a stop.
    STOP_DELAY: '0',
    // Its calls would be counted by tests.
    RELAYDESK_DOCTOR: 'off',
    ...options.env,
  };
  const running = new Set<Bot>();
  let isPortHeld = false;
  const start = async (wrong?: Clock): Promise<Bot> => {
    // One of them is where Slack, or the tasks, have been told to find the bot.
    const isFound = !isPortHeld || options.transport === 'http';
    isPortHeld = true;
    const bot = await startBot({
      cwd: root,
      ...options.install,
      ...(isFound ? { port: botPort } : {}),
      ...(media === undefined ? {} : { hosts: { [MEDIA_HOST]: '127.0.0.1' } }),
      ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
      ...(clock === undefined ? {} : { clock: withHeartbeat(clock, slack) }),
      ...(wrong === undefined ? {} : { clock: withHeartbeat(wrong, slack), isClockWrong: true }),
      env,
    });
    bots.push(bot);
    running.add(bot);
    void bot.exited.then(() => running.delete(bot));
    if (isFound) void bot.exited.then(() => (isPortHeld = false));
    await bot.ready();
    return bot;
  };

  const bot = (): Bot => {
    const last = bots.at(-1);
    if (!last) throw new Error('no bot was started');
    return last;
  };

  return {
    slack,
    live,
    redis,
    media,
    bot,
    bots: () => bots,
    callbackUrl: `http://127.0.0.1:${botPort}/live/events/${options.eventsToken ?? ''}`,
    env,
    startBot: start,
    async restartBots() {
      const old = [...running];
      await Promise.all(old.map((each) => each.stop()));
      await Promise.all(old.map(() => start()));
    },
    logs: () => bots.flatMap((each) => each.logs()),
    async stop() {
      await Promise.all(bots.map((each) => each.stop()));
      await slack.stop();
      await live.stop();
      await media?.stop();
      await redis.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** After a clock jump, the bot must not think its connection to Slack is dead. */
const withHeartbeat = (clock: Clock, slack: SimulatedSlack): Clock => ({
  ...clock,
  follow: (follower) =>
    clock.follow(async (state) => {
      await follower(state);
      slack.heartbeat();
    }),
});

/** Rate limits use real time, since a waiting bot uses timers, which the clock does not move. */
const slackClocks = ({ now }: Clock) => ({
  now,
  botNow: now,
  monotonicNow: () => performance.now(),
});

/** Here one operator makes all requests and leaves many open. */
export const DEFAULT_PROJECT_LINES = [
  `approvers: { users: [${PEOPLE.lead.id}], usergroups: [S0LEADS] }`,
  'policy: { open_per_person: 1000 }',
];

/** The host name of films, for people and for the bot. */
export const MEDIA_HOST = 'media.example.com';

const sourcesYaml = (media: MediaServer | undefined, { sources }: WorldOptions): string =>
  media === undefined
    ? ''
    : `sources: { check: ${sources}, ports: [${media.port}], allow_private: [127.0.0.0/8] }\n`;

const eventsYaml = ({ eventsToken, eventsKeep = '14d' }: WorldOptions): string =>
  eventsToken === undefined ? '' : `events: { token: ${eventsToken}, keep: ${eventsKeep} }\n`;

const configYaml = (
  live: SimulatedLive,
  { auth, written, projectYaml: lines = DEFAULT_PROJECT_LINES }: WorldOptions,
): string => {
  const says = {
    projectId: PROJECT.id,
    password: CLOUD_USER.password,
    endpoint: live.url,
    iam: live.iamUrl,
    ...KEY_PAIR,
    ...written,
  };
  const { domain, name } = CLOUD_USER;
  return [
    'projects:',
    `  - name: ${PROJECT.name}`,
    `    project_id: ${says.projectId}`,
    `    endpoint: ${says.endpoint}`,
    `    region: ${PROJECT.region}`,
    '    auth:',
    auth === 'aksk'
      ? `      aksk: { access_key: ${says.accessKey}, secret_key: ${says.secretKey} }`
      : `      token: { iam: "${says.iam}", domain: ${domain}, user: ${name}, password: ${says.password} }`,
    `    ops_channel: ${CHANNELS.ops.id}`,
    `    approvals_channel: ${CHANNELS.leads.id}`,
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');
};
