import { once } from 'node:events';
import { setGlobalProxyFromEnv } from 'node:http';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Config, loadConfig, type ProjectConfig } from '#src/config/load-config.ts';
import { proxyEnv } from '#src/config/proxies.ts';
import { SILENT } from '#src/log.ts';
import { cloudProject } from '#src/project/create-project.ts';
import { createProjectApi } from '#src/project/live-api.ts';
import { connectReader } from '#src/redis/connection/connection.ts';
import { createMeasurementStore, createProbedTask } from '#src/redis/stores/measurements.ts';
import type { Connection } from '#src/redis/script.ts';
import { MEASURED_FACTS } from '#src/relay/measured.ts';
import { createRedaction } from '#src/text/redaction.ts';
import { visible } from '#src/text/visible.ts';
import { NoAnswerError } from './bench.ts';
import { reportOf } from './report.ts';
import { type ProbeDeps, runProbe } from './run-probe.ts';

/**
 * `npm run probe -- --project NAME --task ID` finds out, on a task that nobody needs, what is undocumented about the
 * Live API, and keeps the answers for its region. Each experiment is described and has to be confirmed; `--yes`
 * confirms them all, `--only FACT,FACT` asks only these questions, `--patience SECONDS` says how long a stream is
 * watched. The task is restored after each experiment, or by the next probe if this one is killed. Exit code 0: the
 * task is as it was.
 */

const USAGE = `Usage: npm run probe -- --project NAME --task ID [--yes] [--only FACT,FACT] [--patience SECONDS]
Facts: ${MEASURED_FACTS.join(', ')}\n`;

const loaded = loadConfig(process.env);
const redact = createRedaction(loaded.secrets);
const write = (text: string) => process.stdout.write(visible(redact(text)));
const code = await main();
process.stdout.write('', () => process.exit(code));

type AskedFor = NonNullable<ReturnType<typeof askedFor>>;

async function main(): Promise<number> {
  const asked = askedFor(process.argv.slice(2));
  if (!asked) {
    write(USAGE);
    return 2;
  }
  if (!loaded.ok) {
    write(
      'The configuration is not right: npm run doctor says what is wrong. Nothing was changed.\n',
    );
    return 1;
  }
  const project = loaded.config.projects.find(({ name }) => name === asked.project);
  if (!project) {
    write(`There is no project ${asked.project} in relaydesk.yml. Nothing was changed.\n`);
    return 2;
  }
  setGlobalProxyFromEnv(proxyEnv(loaded.config.proxies));
  return probe(loaded.config, project, asked);
}

async function probe(config: Config, project: ProjectConfig, asked: AskedFor): Promise<number> {
  let why = '';
  const redis = connectReader(config.redisUrl, (error) => (why = error.message));
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  try {
    await redis.ping();
    const deps = depsOf(redis, project, asked, stopping.signal);
    const end = await runProbe(deps, asked.task, asked.only);
    write(reportOf(end));
    return end.kind === 'done' ? 0 : 1;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    write(`The probe broke off: ${why || said}. Start it again: it puts the task back first.\n`);
    return 1;
  } finally {
    redis.disconnect();
  }
}

function depsOf(
  redis: Connection,
  project: ProjectConfig,
  asked: AskedFor,
  stopping: AbortSignal,
): ProbeDeps {
  const measurements = createMeasurementStore(redis);
  const { region } = project;
  return {
    ...createProjectApi({ project, credentials: () => project.auth, now: Date.now, log: SILENT }),
    store: {
      ...createProbedTask(redis, cloudProject(project).cloud, asked.task),
      load: () => measurements.load(region),
      save: (fact, measurement) => measurements.save(region, fact, measurement),
    },
    now: Date.now,
    patienceMs: asked.patienceMs,
    async sleep(ms) {
      await sleep(ms, undefined, { signal: stopping }).catch(() => {
        throw new NoAnswerError('the probe was asked to stop');
      });
    },
    say: (line) => void write(`${line}\n`),
    async confirm(what) {
      if (stopping.aborted) return 'stop';
      write(`${what}\n`);
      return asked.isConfirmed ? 'yes' : ask(stopping);
    },
  };
}

async function ask(signal: AbortSignal): Promise<'yes' | 'no' | 'stop'> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // If the input ends, nobody is there to answer.
  const ended = once(terminal, 'close').then(() => 'stop');
  const asked = terminal.question('Do it? yes, no or stop: ', { signal }).catch(() => 'stop');
  const answer = await Promise.race([asked, ended]);
  terminal.close();
  if (/^y/i.test(answer)) return 'yes';
  return /^s/i.test(answer) ? 'stop' : 'no';
}

function askedFor(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        project: { type: 'string' },
        task: { type: 'string' },
        yes: { type: 'boolean', default: false },
        only: { type: 'string' },
        patience: { type: 'string', default: '90' },
      },
    });
    const { project, task } = values;
    const only = values.only
      ?.split(',')
      .map((word) => MEASURED_FACTS.find((fact) => fact === word));
    const patienceMs = Number(values.patience) * 1_000;
    if (!project || !task || !(patienceMs > 0) || only?.includes(undefined)) return undefined;
    const facts = only?.filter((fact) => fact !== undefined);
    return { project, task, isConfirmed: values.yes, only: facts, patienceMs };
  } catch {
    // An unknown option: the usage lists the known ones.
    return undefined;
  }
}
