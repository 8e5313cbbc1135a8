import {
  type ChangeRequest,
  type HistoryLine,
  samePerson,
} from '#src/approval/record/change-request.ts';

/**
 * Whether the store has lost the mark that a run made before its PUT: the stored request has the same content, and
 * its history contains neither this run nor a later one. `held` is the request as the run marked it.
 */
export function isMarkLost(held: ChangeRequest, standing: ChangeRequest): boolean {
  const { sentAtMs } = held;
  if (sentAtMs === undefined) return false;
  const isSame =
    standing.createdAtMs === held.createdAtMs &&
    standing.digest === held.digest &&
    samePerson(standing.requester, held.requester);
  const sends = standing.history.filter(({ event }) => event === 'send');
  return isSame && sends.every(({ atMs }) => atMs < sentAtMs);
}

/** The lines of the history that the store has lost. */
export function linesLost(held: ChangeRequest, standing: ChangeRequest): HistoryLine[] {
  return held.history.filter(
    (line) =>
      !standing.history.some(({ event, atMs }) => event === line.event && atMs === line.atMs),
  );
}

/** The stored request, completed with what the run knows: who approved, when it was sent, and what was said. */
export function recovered(standing: ChangeRequest, held: ChangeRequest): ChangeRequest {
  const { decisions, policy, applyAtMs, runAtMs, expiresAtMs, sentAtMs } = held;
  return {
    ...standing,
    outcome: undefined,
    decisions,
    policy,
    applyAtMs,
    runAtMs,
    expiresAtMs,
    sentAtMs,
    // A run of a retry is a retry again.
    contentVersion:
      held.contentVersion === standing.contentVersion
        ? standing.contentVersion
        : standing.version + 1,
    history: [...standing.history, ...linesLost(held, standing)],
  };
}
