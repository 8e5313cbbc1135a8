import type { Ending } from '#src/relay/forecast/ending.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { isMeantBy } from './due.ts';
import type { EndingState, EndNotice, TaskEnd } from './ports.ts';

/** What ends within this time is in a digest, in milliseconds. */
export const DAY_MS = 24 * 60 * 60_000;
/** A digest that nobody could post in time is posted this late at most, in milliseconds. */
const LATE_MS = 6 * 60 * 60_000;
/** Ends that a digest names, and tasks of which nobody knows when they end. */
const NAMED_MAX = 20;
const UNKNOWN_NAMED_MAX = 5;

/** The last moment of a digest and the next one, in Unix milliseconds. `at` is a time of day like `09:00`. */
export function digestTimes(
  at: string,
  timeZone: string,
  nowMs: number,
): { readonly lastMs: number; readonly nextMs: number } {
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone);
  // A time that the clocks skip that day is the one after; of one that comes twice it is the first.
  const on = (days: number): number =>
    today.toPlainDate().add({ days }).toZonedDateTime({ timeZone, plainTime: at })
      .epochMilliseconds;
  const [first = 0, ...later] = [-1, 0, 1, 2].map(on);
  const nextMs = later.find((ms) => ms > nowMs) ?? first;
  return { lastMs: [first, ...later].findLast((ms) => ms <= nowMs) ?? first, nextMs };
}

/** The moment of the digest that is due, in Unix milliseconds; undefined: none is. */
export function dueDigestMs(
  { digestedMs }: EndingState,
  lastMs: number,
  nowMs: number,
): number | undefined {
  // The first one is the one after the start.
  if (digestedMs === undefined || lastMs <= digestedMs) return undefined;
  return nowMs - lastMs < LATE_MS ? lastMs : undefined;
}

/** What a digest tells; undefined where there is nothing to tell. `ends` are in order. */
export function digestOf(
  ends: readonly TaskEnd[],
  all: {
    readonly tasks: readonly RelayTask[];
    readonly endings: ReadonlyMap<string, Ending>;
    readonly keepOnAir: readonly string[];
  },
  nowMs: number,
): Pick<EndNotice, 'ends' | 'more' | 'digest'> | undefined {
  const soon = endingSoon(ends, nowMs);
  const isSoon = new Set(soon.map(({ taskId }) => taskId));
  const unknown = all.tasks
    .filter(({ task_id: id }) => !isSoon.has(id) && all.endings.get(id)?.sooner !== undefined)
    // What should stay on air is named first.
    .toSorted((a, b) => Number(isMeantBy(all.keepOnAir, b)) - Number(isMeantBy(all.keepOnAir, a)));
  if (soon.length === 0 && unknown.length === 0) return undefined;
  return {
    ends: soon.slice(0, NAMED_MAX).map((end) => ({ ...end, open: [] })),
    more: Math.max(0, soon.length - NAMED_MAX),
    digest: {
      unknown: unknown.slice(0, UNKNOWN_NAMED_MAX).map(taskName),
      moreUnknown: Math.max(0, unknown.length - UNKNOWN_NAMED_MAX),
    },
  };
}

/** What ends within a day. `ends` are in order. */
export function endingSoon(ends: readonly TaskEnd[], nowMs: number): readonly TaskEnd[] {
  return ends.filter(({ ending }) => ending.atMs < nowMs + DAY_MS);
}
