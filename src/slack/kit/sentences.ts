import {
  approvals,
  type ChangeRequest,
  type Decision,
  type HistoryLine,
  runsAtMs,
  shortDigest,
} from '#src/approval/change-request.ts';
import type { Refusal } from '#src/approval/refusal.ts';
import { adviceFor } from '#src/relay/error-catalogue.ts';
import type { Failure } from '#src/relay/live-api.ts';
import type { Problem } from '#src/relay/rules.ts';
import { maskedUrl } from '#src/relay/secret.ts';
import { cut, escaped, escapedWithin, mention, moment, nameOf, utc, visible } from './text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** Which words fit one request, one field or one person. All mrkdwn, escaped. */

export function refusalSentence(refusal: Refusal, { refusals, states }: Words): string {
  switch (refusal.reason) {
    case 'already_open':
      return refusals.already_open(refusal.id);
    case 'too_many_open':
      return refusals.too_many_open(String(refusal.open));
    case 'frozen':
      return refusals.frozen(moment(refusal.untilMs), escaped(refusal.why));
    case 'already_reviewed':
      return refusals.already_reviewed(mention(refusal.person.userId), moment(refusal.atMs));
    case 'expired':
      return refusals.expired(moment(refusal.atMs));
    case 'wrong_state': {
      const { state, atMs, person } = refusal;
      return refusals.wrong_state(
        moment(atMs),
        states[state],
        person === undefined ? undefined : mention(person.userId),
      );
    }
    default:
      return refusals[refusal.reason];
  }
}

/** The same without markup, for the place under a field of a form. */
export function refusalPlain(refusal: Refusal, words: Words): string {
  if (refusal.reason === 'frozen') {
    return words.frozenInForm(utc(refusal.untilMs), visible(refusal.why));
  }
  return refusalSentence(refusal, words).replaceAll('`', '');
}

/** The message under a field. Plain text: Slack shows errors of a form as they are. */
export function problemSentence(problem: Problem, { problems }: Words): string {
  switch (problem.code) {
    case 'urls_too_many':
      return problems.urls_too_many(problem.count, problem.max);
    case 'url_twice':
      return problems.url_twice(problem.line, problem.first);
    case 'index_past_list':
      return problems.index_past_list(problem.index, problem.last);
    case 'frozen':
      return problems.frozen(utc(problem.untilMs), visible(problem.why));
    case 'unknown_value':
      return problems.unknown_value(visible(problem.value));
    case 'url_malformed':
      return problems.url_malformed(problem.line, shownUrl(problem));
    case 'url_too_long':
      return problems.url_too_long(problem.line, problem.max);
    case 'url_scheme_not_allowed':
      return problems.url_scheme_not_allowed(problem.line, shownUrl(problem), problem.schemes);
    case 'url_host_not_allowed':
      return problems.url_host_not_allowed(problem.line, visible(problem.host));
    case 'url_private_host':
      return problems.url_private_host(problem.line, visible(problem.host));
    case 'url_has_credentials':
      return problems.url_has_credentials(problem.line);
    default:
      return problems[problem.code];
  }
}

function shownUrl({ url }: { readonly url: string }): string {
  return visible(cut(maskedUrl(url), 60));
}

/** Told loudly when it begins, and not only when it is over. */
function brokenSentence(request: ChangeRequest, { thread }: Words): string {
  const { id, requester, base, project, reason } = request;
  const task = nameOf(base);
  const said = thread.withoutApproval(id, mention(requester.userId), task, escaped(project));
  return `${said}${quoted(reason)}`;
}

/** A time span in its largest whole unit, as it stands in the configuration. */
export function spanSentence(ms: number, { spans }: Words): string {
  const [size, say] = (
    [
      [86_400_000, spans.days],
      [3_600_000, spans.hours],
      [60_000, spans.minutes],
    ] as const
  ).find(([unit]) => ms % unit === 0) ?? [1_000, spans.seconds];
  return say(ms / size);
}

/** One line of the thread for an event, or undefined when the card alone says it. */
export function historySentence(
  request: ChangeRequest,
  line: HistoryLine,
  words: Words,
): string | undefined {
  const { thread } = words;
  const who = line.person ? mention(line.person.userId) : '';
  const requester = mention(request.requester.userId);
  const digest = shortDigest(request.digest);
  switch (line.event) {
    case 'submit':
      return request.breakGlass && brokenSentence(request, words);
    case 'claim':
    case 'send':
      return undefined;
    case 'approve':
      return approvedSentence(request, line, words);
    case 'reject':
      return thread.rejected(who, note(request, line), requester);
    case 'withdraw':
      return thread.withdrawn(who);
    case 'expire':
      return request.decisions.some(({ kind }) => kind === 'approve') || request.breakGlass
        ? thread.missed(requester)
        : thread.expired(requester);
    case 'edit':
      return thread.edited(who, digest);
    case 'rebase':
      return thread.rebased(who, digest);
    case 'retry':
      return thread.retried(who);
    case 'remind':
      return thread.reminded(moment(request.expiresAtMs));
    case 'escalate':
      return thread.escalated(moment(request.expiresAtMs));
    case 'ask_review':
      return thread.reviewAsked(request.id);
    case 'after_review':
      return thread.reviewed(who, quoted(request.afterReview?.note));
    case 'lose':
      return thread.lost;
    case 'succeed':
    case 'fail':
    case 'drift':
      return isPresentEnd(request, line)
        ? resultSentence(request, words)
        : thread.earlierTry(words.states[line.state]);
  }
}

/** Events with which a call ends. */
export const ENDS: ReadonlySet<HistoryLine['event']> = new Set(['succeed', 'fail', 'drift']);

/** A request knows the outcome of its last try alone; earlier ones ended as well. */
export function isPresentEnd(
  { outcome, state, history }: ChangeRequest,
  line: HistoryLine,
): boolean {
  const isLast = line === history.findLast(({ event }) => ENDS.has(event));
  return isLast && outcome !== undefined && line.state === state;
}

function approvedSentence(request: ChangeRequest, line: HistoryLine, { thread }: Words): string {
  const who = line.person ? mention(line.person.userId) : '';
  const made = decisionOf(request, line);
  // What was edited or tried again since has other approvals: this one is none of those that count.
  if (!made) return thread.approvedBefore(who);
  const count = approvals(request).indexOf(made) + 1;
  return `${thread.approved(who, count, request.policy.quorum)}${quoted(made.note)}`;
}

function note(request: ChangeRequest, line: HistoryLine): string {
  return quoted(decisionOf(request, line)?.note);
}

/** Undefined when it is not one of those that the request counts now. */
function decisionOf({ decisions }: ChangeRequest, line: HistoryLine): Decision | undefined {
  return decisions.find(({ atMs, person }) => {
    return atMs === line.atMs && person.userId === line.person?.userId;
  });
}

function quoted(text: string | undefined): string {
  return text ? `\n>${escapedWithin(text, NOTE_MAX).replaceAll('\n', '\n>')}` : '';
}

/** Characters of one quoted text, escaped: a section takes 3,000, and more stands beside it. */
const NOTE_MAX = 1_800;

/** The result in one line, with a mention of the requester and, when it failed, of the approvers. */
export function resultSentence(request: ChangeRequest, { outcome, states }: Words): string {
  const approvers = request.decisions.map(({ person }) => mention(person.userId));
  const people = [mention(request.requester.userId), ...(isClean(request) ? [] : approvers)];
  return outcome.result(
    states[request.state],
    request.id,
    nameOf(request.base),
    escaped(request.project),
    people.join(' '),
  );
}

function isClean(request: ChangeRequest): boolean {
  return request.state === 'applied' && (request.outcome?.differences ?? []).length === 0;
}

/** A failure of the Live API in a few lines: its own words first, then what to do. */
export function failureSentence(failure: Failure, { advice }: Words): string {
  const { error_code: code, error_msg: message, request_id: id, http_status: status } = failure;
  const said = [code, message].filter(Boolean).join(': ') || failure.detail || failure.kind;
  const facts = [id && `request_id ${id}`, status && `HTTP ${status}`].filter(Boolean).join(', ');
  return `\`${escapedWithin(said, NOTE_MAX).replaceAll('`', "'")}\`${facts ? ` (${escaped(facts)})` : ''}\n💡 ${advice[adviceFor(failure)]}`;
}

/** What the person who decided reads in place of the review. */
export function decidedSentence(
  request: ChangeRequest,
  kind: 'approve' | 'reject',
  { review }: Words,
): string {
  if (kind === 'reject') return review.youRejected(request.id);
  const missing = request.policy.quorum - approvals(request).length;
  if (missing > 0) return review.youApprovedOf(request.id, missing);
  const runMs = runsAtMs(request);
  return runMs === undefined
    ? review.youApproved(request.id)
    : review.youApprovedFor(request.id, moment(runMs));
}
