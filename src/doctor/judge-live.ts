import { adviceFor, errorEntry } from '#src/relay/error-catalogue.ts';
import type { FailureReason } from '#src/relay/failure-reason.ts';
import type { Failure } from '#src/relay/live-api.ts';
import type { StreamLook } from '#src/relay/live-stream.ts';
import { reasonSentence } from '#src/slack/kit/sentences.ts';
import { DEFAULT_LANGUAGE, wordsFor } from '#src/slack/words/index.ts';
import { about, type Finding } from './finding.ts';
import { LIVE_ADVICE } from './live-advice.ts';

const { ok, warn, fail, skip } = about('Live API');
const words = wordsFor(DEFAULT_LANGUAGE);

/** The result of reading one project's tasks. */
export type LiveCount =
  | { readonly ok: true; readonly total: number | undefined }
  | { readonly ok: false; readonly failure: Failure };

export function judgeLive(project: string, count: LiveCount): Finding {
  if (count.ok) {
    const { total } = count;
    if (total === undefined) return ok(project, 'credentials are accepted');
    if (total > 0) return ok(project, `credentials are accepted; ${total} relay tasks`);
    return warn(
      project,
      'credentials are accepted, but there are no relay tasks',
      'check that project_id and region are right',
    );
  }
  const { failure } = count;
  if (isBusy(failure)) {
    return skip(project, `not checked: ${factsOf(failure)}; run the doctor again in a minute`);
  }
  return fail(project, factsOf(failure), adviceOn(project, failure));
}

/** A project whose credentials are not set. */
export function judgeUnset(project: string, variables: readonly string[]): Finding {
  return skip(project, `not checked until ${variables.join(' and ')} is set`);
}

/** Throttled, which is no fault of the set-up. */
function isBusy({ http_status: status, error_code: code }: Failure): boolean {
  const known = errorEntry(code, status);
  return status === 429 || (known?.advice === 'wait_and_retry' && known.retry === 'yes');
}

function adviceOn(project: string, failure: Failure): string {
  const key = failure.reason?.is === 'sign_in_failed' ? 'auth.token.iam' : 'endpoint';
  return isUnknownHost(failure.reason)
    ? `no such host: correct ${key} of ${project}, or the DNS of this machine`
    : LIVE_ADVICE[adviceFor(failure)];
}

function isUnknownHost(reason: FailureReason | undefined): boolean {
  if (reason?.is === 'sign_in_failed') return isUnknownHost(reason.because);
  return reason !== undefined && 'about' in reason && /^(ENOTFOUND|EAI_)/.test(reason.about ?? '');
}

/** Whether relaydesk can see the streams of a project's domains; everything else works without that. */
export function judgeStreams(project: string, look: StreamLook): Finding {
  if (look.ok) return ok(project, 'the streams of its domains can be seen');
  return warn(
    project,
    `the streams of its domains cannot be seen: ${factsOf(look.failure)}`,
    'give its IAM user live:stream:listLiveStreamsOnline, or set guard: off; until then cards say nothing about streams',
  );
}

/** What the API answered, or why there was no answer. */
function factsOf(failure: Failure): string {
  const { error_code, error_msg, http_status, request_id } = failure;
  const facts = [
    error_code,
    error_msg,
    reasonSentence(failure, words),
    http_status && `HTTP ${http_status}`,
    request_id && `request_id ${request_id}`,
  ];
  return facts.filter(Boolean).join(', ') || failure.kind;
}
