import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { type Bot, type BotExit, startBot } from '#sandbox/bot.ts';
import { type Clock, createClock } from '#sandbox/clock.ts';
import { CHANNELS, CLOUD_USER, PROJECT, SECRETS, TEAM } from '#sandbox/cast.ts';
import { createSimulatedLive } from '#sandbox/live/simulated-live.ts';
import { startRedis } from '#sandbox/redis.ts';
import type { SentinelRedis } from '#sandbox/redis-sentinels.ts';
import { createSimulatedSlack } from '#sandbox/slack/index.ts';
import { createFront, type Noise } from './front.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import { createWire, type Wire } from './wire.ts';

export interface StageOptions {
  readonly random: Random;
  readonly transport: 'socket' | 'http';
  readonly operators: number;
  readonly leads: number;
  readonly noise?: Noise;
  /** How long a piece of traffic to Slack or back takes. */
  readonly slackDelayMs?: () => number;
  /** More lines of the project in relaydesk.yml. */
  readonly yaml?: readonly string[];
  /** Overrides of the environment of the replicas. */
  readonly env?: Readonly<Record<string, string>>;
  /** The store, and how many replicas a write waits for; by default one server. */
  readonly sentinels?: SentinelRedis & { readonly waitReplicas: number };
  /** Passes requests only to replicas that were ready at the last check. */
  readonly looksEveryMs?: number;
}

export const WIRES = ['slack', 'live', 'redis'] as const;
export type WireName = (typeof WIRES)[number];

/** One of the two bot processes, with its own connections to every service. */
export interface Replica {
  readonly wires: Readonly<Record<WireName, Wire>>;
  /** The clock of its machine; that of Redis is right. */
  readonly clock: Clock;
  readonly bot: () => Bot;
  readonly start: () => Promise<void>;
  readonly kill: () => Promise<unknown>;
  /** Asks it to end; resolves when it has. */
  readonly stop: () => Promise<BotExit>;
  /** Whether it was ready at the last check. */
  readonly isReady: () => boolean;
  readonly look: () => Promise<void>;
}

export type Stage = Awaited<ReturnType<typeof createStage>>;

const ownLine = new URL('own-line.ts', import.meta.url).href;
const root = fileURLToPath(new URL('../../..', import.meta.url));
const REPLICAS = 2;
const STARTS_MAX = 5;
/** Longer than the bot's own limit: after this it is stuck. */
const STOP_MS = 30_000;

/** Two replicas of the real bot, with the simulated world in this process. */
export const createStage = async (options: StageOptions) => {
  const folder = mkdtempSync(join(tmpdir(), 'relaydesk-faults-'));
  const operators = range(options.operators).map((number) => person('OPERATOR', number));
  const leads = range(options.leads).map((number) => person('LEAD', number));
  const strangers = [
    { ...person('GUEST', 1), is_restricted: true },
    person('OUTSIDER', 1),
    { ...person('STRANGER', 1), team_id: 'T0OTHER', is_stranger: true },
  ];
  const everybody = [...operators, ...leads, ...strangers];
  const members = everybody.map(({ id }) => id);
  const redis = await startRedis({ appendfsync: 'always' });
  const live = await createSimulatedLive({
    projectId: PROJECT.id,
    region: PROJECT.region,
    user: CLOUD_USER,
    omission: 'keep',
  });
  const replicas: Replica[] = [];
  const ledger = createLedger();
  const front = await createFront({
    random: options.random.fork('front'),
    ports: () => usedOf(replicas).map((replica) => replica.bot().port),
    noise: options.noise,
  });
  const slack = await createSimulatedSlack({
    manifest: join(root, 'manifest.yml'),
    team: TEAM,
    people: everybody,
    channels: Object.values(CHANNELS).map((channel) => ({ ...channel, members })),
    usergroups: [{ id: 'S0LEADS', handle: 'leads', users: leads.slice(1).map(({ id }) => id) }],
    ...SECRETS,
    transport: options.transport === 'http' ? { kind: 'http', url: front.url } : { kind: 'socket' },
    // Rate limits have a part of their own; here they would only slow everything down.
    limits: { strictRates: false },
  });
  const portOf = { slack: portIn(slack.apiUrl), live: portIn(live.url), redis: redis.port };

  for (const index of range(REPLICAS)) {
    const wires = {
      slack: await createWire(portOf.slack, options.slackDelayMs),
      live: await createWire(portOf.live),
      redis: await createWire(portOf.redis),
    };
    const configFile = join(folder, `relaydesk-${index}.yml`);
    const { waitReplicas = 0 } = options.sentinels ?? {};
    writeFileSync(
      configFile,
      configYaml(portOf.live, leads[0]?.id ?? '', options.yaml ?? [], waitReplicas),
    );
    replicas.push(
      createReplica(wires, ledger, {
        env: {
          SLACK_BOT_TOKEN: SECRETS.botToken,
          ...(options.transport === 'http'
            ? { SLACK_SIGNING_SECRET: SECRETS.signingSecret }
            : { SLACK_APP_TOKEN: SECRETS.appToken }),
          SLACK_API_URL: `http://127.0.0.1:${wires.slack.port}/api/`,
          REDIS_URL: options.sentinels?.url ?? `redis://127.0.0.1:${wires.redis.port}`,
          RELAYDESK_CONFIG: configFile,
          NODE_OPTIONS: `--import=${ownLine}`,
          FAULTS_OWN_LINE: `${portOf.live}:${wires.live.port}`,
          SLACK_MESSAGES_PER_MINUTE: 'Infinity',
          RELAYDESK_DOCTOR: 'off',
          STOP_DELAY: '0',
          ...options.env,
        },
      }),
    );
  }
  await Promise.all(replicas.map((replica) => replica.start()));
  const looking = new AbortController();
  if (options.looksEveryMs !== undefined)
    void looks(replicas, options.looksEveryMs, looking.signal);
  const reader =
    options.sentinels?.client() ?? new Redis(redis.url, { maxRetriesPerRequest: null });
  reader.on('error', () => undefined);

  return {
    transport: options.transport,
    slack,
    live,
    redis,
    /** Straight to Redis, past the bot. */
    reader,
    front,
    replicas,
    ledger,
    operators: operators.map(({ id }) => id),
    leads: leads.map(({ id }) => id),
    strangers: strangers.map(({ id }) => id),
    async close(): Promise<void> {
      looking.abort();
      await Promise.all(replicas.map((replica) => replica.bot().stop()));
      reader.disconnect();
      await front.close();
      await slack.stop();
      await live.stop();
      await Promise.all(replicas.flatMap(({ wires }) => WIRES.map((name) => wires[name].close())));
      await redis.stop();
      await options.sentinels?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const createReplica = (
  wires: Replica['wires'],
  ledger: Ledger,
  bot: { readonly env: Readonly<Record<string, string>> },
): Replica => {
  const clock = createClock();
  let running: Bot | undefined;
  let isReady = true;
  const current = (): Bot => {
    if (!running) throw new Error('the replica was never started');
    return running;
  };
  return {
    wires,
    clock,
    bot: current,
    async start() {
      for (let attempt = 1; ; attempt += 1) {
        const started = await startBot({ cwd: root, clock, isClockWrong: true, ...bot });
        running = started;
        try {
          await started.ready();
          void started.exited.then((exit) => noteCrash(ledger, started, exit));
          return;
        } catch (error) {
          // Its port was taken, or Redis was slow: start it again, as a supervisor would.
          await started.kill();
          if (attempt === STARTS_MAX) throw error;
        }
      }
    },
    kill: () => current().kill(),
    stop: () => current().stop(STOP_MS),
    isReady: () => isReady,
    async look() {
      isReady = (await fetch(`${current().url}/readyz`).catch(() => undefined))?.ok === true;
    },
  };
};

/** Like a load balancer: skips replicas that are not ready, unless none is. */
const usedOf = (replicas: readonly Replica[]): readonly Replica[] => {
  const ready = replicas.filter((replica) => replica.isReady());
  return ready.length > 0 ? ready : replicas;
};

const looks = async (
  replicas: readonly Replica[],
  everyMs: number,
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    await Promise.all(replicas.map((replica) => replica.look()));
    await sleep(everyMs);
  }
};

const noteCrash = (ledger: Ledger, bot: Bot, { code, signal }: BotExit): void => {
  // Any exit that we did not cause is a crash.
  if (signal === 'SIGKILL' || code === 0) return;
  ledger.crashes.push([`ended with ${code ?? signal}`, ...bot.logs().slice(-5)].join('\n'));
};

const person = (role: string, number: number) => ({
  id: `U0${role}${number}`,
  name: `${role} ${number}`,
  handle: `${role.toLowerCase()}${number}`,
});

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

const portIn = (url: string): number => Number(new URL(url).port);

const configYaml = (
  livePort: number,
  lead: string,
  lines: readonly string[],
  waitReplicas: number,
): string => {
  const live = `http://127.0.0.1:${livePort}`;
  const { domain, name, password } = CLOUD_USER;
  return [
    `redis: { wait_replicas: ${waitReplicas} }`,
    'projects:',
    `  - name: ${PROJECT.name}`,
    `    project_id: ${PROJECT.id}`,
    `    endpoint: ${live}`,
    `    region: ${PROJECT.region}`,
    '    auth:',
    `      token: { iam: "${live}", domain: ${domain}, user: ${name}, password: ${password} }`,
    `    ops_channel: ${CHANNELS.ops.id}`,
    `    approvals_channel: ${CHANNELS.leads.id}`,
    `    approvers: { users: [${lead}], usergroups: [S0LEADS] }`,
    '    policy: { open_per_person: 1000 }',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');
};
