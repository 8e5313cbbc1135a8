import type { Plan } from './plan.ts';

/** What decides how often the files of two plans are played. */
interface Comparison {
  readonly before: Plan;
  readonly after: Plan;
  readonly atMs: number;
  /** Seconds by URL. */
  readonly durations: ReadonlyMap<string, number>;
  /** Whether only the end or the events change, without interrupting the stream. */
  readonly isUntouched: boolean;
  readonly restartsRounds: boolean;
  readonly startsEachRoundAtPosition: boolean;
}

/**
 * Whether rounds may end sooner with the change than without it, for some length of the files of unknown length. They
 * cannot if each of those files is played at least as often, and the others at least as long in total.
 */
export function mayBeOverSooner(comparison: Comparison): boolean {
  const { before, after, atMs, durations, isUntouched, restartsRounds } = comparison;
  const isUnknown = [...before.files, ...after.files].some((url) => !durations.has(url));
  const isElapsedUnknown = before.startMs === -Infinity && !restartsRounds;
  if (after.rounds === Infinity || isUntouched || !(isUnknown || isElapsedUnknown)) return false;
  const isBegun = before.startMs <= atMs;
  if (!isBegun || restartsRounds) return !playsAsMuch(comparison);
  if (after.rounds < before.rounds || !isSameList(before, after)) return true;
  // The round continues where it was, or starts again.
  const isFromStart = after.startFile === 0 && after.startSeconds === 0;
  return after.refreshType === 'immediate_new_source' && !isFromStart;
}

export function isSameList(a: Plan, b: Plan): boolean {
  return a.files.length === b.files.length && a.files.every((url, index) => url === b.files[index]);
}

function playsAsMuch(comparison: Comparison): boolean {
  const { before, after, durations } = comparison;
  const isSameStart =
    before.startFile === after.startFile && before.startSeconds === after.startSeconds;
  // A first file that is partly skipped counts as played before the change, but not after it.
  const [old, next] = [
    playsOf(before, comparison, true),
    playsOf(after, comparison, isSameStart && isSameList(before, after)),
  ];
  const knownSeconds = (plays: ReadonlyMap<string, number>): number =>
    [...plays].reduce((sum, [url, count]) => sum + count * (durations.get(url) ?? 0), 0);
  const areAllPlayed = [...old].every(
    ([url, count]) => durations.has(url) || (next.get(url) ?? 0) >= count,
  );
  return areAllPlayed && knownSeconds(next) >= knownSeconds(old);
}

/** How often each file is played in all rounds. */
function playsOf(
  plan: Plan,
  { startsEachRoundAtPosition }: Comparison,
  countsPart: boolean,
): Map<string, number> {
  const plays = new Map<string, number>();
  for (const [index, url] of plan.files.entries()) {
    const isPart = index === plan.startFile && plan.startSeconds > 0 && !countsPart;
    const isSkipped = index < plan.startFile || isPart;
    const skippedRounds = isSkipped ? (startsEachRoundAtPosition ? plan.rounds : 1) : 0;
    const rounds = plan.rounds === Infinity ? Infinity : plan.rounds - skippedRounds;
    if (rounds > 0) plays.set(url, (plays.get(url) ?? 0) + rounds);
  }
  return plays;
}
