import type { Change } from './change.ts';
import { momentOf } from './field.ts';
import type { RelayTask } from './relay-task.ts';

/**
 * The longest window of a task. The documentation says "at most start + 7 days" in one place and "less than seven
 * days" in another.
 */
export const TASK_WINDOW_MAX_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Whether the window that a change makes is too long. The documentation leaves two things open: whether exactly seven
 * days are allowed, and whether a start that is left out, as past ones are, is the stored start or the present.
 *
 * - `too_long`: by every reading
 * - `perhaps_too_long`: by one of them; the API decides
 * - undefined: by none, or the change leaves the window alone, which the API has already accepted
 */
export function windowDoubt(
  base: RelayTask,
  change: Change,
  nowMs: number,
): 'too_long' | 'perhaps_too_long' | undefined {
  if (change.start_time === undefined && change.end_time === undefined) return undefined;
  const after = { ...base, ...change };
  const [startMs, endMs] = [momentOf(after, 'start_time'), momentOf(after, 'end_time')];
  if (typeof endMs !== 'number') return undefined;
  // A new start or a future one is sent; any other may count as the present.
  const isSent =
    typeof startMs === 'number' && (change.start_time !== undefined || nowMs < startMs);
  const latestMs = isSent ? startMs : nowMs;
  const earliestMs = typeof startMs === 'number' ? startMs : nowMs;
  if (endMs - latestMs > TASK_WINDOW_MAX_MS && startMs !== 'unclear') return 'too_long';
  return endMs - earliestMs >= TASK_WINDOW_MAX_MS ? 'perhaps_too_long' : undefined;
}
