import { errorEntry } from '../relay/error-catalogue.ts';
import type { ModifyAnswer } from '../relay/live-api.ts';
import { errorCodeOf, failureFrom, requestIdOf, statusOf } from './failure.ts';
import type { HttpAnswer } from './http.ts';
import { isSuccess, type LiveAnswer } from './live-call.ts';
import type { Redact } from '../text/redaction.ts';
import { isTurnedAway } from './retries.ts';
import { holdsErrorCode, parseModifiedId } from './wire.ts';

/**
 * The outcome of a PUT, judged by its last answer. `refused` and `not_sent` claim that nothing was applied, so they
 * need proof: a definite refusal, or a call that was never sent. Everything else is `unknown`, even an apparent
 * success that does not name the task or comes with an error code.
 */
export function modifyAnswerFrom(answer: LiveAnswer, taskId: string, redact: Redact): ModifyAnswer {
  if (answer.kind === 'not_made') return { kind: 'not_sent', failure: answer.failure };
  if (isSuccess(answer)) {
    const confirmedId = parseModifiedId(answer.json);
    const requestId = requestIdOf(answer);
    if (confirmedId === taskId && !holdsErrorCode(answer.json)) {
      return {
        kind: 'accepted',
        task_id: taskId,
        request_id: requestId && redact(requestId),
      };
    }
    const failure = failureFrom(answer, redact);
    return confirmedId === undefined || confirmedId === taskId
      ? { kind: 'unknown', failure }
      : { kind: 'unknown', failure: { ...failure, reason: { is: 'another_task_named' } } };
  }
  const failure = failureFrom(answer, redact);
  if (answer.kind === 'network' && answer.neverSent) return { kind: 'not_sent', failure };
  return { kind: isDefiniteRefusal(answer) ? 'refused' : 'unknown', failure };
}

function isDefiniteRefusal(answer: HttpAnswer): boolean {
  const status = statusOf(answer) ?? 0;
  // Decided by the status line alone, which arrived even if the body did not.
  if (status === 401 || status === 403 || isTurnedAway(answer)) return true;
  if (status < 400 || status >= 500 || status === 408) return false;
  const errorCode = errorCodeOf(answer);
  // LIVE.103011021 is a fault of the service's database, sent with a 400: the write may be half
  // done.
  return errorCode !== undefined && errorEntry(errorCode, status)?.retry !== 'read';
}
