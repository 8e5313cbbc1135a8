import { type ChangeRequest, isClosed } from './change-request.ts';

/** The moments of a request, read from its record. In Unix milliseconds. */

/** When an approved request is to run; undefined: as soon as somebody takes it. */
export function runsAtMs(request: ChangeRequest): number | undefined {
  return request.runAtMs ?? request.applyAtMs;
}

/**
 * When a request would run if everything that it still waits for came at once; undefined for one that runs already, has
 * ended, or is an emergency, which waits for nothing.
 */
export function wouldRunAtMs(request: ChangeRequest, nowMs: number): number | undefined {
  const { state, breakGlass, policy, applyAtMs = 0 } = request;
  if (breakGlass || (state !== 'pending' && state !== 'approved')) return undefined;
  return state === 'approved'
    ? (runsAtMs(request) ?? nowMs)
    : Math.max(nowMs + (policy.holdMs ?? 0), applyAtMs);
}

/** When it was last approved or let through, in Unix milliseconds; undefined if it never was. */
export function approvedAtMs({ history }: ChangeRequest): number | undefined {
  return history.findLast(
    ({ event, state }) =>
      state === 'approved' && ['approve', 'approve_part', 'retry', 'submit'].includes(event),
  )?.atMs;
}

/** How late an approved request may still run: after that it is a surprise, not what was approved. */
const MISSED_AFTER_MS = 15 * 60_000;

/** From when on what was approved is not run any more: 15 minutes after its time, or after its approval. */
export function missedFromMs(request: ChangeRequest): number {
  const approved = request.history.findLast(({ state }) => state === 'approved');
  return (runsAtMs(request) ?? approved?.atMs ?? request.createdAtMs) + MISSED_AFTER_MS;
}

/** Things may still happen to a closed request: the time is that of the step that closed it. */
export function closedAtMs({ history, createdAtMs }: ChangeRequest): number {
  const lastOpen = history.findLastIndex(({ state }) => !isClosed(state));
  return history[lastOpen + 1]?.atMs ?? createdAtMs;
}

/** When it came to where it stands, in Unix milliseconds; looks at its stream move it nowhere. */
export function standsSinceMs({ history, createdAtMs }: ChangeRequest): number {
  return history.findLast(({ event }) => !event.startsWith('stream_'))?.atMs ?? createdAtMs;
}

/** When it was applied or found to be, in Unix milliseconds. */
export function appliedAtMs({ history, createdAtMs }: ChangeRequest): number {
  const applied = history.findLast(({ event }) => event === 'succeed' || event === 'late_effect');
  return applied?.atMs ?? createdAtMs;
}

/** When it was held back; undefined once it was edited, rebased or retried. */
export function heldBackAtMs({ history }: Pick<ChangeRequest, 'history'>): number | undefined {
  const last = history.findLast(({ event }) =>
    ['hold_back', 'edit', 'rebase', 'retry'].includes(event),
  );
  return last?.event === 'hold_back' ? last.atMs : undefined;
}

/**
 * The moment for which people are told what a request will do: its time, the end of its hold, or when it was asked
 * for or held back.
 */
export function plannedAtMs(request: ChangeRequest): number {
  const { policy, createdAtMs } = request;
  const askedMs = heldBackAtMs(request) ?? createdAtMs;
  return Math.max(askedMs + (policy.holdMs ?? 0), runsAtMs(request) ?? 0);
}
