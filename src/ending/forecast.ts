import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { sourcesOf } from '#src/approval/record/change-request.ts';
import { type FindingsStore } from '#src/approval/record/findings.ts';
import { appliedAtMs } from '#src/approval/record/request-times.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { urlsOf } from '#src/relay/field.ts';
import { type Ending, endingOf, isCounted, type RoundFacts } from '#src/relay/forecast/ending.ts';
import { isHarmless } from '#src/relay/forecast/assumptions.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { sourceFactsOf } from '#src/relay/source-check.ts';
import { sourceFactsOfPins } from '#src/relay/source-pin.ts';
import type { Endings } from './ports.ts';

interface Deps extends FindingsStore {
  readonly approval: Pick<ApprovalService, 'page'>;
  readonly now: () => number;
}

/** Tasks whose requests are looked up at a time. */
const AT_A_TIME = 10;
/** The most closed requests of a task to look at, newest first. */
const LATEST = 10;

/**
 * When tasks go off air by themselves. Reads only from the store: measurements, lengths of files and, for tasks with
 * counted rounds, the last change.
 */
export function createEndings(deps: Deps): Endings {
  return {
    async of(project, tasks) {
      const nowMs = deps.now();
      const counted = tasks.filter(isCounted);
      const factsOf = await roundFacts(deps, project, counted);
      return new Map(
        tasks.flatMap((task): [string, Ending][] => {
          const ending = endingOf(task, nowMs, factsOf.get(task.task_id) ?? NO_FACTS);
          return ending ? [[task.task_id, ending]] : [];
        }),
      );
    },
  };
}

const NO_FACTS: RoundFacts = { durations: new Map() };

async function roundFacts(
  deps: Deps,
  project: string,
  tasks: readonly RelayTask[],
): Promise<ReadonlyMap<string, RoundFacts>> {
  const facts = new Map<string, RoundFacts>();
  if (tasks.length === 0) return facts;
  const known = await deps.measured.stored(project);
  for (let from = 0; from < tasks.length; from += AT_A_TIME) {
    const some = tasks.slice(from, from + AT_A_TIME);
    const checks = await deps.sources.stored([...new Set(some.flatMap(urlsOf))]);
    const { durations } = sourceFactsOf(checks);
    for (const [taskId, applied] of await appliedLast(deps, project, some)) {
      const pinned = applied ? pinnedDurations(applied) : [];
      facts.set(taskId, {
        durations: new Map([...pinned, ...durations]),
        brokeMs: applied && appliedAtMs(applied),
        restartsRounds: known?.restartsRounds,
      });
    }
  }
  return facts;
}

/** The last change of each task that made it push again, if there was one. */
function appliedLast(
  { approval }: Deps,
  project: string,
  tasks: readonly RelayTask[],
): Promise<[string, ChangeRequest | undefined][]> {
  return Promise.all(
    tasks.map(async ({ task_id: taskId }): Promise<[string, ChangeRequest | undefined]> => {
      const { requests } = await approval.page({
        projects: [project],
        scope: 'closed',
        of: { taskId },
        limit: LATEST,
      });
      const applied = requests.filter(
        ({ state, base, payload }) => state === 'applied' && !isHarmless(base, payload),
      );
      return [taskId, applied.toSorted((a, b) => appliedAtMs(b) - appliedAtMs(a))[0]];
    }),
  );
}

/** The lengths of the files when the change was approved. */
function pinnedDurations(request: ChangeRequest): ReadonlyMap<string, number> {
  return sourceFactsOfPins(sourcesOf(request), request.pins ?? []).durations;
}
