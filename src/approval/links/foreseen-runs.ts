import { forecastFactsOf } from '#src/approval/record/findings.ts';
import type { ScheduledRun } from '#src/approval/states/scheduled-runs.ts';
import { type Seen, seenAfter, seenOf } from '#src/relay/forecast/between.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';

/** A run, and what viewers see of its task around it if everything runs as it is planned. */
export interface ForeseenRun {
  readonly run: ScheduledRun;
  /** From now until the run; undefined where an earlier run decides that. */
  readonly before?: Seen | undefined;
  /** From the run until the next one of the task. */
  readonly after: Seen;
  /** When that is, in Unix milliseconds; undefined: no later one is known. */
  readonly nextMs: number | undefined;
}

/**
 * What viewers see around runs that follow each other. `isFromNow`: none comes before the first of them; `live`: the task
 * as it was just read, where all runs are of one.
 */
export function foreseenRuns(
  runs: readonly ScheduledRun[],
  {
    nowMs,
    isFromNow,
    live,
  }: {
    readonly nowMs: number;
    readonly isFromNow: boolean;
    readonly live?: RelayTask | undefined;
  },
): ForeseenRun[] {
  return runs.map((run, at) => {
    const isSameTask = (other: ScheduledRun): boolean => taskOf(other) === taskOf(run);
    const isFirst = isFromNow && !runs.slice(0, at).some(isSameTask) && !isBuiltOn(run);
    const nextMs = runs.slice(at + 1).find(isSameTask)?.atMs;
    const { base, payload } = contentOf(run);
    const facts = forecastFactsOf(contentOf(run));
    const untilRun = { fromMs: nowMs, untilMs: run.atMs };
    const fromRun = { fromMs: Math.max(run.atMs, nowMs), untilMs: nextMs ?? Infinity };
    return {
      run,
      before: isFirst && nowMs < run.atMs ? seenOf(live ?? base, untilRun, facts) : undefined,
      after: seenAfter(base, payload, fromRun, facts),
      nextMs,
    };
  });
}

function taskOf({ request }: ScheduledRun): string {
  return `${request.cloud ?? request.project} ${request.base.task_id}`;
}

/** Whether it is based on a task that another run leaves, so that its base says nothing of today. */
function isBuiltOn({ request, isWayBack }: ScheduledRun): boolean {
  return isWayBack || request.after !== undefined;
}

function contentOf({ request, isWayBack }: ScheduledRun) {
  const { rivals, known, wayBack } = request;
  return isWayBack && wayBack ? { ...wayBack, rivals, known } : request;
}
