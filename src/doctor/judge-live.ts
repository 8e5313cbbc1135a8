import { taskHolds } from '#src/approval/policy/task-match.ts';
import type { ProjectConfig } from '#src/config/load-config.ts';
import { isMeantBy } from '#src/ending/due.ts';
import { answerText, QUESTIONS } from '#src/probe/questions.ts';
import { type AdviceKey, adviceFor, errorEntry } from '#src/relay/error-catalogue.ts';
import type { FailureReason } from '#src/relay/failure-reason.ts';
import type { Failure, TaskList } from '#src/relay/live-api.ts';
import type { StreamLook } from '#src/relay/live-stream.ts';
import { MEASURED_FACTS, type Measurements } from '#src/relay/measured.ts';
import { reasonSentence } from '#src/slack/kit/sentences.ts';
import { DEFAULT_LANGUAGE, wordsFor } from '#src/slack/words/index.ts';
import { about, type Finding } from './finding.ts';
import { isAnybodyOn } from './judge-people.ts';

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

/** Whether `keep_on_air` of a project matches tasks, and somebody is pinged for them. */
export function judgeKeepOnAir(
  { name, keep_on_air: patterns, notify }: Pick<ProjectConfig, 'name' | 'keep_on_air' | 'notify'>,
  list: TaskList,
): Finding[] {
  const unheard = warn(
    name,
    'keep_on_air is set, but nobody is pinged when one of its tasks is about to end',
    'list under notify who is to be pinged',
  );
  const called = isAnybodyOn(notify) ? [] : [unheard];
  // Why the tasks cannot be read is reported on another line.
  if (!list.ok) return called;
  const meant = list.tasks.filter((task) => isMeantBy(patterns, task)).length;
  const idle = patterns.filter((pattern) => !list.tasks.some((task) => isMeantBy([pattern], task)));
  return [
    ...called,
    idle.length === 0
      ? ok(name, `keep_on_air matches ${meant} of ${list.tasks.length} relay tasks`)
      : warn(
          name,
          `keep_on_air: ${idle.join(', ')} matches no relay task`,
          'write app/stream, the stream or the id as /relay list shows it; * stands for any characters',
        ),
  ];
}

/** Patterns of rules that match no task: a misspelt one leaves its task to the laxer rules. */
export function judgeRuleTasks(
  { name, policy }: Pick<ProjectConfig, 'name' | 'policy'>,
  list: TaskList,
): Finding[] {
  if (!list.ok) return [];
  return policy.rules.flatMap(({ when: { tasks: patterns = [] } }, at) => {
    const idle = patterns.filter((pattern) =>
      list.tasks.every((task) => taskHolds([pattern], task) === 'no'),
    );
    return idle.length === 0
      ? []
      : [
          warn(
            name,
            `policy.rules[${at}].when.tasks: ${idle.join(', ')} matches no relay task`,
            'write app/stream or the id as /relay list shows it; * stands for any characters',
          ),
        ];
  });
}

/** What was measured of the Live API in a region, a line for each answer. Nothing has to be measured. */
export function judgeMeasured(region: string, measured: Measurements): Finding[] {
  const answers = MEASURED_FACTS.flatMap((fact) => {
    const found = measured[fact];
    if (!found) return [];
    const day = new Date(found.atMs).toISOString().slice(0, 10);
    const said = `${QUESTIONS[fact].asks} ${answerText(fact, found.answer)} (${day})`;
    return [ok(`measured in ${region}`, said)];
  });
  if (answers.length > 0) return answers;
  const said =
    'nothing measured, so effects on viewers are only expected or possible; npm run probe measures them';
  return [ok(`measured in ${region}`, said)];
}

/** What the admin can do about a failure of the Live API. */
const LIVE_ADVICE: Record<AdviceKey, string> = {
  check_parameters: 'compare endpoint, region and project_id with the Huawei Cloud console',
  task_gone: 'run the doctor again: a task was deleted meanwhile',
  already_exists: 'give Huawei support the request_id: reading tasks must not answer this',
  state_forbids: 'check the state of the account and its domains in the console',
  content_refused: 'give Huawei support the request_id: reading tasks must not answer this',
  check_credentials:
    'correct the credentials (account name, user and password, or the key and its secret), and check the clock of this machine',
  ask_for_permission:
    'give the IAM user the permissions that docs/INSTALL.md lists, for this project and region',
  check_project:
    'correct project_id, which does not fit the credentials: the console shows one for each region under My Credentials',
  account_problem: 'check the account in the console: it is frozen, in arrears or not verified',
  quota: 'ask Huawei for a larger quota, or delete what is not needed',
  check_endpoint: 'correct endpoint: it is https://live.<region>.myhuaweicloud.com',
  check_network:
    'allow connections from this machine to the endpoint and to IAM, or set HTTPS_PROXY',
  wait_and_retry: 'run the doctor again in a few minutes: the service was busy or had a fault',
  maintenance: 'wait for the end of the maintenance, or ask Huawei support',
  contact_support: 'give Huawei support the request_id',
};
