import { within } from '#src/basics/within.ts';
import { type LoadedConfig, type ProjectConfig, REFERENCE } from '#src/config/load-config.ts';
import { createProjectApi } from '#src/project/live-api.ts';
import { SILENT } from '#src/log.ts';
import { connectReader } from '#src/redis/connection/connection.ts';
import { readFacts } from '#src/redis/connection/server-info.ts';
import { RedisUnfitError } from '#src/redis/connection/server-requirements.ts';
import type { TaskList } from '#src/relay/live-api.ts';
import { streamTarget } from '#src/relay/live-stream.ts';
import { createMeasurementStore } from '#src/redis/stores/measurements.ts';
import { type Connection, isCluster, isForbidden } from '#src/redis/script.ts';
import { timeOf } from '#src/redis/server-time.ts';
import { type Effort, type ExamineDeps, examineSlack } from './examine-slack.ts';
import { about, type Finding, type Subject } from './finding.ts';
import { createClocks, judgeClocks } from './judge-clock.ts';
import { judgeConfig } from './judge-config.ts';
import {
  judgeKeepOnAir,
  judgeLive,
  judgeMeasured,
  judgeRuleTasks,
  judgeStreams,
  judgeUnset,
} from './judge-live.ts';
import { judgeRedis, type RedisAnswer } from './judge-redis.ts';

/** A check that takes longer is reported as a failure, beside the results of the others. In milliseconds. */
const WITHIN_MS = 30_000;

/** For a person who waits for the answer. */
export const FULL: Effort = { atOnce: 5, peopleMax: 200, cards: true, tasks: true };
/** For a running replica, which shares Slack's limits with the check. */
export const LIGHT: Effort = { atOnce: 1, peopleMax: 40, cards: false, tasks: false };

/** Checks everything that relaydesk needs, and changes nothing. A broken part does not stop the other checks. */
export async function examine(
  loaded: LoadedConfig,
  now: () => number,
  effort: Effort,
): Promise<Finding[]> {
  const findings: Finding[] = judgeConfig(loaded, now());
  const deps: ExamineDeps = {
    parts: loaded.ok ? loaded.config : loaded.parts,
    clocks: createClocks(now),
    effort,
    now,
    add: (...more) => void findings.push(...more),
  };
  await Promise.all([
    inTime('Slack', examineSlack(deps), deps.add),
    inTime('Live API', examineLive(deps), deps.add),
    inTime('Redis', examineRedis(deps), deps.add),
  ]);
  return [...findings, ...judgeClocks(deps.clocks.readings())];
}

async function inTime(
  subject: Subject,
  work: Promise<void>,
  add: ExamineDeps['add'],
): Promise<void> {
  const { fail } = about(subject);
  try {
    const done = work.then(() => true);
    if (await within(WITHIN_MS, done)) return;
    const why = `not done after ${WITHIN_MS / 1000} s`;
    add(fail(subject, why, 'check the network, then run the doctor again'));
  } catch (error) {
    const why = `the check itself failed: ${whyText(error)}`;
    add(fail(subject, why, 'this is a bug of relaydesk; report this line'));
  }
}

async function examineLive({ parts, clocks, effort, now, add }: ExamineDeps): Promise<void> {
  const { projects } = parts;
  if (projects.length === 0) {
    add(about('Live API').skip('Live API', 'not checked until relaydesk.yml is right'));
  }
  const { fetch } = clocks;
  const answers = projects.map(async (project) => {
    const unset = unsetIn(project.auth);
    if (unset.length > 0) return [judgeUnset(project.name, unset)];
    const credentials = () => project.auth;
    const { tasks, streams } = createProjectApi({ project, credentials, now, log: SILENT, fetch });
    const count = await tasks.count();
    const target = count.ok && project.guard !== 'off' && count.first && streamTarget(count.first);
    return [
      judgeLive(project.name, count),
      ...(target ? [judgeStreams(project.name, await streams.look(target))] : []),
      ...(effort.tasks && count.ok && namesTasks(project)
        ? judgeNames(project, await tasks.list())
        : []),
    ];
  });
  add(...(await Promise.all(answers)).flat());
}

function namesTasks({ keep_on_air: kept, policy }: ProjectConfig): boolean {
  return kept.length > 0 || policy.rules.some(({ when }) => when.tasks !== undefined);
}

function judgeNames(project: ProjectConfig, list: TaskList): Finding[] {
  return [
    ...(project.keep_on_air.length > 0 ? judgeKeepOnAir(project, list) : []),
    ...judgeRuleTasks(project, list),
  ];
}

/** Variables of credentials that are not set; each has a line under configuration. */
function unsetIn({ token, aksk }: ProjectConfig['auth']): string[] {
  return Object.values({ ...token, ...aksk }).flatMap((value) =>
    value !== undefined && REFERENCE.test(value) ? [value] : [],
  );
}

/** Reports the first error of the connection: a replica would wait, but a person should not have to. */
async function examineRedis(deps: ExamineDeps): Promise<void> {
  const broken = Promise.withResolvers<never>();
  let redis: Connection | undefined;
  try {
    redis = connectReader(deps.parts.redisUrl, broken.reject);
    await Promise.race([examineServers(redis, deps), broken.promise]);
  } catch (error) {
    if (error instanceof RedisUnfitError && !redis) {
      // The problem has a line under configuration.
      deps.add(about('Redis').skip('Redis', 'not checked until REDIS_URL is right'));
    } else {
      deps.add(...judgeRedis({ ok: false, why: whyText(error) }));
    }
  } finally {
    redis?.disconnect();
  }
}

async function examineServers(
  redis: Connection,
  { parts, clocks, now, add }: ExamineDeps,
): Promise<void> {
  add(...judgeRedis(await answerOf(redis, parts.waitFor.replicas)));
  const askedAtMs = now();
  const saidMs = await timeOf(redis);
  const heardAtMs = now();
  if (saidMs !== undefined) {
    clocks.note({ whose: 'Redis', saidMs, stepMs: 0, askedAtMs, heardAtMs });
  }
  const store = createMeasurementStore(redis);
  for (const region of new Set(parts.projects.map((project) => project.region))) {
    add(...judgeMeasured(region, await store.load(region)));
  }
}

async function answerOf(redis: Connection, waitReplicas: number): Promise<RedisAnswer> {
  try {
    const servers = await readFacts(redis);
    return { ok: true, servers, isCluster: isCluster(redis), waitReplicas };
  } catch (error) {
    if (isForbidden(error)) return { ok: 'unchecked', why: whyText(error) };
    throw error;
  }
}

/** A host with several addresses fails once for each, under an error without a message. */
function whyText(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return whyText(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
