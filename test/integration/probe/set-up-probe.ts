import { onTestFinished } from 'vitest';
import { cloudProject } from '#src/project/create-project.ts';
import { createProjectApi } from '#src/project/live-api.ts';
import { SILENT } from '#src/log.ts';
import { createMeasurementStore, createProbedTask } from '#src/redis/stores/measurements.ts';
import type { MeasuredFact } from '#src/relay/measured.ts';
import { runProbe } from '#src/probe/run-probe.ts';
import { connect } from '#src/redis/connection/connection.ts';
import { CLOUD_USER, PROJECT } from '#sandbox/cast.ts';
import { sampleTasks } from '#sandbox/live/sample-tasks.ts';
import { createSimulatedLive, type SimulatedLiveOptions } from '#sandbox/live/simulated-live.ts';
import { startRedis } from '#sandbox/redis.ts';

type Confirmed = 'yes' | 'no' | 'stop';

/** A probe over HTTP of a service that answers in one way, with its clock moved on by whatever waits. */
export const setUpProbe = async (options: Partial<SimulatedLiveOptions>) => {
  let nowMs = Date.parse('2026-11-26T10:00:00Z');
  const now = () => nowMs;
  const tasks = sampleTasks(nowMs);
  const live = await createSimulatedLive({
    projectId: PROJECT.id,
    region: PROJECT.region,
    user: CLOUD_USER,
    omission: 'keep',
    tasks,
    now,
    ...options,
  });
  const server = await startRedis();
  const redis = connect(server.url, () => undefined);
  onTestFinished(async () => {
    redis.disconnect();
    await Promise.all([live.stop(), server.stop()]);
  });
  const [first] = tasks;
  if (!first) throw new Error('no task');
  const original = live.task(first.task_id);
  const { domain, name: user, password } = CLOUD_USER;
  const project = {
    name: PROJECT.name,
    project_id: PROJECT.id,
    region: PROJECT.region,
    endpoint: live.url,
    auth: { token: { iam: live.iamUrl, domain, user, password } },
  } as Parameters<typeof createProjectApi>[0]['project'];
  const { cloud } = cloudProject(project);
  const measurements = createMeasurementStore(redis);
  const lines: string[] = [];

  return {
    live,
    original,
    redis,
    cloud,
    now,
    said: () => lines,
    task: () => live.task(original.task_id),
    /** The answers that are kept for the region. */
    answered: async () =>
      Object.fromEntries(
        Object.entries(await measurements.load(PROJECT.region)).map(([fact, { answer }]) => [
          fact,
          answer,
        ]),
      ),
    /** `wishes`: what is said to each experiment in turn; yes to all of them if left out. */
    probe: (only?: readonly MeasuredFact[], wishes?: Confirmed[]) =>
      runProbe(
        {
          ...createProjectApi({ project, credentials: () => project.auth, now, log: SILENT }),
          store: {
            ...createProbedTask(redis, cloud, original.task_id),
            load: () => measurements.load(PROJECT.region),
            save: (fact, measurement) => measurements.save(PROJECT.region, fact, measurement),
          },
          now,
          patienceMs: 90_000,
          sleep: (ms) => {
            nowMs += ms;
            return Promise.resolve();
          },
          say: (line) => void lines.push(line),
          confirm: (what) => {
            lines.push(what);
            return Promise.resolve(wishes ? (wishes.shift() ?? 'stop') : 'yes');
          },
        },
        original.task_id,
        only,
      ),
  };
};
