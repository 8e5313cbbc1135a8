import type { Ending } from '#src/relay/forecast/ending.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { isMeantBy } from './due.ts';
import type { EndingState, EndNotice, TaskEnd } from './ports.ts';

/** A digest covers the ends within this time, in milliseconds. */
export const DAY_MS = 24 * 60 * 60_000;
/** A late digest is still posted within this time, in milliseconds. */
const LATE_MS = 6 * 60 * 60_000;
/** The most ends that a digest names, and tasks whose end is unknown. */
const NAMED_MAX = 20;
const UNKNOWN_NAMED_MAX = 5;

/** When the last digest was due and when the next one is, in Unix milliseconds. `at` is a time of day like `09:00`. */
export function digestTimes(
  at: string,
  timeZone: string,
  nowMs: number,
): { readonly lastMs: number; readonly nextMs: number } {
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone);
  // If clocks skip the time that day, the next time counts; if it comes twice, the first counts.
  const on = (days: number): number =>
    today.toPlainDate().add({ days }).toZonedDateTime({ timeZone, plainTime: at })
      .epochMilliseconds;
  const [first = 0, ...later] = [-1, 0, 1, 2].map(on);
  const nextMs = later.find((ms) => ms > nowMs) ?? first;
  return { lastMs: [first, ...later].findLast((ms) => ms <= nowMs) ?? first, nextMs };
}

/** The time of the digest that is due, in Unix milliseconds; undefined: none is due. */
export function dueDigestMs(
  { digestedMs }: EndingState,
  lastMs: number,
  nowMs: number,
): number | undefined {
  // No digest is due from before the first start.
  if (digestedMs === undefined || lastMs <= digestedMs) return undefined;
  return nowMs - lastMs < LATE_MS ? lastMs : undefined;
}

/** The digest; undefined if it would be empty. `ends` are in order. */
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
    // Tasks that should stay on air come first.
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

/** The ends within a day. `ends` are in order. */
export function endingSoon(ends: readonly TaskEnd[], nowMs: number): readonly TaskEnd[] {
  return ends.filter(({ ending }) => ending.atMs < nowMs + DAY_MS);
}
