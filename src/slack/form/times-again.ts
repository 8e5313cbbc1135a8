import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { Draft } from '#src/ports/draft.ts';

/** The times of a request that is requested again: those that are still to come, and those that have passed. */
export function timesAgain(
  { applyAtMs, wayBack }: ChangeRequest,
  nowMs: number,
): Pick<Draft, 'applyAtMs' | 'thenBackMs' | 'passedTimes'> {
  const toCome = (atMs: number | undefined) =>
    atMs !== undefined && atMs > nowMs ? atMs : undefined;
  const passed = (atMs: number | undefined) =>
    atMs !== undefined && atMs <= nowMs ? atMs : undefined;
  const thenBackMs = wayBack?.applyAtMs;
  return {
    applyAtMs: toCome(applyAtMs),
    thenBackMs: toCome(thenBackMs),
    passedTimes: { applyAtMs: passed(applyAtMs), thenBackMs: passed(thenBackMs) },
  };
}
