import { type ChangeRequest, runsAtMs } from './change-request.ts';

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
