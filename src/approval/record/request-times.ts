import { runsUnapproved } from './break-glass.ts';
import { type ChangeRequest, type HistoryLine, isClosed } from './change-request.ts';

/** The moments of a request, read from its record, in Unix milliseconds. */

/** When an approved request is to run; undefined: as soon as a replica takes it. */
export function runsAtMs(request: ChangeRequest): number | undefined {
  return request.runAtMs ?? request.applyAtMs;
}

/**
 * When a request would run if everything it still waits for came at once. Undefined if it is running, has ended, or
 * is a break-glass, which waits for nothing.
 */
export function wouldRunAtMs(request: ChangeRequest, nowMs: number): number | undefined {
  const { state, policy, applyAtMs = 0 } = request;
  if (state === 'pending') return Math.max(nowMs + (policy.holdMs ?? 0), applyAtMs);
  if (state !== 'approved' || runsUnapproved(request)) return undefined;
  return runsAtMs(request) ?? nowMs;
}

/** When it was last approved, in Unix milliseconds; undefined if never. */
export function approvedAtMs({ history }: ChangeRequest): number | undefined {
  return history.findLast(
    ({ event, state }) =>
      state === 'approved' && ['approve', 'approve_part', 'retry', 'submit'].includes(event),
  )?.atMs;
}

/** How late an approved request may still run. After that it would be a surprise. */
export const MISSED_AFTER_MS = 15 * 60_000;

/** From when on an approved request no longer runs: 15 minutes after its time, or after its approval. */
export function missedFromMs(request: ChangeRequest): number {
  return dueFromMs(request) + MISSED_AFTER_MS;
}

/** Whether a line tells that an approved request has ended because nothing could run it in time. */
export function isMissed({ history }: Pick<ChangeRequest, 'history'>, line: HistoryLine): boolean {
  return line.event === 'expire' && history[history.indexOf(line) - 1]?.state === 'approved';
}

/** Since when an approved request is to run, in Unix milliseconds. */
export function dueFromMs(request: ChangeRequest): number {
  const approved = request.history.findLast(({ state }) => state === 'approved');
  return runsAtMs(request) ?? approved?.atMs ?? request.createdAtMs;
}

/** The same for parts of a batch whose turn has not come: somebody may have let them run since. */
export function restMissedFromMs(batch: ChangeRequest): number {
  const wentOn = batch.history.findLast(({ event }) => event === 'go_on');
  return Math.max(missedFromMs(batch), (wentOn?.atMs ?? 0) + MISSED_AFTER_MS);
}

/** A closed request can still have events, so this is the time of the step that closed it. */
export function closedAtMs({ history, createdAtMs }: ChangeRequest): number {
  const lastOpen = history.findLastIndex(({ state }) => !isClosed(state));
  return history[lastOpen + 1]?.atMs ?? createdAtMs;
}

/** When it came into its current state, in Unix milliseconds; checks of its stream do not count. */
export function standsSinceMs({ history, createdAtMs }: ChangeRequest): number {
  return history.findLast(({ event }) => !event.startsWith('stream_'))?.atMs ?? createdAtMs;
}

/** When it was applied, or was found to be, in Unix milliseconds. */
export function appliedAtMs({ history, createdAtMs }: ChangeRequest): number {
  const applied = history.findLast(({ event }) => event === 'succeed' || event === 'late_effect');
  return applied?.atMs ?? createdAtMs;
}

/** When it was held back; undefined after an edit, a rebase or a retry. */
export function heldBackAtMs({ history }: Pick<ChangeRequest, 'history'>): number | undefined {
  const last = history.findLast(({ event }) =>
    ['hold_back', 'edit', 'rebase', 'retry'].includes(event),
  );
  return last?.event === 'hold_back' ? last.atMs : undefined;
}

/** The moment for which effects are shown: its time, the end of its hold, or when it was requested or held back. */
export function plannedAtMs(request: ChangeRequest): number {
  const { policy, createdAtMs } = request;
  const askedMs = heldBackAtMs(request) ?? createdAtMs;
  return Math.max(askedMs + (policy.holdMs ?? 0), runsAtMs(request) ?? 0);
}
