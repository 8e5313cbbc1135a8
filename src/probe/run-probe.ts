import type { createProbedTask } from '#src/redis/stores/measurements.ts';
import type { FieldDifference } from '#src/relay/drift.ts';
import { fieldOf, momentOf } from '#src/relay/field.ts';
import { streamTarget } from '#src/relay/live-stream.ts';
import type { MeasuredFact, Measurement, Measurements } from '#src/relay/measured.ts';
import { MODIFIABLE_FIELDS, type RelayTask } from '#src/relay/relay-task.ts';
import { taskRefusal } from '#src/relay/rules.ts';
import { createBench, failureWords, NoAnswerError, type ProbedApi, putBack } from './bench.ts';
import { type Experiment, EXPERIMENTS } from './experiments.ts';
import { QUESTIONS } from './questions.ts';

/** Keeps answers, and the original task, so that the next probe can restore it if this one is killed. */
export interface ProbeStore extends ReturnType<typeof createProbedTask> {
  readonly load: () => Promise<Measurements>;
  readonly save: (fact: MeasuredFact, measurement: Measurement) => Promise<void>;
}

export interface ProbeDeps extends ProbedApi {
  readonly store: ProbeStore;
  readonly say: (line: string) => void;
  /** Whether to go ahead; `stop`: skip this and everything after it. */
  readonly confirm: (what: string) => Promise<'yes' | 'no' | 'stop'>;
}

/** A question with its answer, or why there is none. */
export interface Asked {
  readonly fact: MeasuredFact;
  readonly measurement?: Measurement;
  readonly why?: string;
}

export type ProbeEnd =
  | { readonly kind: 'done'; readonly asked: readonly Asked[] }
  /** Nothing was changed. */
  | { readonly kind: 'unfit'; readonly why: string }
  | {
      readonly kind: 'not_put_back';
      readonly asked: readonly Asked[];
      readonly differences: readonly FieldDifference[];
    };

const RUNNING = 'a request runs on it';

/** The task has to run for longer than the experiments take. */
const LEFT_MS = 60 * 60_000;

/**
 * Runs the experiments on one task. If an earlier probe did not finish, the task is restored first; it is also
 * restored after every experiment. `only`: ask only these questions.
 */
export async function runProbe(
  deps: ProbeDeps,
  taskId: string,
  only?: readonly MeasuredFact[],
): Promise<ProbeEnd> {
  const { store, say } = deps;
  const unfinished = await store.unfinished();
  if (unfinished) {
    if (!(await store.begin(unfinished))) return { kind: 'unfit', why: RUNNING };
    say('An earlier probe of this task did not end. It is put back first.');
    const differences = await putBack(deps, unfinished);
    if (differences.length > 0) return { kind: 'not_put_back', asked: [], differences };
    await store.end();
  }
  const found = await deps.tasks.read(taskId);
  if (found.ok === 'not_found') return { kind: 'unfit', why: 'the API knows no task with this id' };
  if (!found.ok) return { kind: 'unfit', why: `it cannot be read: ${failureWords(found.failure)}` };
  const why = whyUnfit(found.task, deps.now());
  if (why) return { kind: 'unfit', why };
  if (!(await store.begin(found.task))) return { kind: 'unfit', why: RUNNING };
  const chosen = EXPERIMENTS.filter(({ fact }) => only?.includes(fact) ?? true);
  const asked: Asked[] = [];
  for (const experiment of chosen) {
    const wish = await deps.confirm(`${QUESTIONS[experiment.fact].asks} It ${experiment.does}.`);
    if (wish === 'stop') break;
    if (wish === 'no') continue;
    await store.begin(found.task);
    asked.push(await askOne(deps, experiment, found.task));
    const differences = await putBack(deps, found.task);
    if (differences.length > 0) return { kind: 'not_put_back', asked, differences };
  }
  await store.end();
  return { kind: 'done', asked };
}

async function askOne(deps: ProbeDeps, experiment: Experiment, base: RelayTask): Promise<Asked> {
  const { fact, after, needsStream } = experiment;
  const measured = await deps.store.load();
  const requestIds: string[] = [];
  const bench = createBench(deps, {
    base,
    target: streamTarget(base),
    measured: () => measured,
    onRequestId: (id) => void requestIds.push(id),
  });
  if (after && measured[after]?.answer !== true) {
    return { fact, why: `only where this is answered with yes: ${QUESTIONS[after].asks}` };
  }
  try {
    if (needsStream && (await bench.until(true, 2 * deps.patienceMs)) === undefined) {
      return { fact, why: 'the task has no stream' };
    }
    const seen = await experiment.ask(bench);
    const measurement = { ...seen, requestIds, atMs: deps.now() };
    await deps.store.save(fact, measurement);
    return { fact, measurement };
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    return { fact, why: error.message };
  }
}

function whyUnfit(task: RelayTask, nowMs: number): string | undefined {
  if (taskRefusal(task)) return 'it is not a list of files that relaydesk can change';
  const odd = MODIFIABLE_FIELDS.filter(
    (field) => !['known', 'missing'].includes(fieldOf(task, field).kind),
  );
  if (odd.length > 0) return `it holds what relaydesk does not know: ${odd.join(', ')}`;
  const [startMs, endMs] = [momentOf(task, 'start_time'), momentOf(task, 'end_time')];
  if (fieldOf(task, 'status').kind === 'missing' || task.status === 'pause') return 'it is paused';
  if (typeof startMs !== 'number' || startMs > nowMs) return 'it has not started';
  if (typeof endMs !== 'number' || endMs < nowMs + LEFT_MS) return 'it ends within an hour';
  return undefined;
}
