import { GRADES, worstGrade } from '#src/relay/forecast/effect.ts';
import { type ChangeRequest } from './change-request.ts';
import { runsAtMs } from './request-times.ts';

/** Higher than any time in milliseconds that is compared. */
const BAND = 1e14;

/**
 * How soon an open request needs somebody: what takes a task off air comes first, then what interrupts, and so on;
 * of one grade what runs or expires first. A whole number of at most 15 digits, the higher the more urgent. It goes by
 * the content alone, so it stays through approvals, and an edit or a hold moves it.
 */
export function urgencyOf(request: ChangeRequest): number {
  const { effects, wayBack, expiresAtMs } = request;
  // Asked for before effects were kept: nobody knows that it is harmless.
  const grade =
    effects === undefined ? 'off_air' : worstGrade([...effects, ...(wayBack?.effects ?? [])]);
  const rank = GRADES.length - GRADES.indexOf(grade);
  const dueMs = Math.min(Math.max(runsAtMs(request) ?? expiresAtMs, 0), BAND / 2);
  return rank * BAND - Math.round(dueMs);
}
