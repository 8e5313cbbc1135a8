import {
  approvals,
  type ChangeRequest,
  type HistoryLine,
  shortDigest,
} from '#src/approval/change-request.ts';
import type { Refusal } from '#src/approval/refusal.ts';
import { adviceFor } from '#src/relay/error-catalogue.ts';
import type { Failure } from '#src/relay/live-api.ts';
import type { Problem } from '#src/relay/rules.ts';
import { taskName } from '#src/relay/relay-task.ts';
import { cut, escaped, escapedWithin, mention, moment, utc, visible } from './text.ts';
import { ADVICE_WORDS, REFUSAL_WORDS, STATE_WORDS } from './words.ts';

/** What is said of one request, one field or one person. All mrkdwn, escaped. */

export function refusalSentence(refusal: Refusal): string {
  switch (refusal.reason) {
    case 'already_open':
      return `You have an open request for this task already: ${refusal.id}. Edit or withdraw that one; it is one at a time.`;
    case 'frozen':
      return `❄️ Changes are frozen until ${moment(refusal.untilMs)}: ${escaped(refusal.why)}. Nothing was done; try again after that.`;
    case 'already_reviewed':
      return `${mention(refusal.person.userId)} has looked at this already, ${moment(refusal.atMs)}.`;
    case 'expired':
      return `This request expired ${moment(refusal.atMs)}. Nothing was run; ask again if it is still needed.`;
    case 'wrong_state': {
      const who = refusal.person ? `${mention(refusal.person.userId)} was faster` : 'It was over';
      return `This request is not open to that any more. ${who}, ${moment(refusal.atMs)}; it is now: *${STATE_WORDS[refusal.state]}*.`;
    }
    default:
      return REFUSAL_WORDS[refusal.reason];
  }
}

/** The same without markup, for the place under a field of a form. */
export function refusalPlain(refusal: Refusal): string {
  if (refusal.reason === 'frozen') {
    return `Changes are frozen until ${utc(refusal.untilMs)}: ${visible(refusal.why)}. Choose a later time to apply, or ask again after that.`;
  }
  return refusalSentence(refusal).replaceAll('`', '');
}

/** The message under a field. Plain text: Slack shows errors of a form as they are. */
export function problemSentence(problem: Problem): string {
  const { code } = problem;
  switch (code) {
    case 'no_change':
      return 'Nothing is different from what the task holds now. Change at least one field.';
    case 'reason_missing':
      return 'Please say why: the approver decides by it.';
    case 'urls_missing':
      return 'A task needs at least one source URL.';
    case 'urls_too_many':
      return `${problem.count} URLs are too many; a task takes ${problem.max}.`;
    case 'url_twice':
      return `Line ${problem.line} is the same as line ${problem.first}. Remove one of them.`;
    case 'index_not_a_number':
      return 'Must be a whole number, 0 or more. 0 is the first file.';
    case 'index_past_list':
      return `There is no file ${problem.index}: counted from 0, the last one of the list is ${problem.last}.`;
    case 'seconds_not_a_number':
      return 'Must be a whole number of seconds, 0 or more.';
    case 'loop_not_a_count':
      return 'Must be -1 (again and again until the end) or a whole number of rounds, 1 or more.';
    case 'end_not_after_start':
      return 'The end must be after the start.';
    case 'end_not_after_now':
      return 'The end must be in the future.';
    case 'window_too_long':
      return 'Start and end must be less than 7 days apart.';
    case 'start_passed':
      return 'The start must be in the future.';
    case 'digest_mismatch':
      return 'The stored change is not the one that was approved, so it was not sent. Ask again, and tell whoever runs relaydesk.';
    case 'apply_at_passed':
      return 'The time to apply must be in the future. Leave it empty to apply as soon as it is approved.';
    case 'frozen':
      return `Changes are frozen until ${utc(problem.untilMs)}: ${visible(problem.why)}.`;
    case 'time_malformed':
      return 'Must be a date and a time.';
    case 'events_missing':
      return 'Choose at least one event; the API does not say what an empty list means.';
    case 'unknown_value':
      return `The API does not know "${visible(problem.value)}".`;
    default:
      return `Line ${problem.line}: ${urlSentence(problem)}`;
  }
}

type UrlProblem = Extract<Problem, { readonly url: string }>;

function urlSentence(problem: UrlProblem): string {
  const shown = visible(cut(problem.url, 60));
  switch (problem.code) {
    case 'url_malformed':
      return `"${shown}" is not a URL. It must look like https://host/path, with no spaces.`;
    case 'url_too_long':
      return `the URL is longer than ${problem.max} characters.`;
    case 'url_scheme_not_allowed':
      return `"${shown}" must begin with ${problem.schemes.map((name) => `${name}://`).join(' or ')}.`;
    case 'url_host_not_allowed':
      return `${visible(problem.host)} is not among the hosts that this project allows.`;
    case 'url_private_host':
      return `${visible(problem.host)} is a private or local address, which the Live service cannot reach.`;
    case 'url_has_credentials':
      return 'a URL with a user name or password in it is not accepted.';
  }
}

/** One line of the thread for an event, or undefined when the card alone says it. */
export function historySentence(request: ChangeRequest, line: HistoryLine): string | undefined {
  const who = line.person ? mention(line.person.userId) : '';
  switch (line.event) {
    case 'submit':
    case 'claim':
    case 'send':
      return undefined;
    case 'approve': {
      const count = approvals(request).findIndex((made) => made.atMs === line.atMs) + 1;
      return `👍 ${who} approved (${count} of ${request.policy.quorum}).${note(request, line)}`;
    }
    case 'reject':
      return `🚫 ${who} rejected.${note(request, line)} Nothing was run. ${mention(request.requester.userId)}`;
    case 'withdraw':
      return `↩️ ${who} withdrew the request. Nothing was run.`;
    case 'expire':
      return `⌛ Nobody decided in time, so the request expired. Nothing was run. ${mention(request.requester.userId)}`;
    case 'edit':
      return `✏️ ${who} changed the request. Earlier approvals are void; the digest is now \`${shortDigest(request.digest)}\`.`;
    case 'rebase':
      return `🔁 ${who} took over what the task holds now. Earlier approvals are void; the digest is now \`${shortDigest(request.digest)}\`.`;
    case 'retry':
      return `🔂 ${who} approved another try.`;
    case 'remind':
      return `⏰ Still waiting for approval. It expires ${moment(request.expiresAtMs)}.`;
    case 'escalate':
      return `📣 Nobody has decided yet. It expires ${moment(request.expiresAtMs)}.`;
    case 'ask_review':
      return `🚨 ${request.id} was run without approval, and nobody else has looked at it yet. Somebody of the approvers please close its review.`;
    case 'after_review':
      return `🔎 ${who} looked at what was done without approval:${quoted(request.afterReview?.note)}`;
    case 'lose':
      return '❔ The call was sent and its answer was lost. Reading the task to find out what it holds now; it is not sent again.';
    case 'succeed':
    case 'fail':
    case 'drift':
      return resultSentence(request);
  }
}

function note(request: ChangeRequest, line: HistoryLine): string {
  const made = request.decisions.find(({ atMs, person }) => {
    return atMs === line.atMs && person.userId === line.person?.userId;
  });
  return quoted(made?.note);
}

function quoted(text: string | undefined): string {
  return text ? `\n>${escapedWithin(text, NOTE_MAX).replaceAll('\n', '\n>')}` : '';
}

/** Characters of one quoted text, escaped: a section takes 3,000, and more stands beside it. */
const NOTE_MAX = 1_800;

/** The result in one line, with a mention of the requester and, when it failed, of the approvers. */
export function resultSentence(request: ChangeRequest): string {
  const name = `*${escaped(taskName(request.base))}* in *${escaped(request.project)}*`;
  const approvers = request.decisions.map(({ person }) => mention(person.userId));
  const people = [mention(request.requester.userId), ...(isClean(request) ? [] : approvers)];
  return `${STATE_WORDS[request.state]}: ${request.id}, ${name}. ${people.join(' ')}`;
}

function isClean(request: ChangeRequest): boolean {
  return request.state === 'applied' && (request.outcome?.differences ?? []).length === 0;
}

/** A failure of the Live API in a few lines: its own words first, then what to do. */
export function failureSentence(failure: Failure): string {
  const { error_code: code, error_msg: message, request_id: id, http_status: status } = failure;
  const said = [code, message].filter(Boolean).join(': ') || failure.detail || failure.kind;
  const facts = [id && `request_id ${id}`, status && `HTTP ${status}`].filter(Boolean).join(', ');
  return `\`${escapedWithin(said, NOTE_MAX).replaceAll('`', "'")}\`${facts ? ` (${escaped(facts)})` : ''}\n💡 ${ADVICE_WORDS[adviceFor(failure)]}`;
}

export function taskNotFoundSentence(
  word: string,
  project: string,
  nearest: readonly string[],
): string {
  const meant = nearest.map((name) => `*${escaped(name)}*`).join(' or ');
  return `There is no task *${escaped(cut(word, 150))}* in *${escaped(project)}*.${meant ? ` Did you mean ${meant}?` : ''} Choose it here:`;
}

/** What the requester is told at once, for only them to see. */
export function submittedSentence(request: ChangeRequest, channel: string): string {
  return `📨 ${request.id} is submitted: the card is in <#${channel}>. It expires ${moment(request.expiresAtMs)} if nobody decides.`;
}

export const SOMETHING_WENT_WRONG =
  'Something went wrong on my side, and nothing was changed by this click. Please try again in a minute.';

export const NOT_SAVED =
  'This could not be saved just now. What you typed is still here: please submit again in a moment.';

/** What the person who decided reads in place of the review. */
export function decidedSentence(request: ChangeRequest, kind: 'approve' | 'reject'): string {
  if (kind === 'reject')
    return `🚫 You rejected ${request.id}. Nothing is run; the requester is told.`;
  const missing = request.policy.quorum - approvals(request).length;
  return missing > 0
    ? `👍 You approved ${request.id}. ${missing} more must approve before it runs.`
    : `👍 You approved ${request.id}. It is run now; the card tells how it ends.`;
}
