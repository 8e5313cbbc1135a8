import type { RelayTask } from '../relay-task.ts';
import { type Plan, planOf } from './plan.ts';
import { roundsEndMs } from './rounds.ts';

/** How a relay task goes off air by itself if nobody changes it. */
export interface Ending {
  /** When, in Unix milliseconds; undefined: it has no end time, and the length of its rounds is unknown. */
  readonly atMs: number | undefined;
  /** What ends it: its end time, or the last of its rounds. */
  readonly by: 'time' | 'rounds';
  /** How often its list is played; undefined: until the end time. */
  readonly rounds?: number | undefined;
  /**
   * Its rounds may be over before `atMs`:
   * - `unknown`: the length of its files, or when its rounds began, is unknown
   * - `perhaps_over`: counted from its start, they are already over
   */
  readonly sooner?: 'unknown' | 'perhaps_over' | undefined;
}

/** What decides when counted rounds are over. */
export interface RoundFacts {
  /** Seconds by URL; a file that is missing is of unknown length. */
  readonly durations: ReadonlyMap<string, number>;
  /** When the last change that made it push again was applied, in Unix milliseconds, as far as that is known. */
  readonly brokeMs?: number | undefined;
  /** Whether rounds are counted from 1 again after `immediate_new_source`; undefined: not measured. */
  readonly restartsRounds?: boolean | undefined;
}

/** Ends that differ by less than this count as one, in milliseconds: lengths of files are not exact. */
const SAME_END_MS = 5 * 60_000;

/** Whether two times, in Unix milliseconds, are the same end of a task. */
export function isSameEnd(aMs: number, bMs: number): boolean {
  return Math.abs(aMs - bMs) < SAME_END_MS;
}

/** Whether its list is played a set number of times, so that its end time alone does not say when it ends. */
export function isCounted(task: RelayTask): boolean {
  return planOf(task).rounds !== Infinity;
}

/** Undefined for a task that is paused, has ended, or has no end. `nowMs` in Unix milliseconds. */
export function endingOf(task: RelayTask, nowMs: number, facts: RoundFacts): Ending | undefined {
  const plan = planOf(task);
  const { endMs } = plan;
  if (plan.isPaused || endMs <= nowMs) return undefined;
  const timeEnd = Number.isFinite(endMs) ? ({ atMs: endMs, by: 'time' } as const) : undefined;
  if (plan.rounds === Infinity) return timeEnd;
  const { rounds } = plan;
  const whatever = timeEnd ?? ({ atMs: undefined, by: 'rounds' } as const);
  const overMs = roundsOverMs(plan, facts);
  if (overMs === undefined) return { ...whatever, rounds, sooner: 'unknown' };
  // Its rounds may have begun again after a change by somebody else.
  if (overMs <= nowMs) return { ...whatever, rounds, sooner: 'perhaps_over' };
  return overMs < endMs ? { atMs: overMs, by: 'rounds', rounds } : timeEnd;
}

/** The earliest time at which the last round may be over, in Unix milliseconds; undefined: unknown. */
function roundsOverMs(plan: Plan, facts: RoundFacts): number | undefined {
  const { durations } = facts;
  const fromMs = roundsBeganMs(plan, facts);
  if (fromMs === undefined || plan.files.length === 0) return undefined;
  if (!plan.files.every((url) => durations.has(url))) return undefined;
  const lengthOf = (url: string): number => durations.get(url) ?? 0;
  const readings = [true, false].map((startsEachRoundAtPosition) =>
    roundsEndMs({ plan, fromMs, doneRounds: 0 }, { lengthOf, startsEachRoundAtPosition }),
  );
  return Math.min(...readings);
}

function roundsBeganMs(plan: Plan, { brokeMs, restartsRounds }: RoundFacts): number | undefined {
  const startMs = Number.isFinite(plan.startMs) ? plan.startMs : undefined;
  if (brokeMs === undefined || (startMs !== undefined && brokeMs <= startMs)) return startMs;
  if (restartsRounds === false) return startMs;
  return restartsRounds === true || plan.refreshType === 'immediate_new_source'
    ? brokeMs
    : undefined;
}
