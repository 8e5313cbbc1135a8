import { errorEntry } from '../relay/error-catalogue.ts';
import type { ModifyAnswer } from '../relay/live-api.ts';
import { errorCodeOf, failureFrom, requestIdOf, statusOf } from './failure.ts';
import type { HttpAnswer } from './http.ts';
import { isSuccess } from './live-call.ts';
import type { Redact } from '../text/redaction.ts';
import { isTurnedAway } from './retries.ts';
import { holdsErrorCode, parseModifiedId } from './wire.ts';

/**
 * The outcome of a PUT, judged by its last answer. `refused` and `not_sent` claim that nothing was applied, so they
 * need proof: a definite refusal, or a call that was never sent. Everything else is `unknown`, even an apparent
 * success that does not name the task or comes with an error code.
 */
export function modifyAnswerFrom(answer: HttpAnswer, taskId: string, redact: Redact): ModifyAnswer {
  const failure = failureFrom(answer, redact);
  if (isSuccess(answer)) {
    const namedId = parseModifiedId(answer.json);
    if (namedId !== undefined && namedId !== taskId) {
      return { kind: 'unknown', failure: { ...failure, reason: { is: 'another_task_named' } } };
    }
    const requestId = requestIdOf(answer);
    return namedId === taskId && !holdsErrorCode(answer.json)
      ? { kind: 'accepted', task_id: taskId, request_id: requestId && redact(requestId) }
      : { kind: 'unknown', failure };
  }
  const isUnsent = answer.kind === 'not_made' || (answer.kind === 'network' && answer.neverSent);
  if (isUnsent) return { kind: 'not_sent', failure };
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
