import { GRADES, worstGrade } from '#src/relay/forecast/effect.ts';
import { type ChangeRequest } from './change-request.ts';
import { runsAtMs } from './request-times.ts';

/** Higher than any time in milliseconds that is compared. */
const BAND = 1e14;

/**
 * How soon an open request needs somebody: requests that take a task off air come first, then those that interrupt,
 * and so on; within a grade, those that run or expire first. A whole number of at most 15 digits; higher is more
 * urgent. It depends on the content alone, so approvals do not change it, but an edit or a hold does.
 */
export function urgencyOf(request: ChangeRequest): number {
  const { effects, wayBack, expiresAtMs } = request;
  // Requested before effects were stored: nobody knows that it is harmless.
  const grade =
    effects === undefined ? 'off_air' : worstGrade([...effects, ...(wayBack?.effects ?? [])]);
  const rank = GRADES.length - GRADES.indexOf(grade);
  const dueMs = Math.min(Math.max(runsAtMs(request) ?? expiresAtMs, 0), BAND / 2);
  return rank * BAND - Math.round(dueMs);
}
