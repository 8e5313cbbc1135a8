import { fitsGlob } from '#src/basics/glob.ts';
import { type Ending, isSameEnd } from '#src/relay/forecast/ending.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { taskRefusal } from '#src/relay/rules.ts';
import type { EndingStats } from '#src/ports/ending-stats.ts';
import type { EndingState, LetEnd, TaskEnd, ToldEnd, ToldEnds } from './ports.ts';

/** People are called this long before an end, in milliseconds. */
export const CALL_BEFORE_MS = 60 * 60_000;
/** Ends this soon after one that is due are named in the same message, in milliseconds. */
const TOGETHER_MS = 5 * 60_000;

/** Whether a task matches one of the names or ids; `*` stands for any characters. */
export function isMeantBy(patterns: readonly string[], task: RelayTask): boolean {
  const names = [taskName(task), task.stream_name ?? task.task_id, task.task_id];
  return patterns.some((pattern) => names.some((name) => fitsGlob(pattern, name)));
}

/** The tasks with a known end, the soonest first. */
export function knownEnds(
  tasks: readonly RelayTask[],
  endings: ReadonlyMap<string, Ending>,
  keepOnAir: readonly string[],
): TaskEnd[] {
  return tasks
    .flatMap((task): TaskEnd[] => {
      const ending = endings.get(task.task_id);
      if (ending?.atMs === undefined) return [];
      return [
        {
          taskId: task.task_id,
          name: taskName(task),
          ending: { ...ending, atMs: ending.atMs },
          isKept: isMeantBy(keepOnAir, task),
          isChangeable: taskRefusal(task) === undefined,
        },
      ];
    })
    .toSorted((a, b) => a.ending.atMs - b.ending.atMs || (a.taskId < b.taskId ? -1 : 1));
}

/**
 * The ends that people are to be called for now, and when the next one is due, in Unix milliseconds: only of tasks that
 * should stay on air and that nobody lets end, and each once. `ends` are in order.
 */
export function dueEnds(
  ends: readonly TaskEnd[],
  known: { readonly told: ToldEnds; readonly letEnds: ReadonlyMap<string, LetEnd> },
  nowMs: number,
): { readonly due: readonly TaskEnd[]; readonly nextMs: number } {
  const open = notLet(ends, known.letEnds).filter(
    ({ taskId, ending }) => !isOf(ending, known.told[taskId]?.endMs),
  );
  const isDue = (end: TaskEnd, aheadMs: number): boolean => end.ending.atMs - aheadMs <= nowMs;
  const isAny = open.some((end) => isDue(end, CALL_BEFORE_MS));
  const due = isAny ? open.filter((end) => isDue(end, CALL_BEFORE_MS + TOGETHER_MS)) : [];
  const next = open[due.length];
  return { due, nextMs: next ? next.ending.atMs - CALL_BEFORE_MS : Infinity };
}

/** For the metrics: unwanted ends within two hours, at most a hundred. */
export function openEnds(
  ends: readonly TaskEnd[],
  letEnds: ReadonlyMap<string, LetEnd>,
  nowMs: number,
): { readonly taskId: string; readonly endMs: number }[] {
  return notLet(ends, letEnds)
    .filter(({ ending }) => ending.atMs < nowMs + 2 * CALL_BEFORE_MS)
    .slice(0, 100)
    .map(({ taskId, ending }) => ({ taskId, endMs: ending.atMs }));
}

/** The metrics of a project, from the state of its loop. */
export function endingNumbers(
  { readMs, soonCount, kept = [] }: EndingState,
  letEnds: ReadonlyMap<string, LetEnd>,
  nowMs: number,
): Omit<EndingStats, 'project'> {
  const isOpen = ({ taskId, endMs }: { readonly taskId: string; readonly endMs: number }) => {
    const mark = letEnds.get(taskId);
    const isLet = mark !== undefined && isSameEnd(mark.endMs, endMs);
    return !isLet && nowMs < endMs && endMs <= nowMs + CALL_BEFORE_MS;
  };
  return {
    soon: soonCount,
    keptEnding: kept.filter(isOpen).length,
    readAgeMs: readMs === 0 ? undefined : nowMs - readMs,
  };
}

/** The ends of tasks that should stay on air and that nobody lets end. */
function notLet(
  ends: readonly TaskEnd[],
  letEnds: ReadonlyMap<string, LetEnd>,
): readonly TaskEnd[] {
  return ends.filter(
    ({ taskId, ending, isKept }) => isKept && !isOf(ending, letEnds.get(taskId)?.endMs),
  );
}

function isOf({ atMs }: TaskEnd['ending'], endMs: number | undefined): boolean {
  return endMs !== undefined && isSameEnd(atMs, endMs);
}

/** Whether an end that people were called for is still to come. */
export function isAhead({ endMs }: ToldEnd, nowMs: number): boolean {
  return endMs > nowMs;
}
