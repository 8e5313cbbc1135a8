import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import { hasParted } from './chain.ts';

/** A change that is to be sent at a time, if it is approved by then. */
export interface ScheduledRun {
  readonly request: ChangeRequest;
  /** In Unix milliseconds. */
  readonly atMs: number;
  /** It sets the task back after the change of its request, and is no request of its own yet. */
  readonly isWayBack: boolean;
}

/**
 * What a request is to run at a time: its change, unless that runs as soon as it is approved, and its way back until that
 * is a request of its own.
 */
export function scheduledRuns(request: ChangeRequest): readonly ScheduledRun[] {
  const { state, wayBack, applyAtMs } = request;
  if (state !== 'pending' && state !== 'approved' && state !== 'held') return [];
  const atMs = state === 'approved' ? runsAtMs(request) : applyAtMs;
  const backAtMs = hasParted(request) ? undefined : wayBack?.applyAtMs;
  return [
    ...(atMs === undefined ? [] : [{ request, atMs, isWayBack: false }]),
    ...(backAtMs === undefined ? [] : [{ request, atMs: backAtMs, isWayBack: true }]),
  ];
}
