import { missingApprovals } from '#src/approval/policy/asked-people.ts';
import { isHeldBack } from '#src/approval/record/batch.ts';
import {
  approvals,
  type ChangeRequest,
  isNotHeld,
  type Person,
} from '#src/approval/record/change-request.ts';
import { openHalt } from '#src/approval/record/part.ts';
import type { CannotFollow, Refusal } from '#src/approval/record/refusal.ts';
import { isStreamGone } from '#src/approval/record/stream-proof.ts';
import { changeKind, pauses } from '#src/relay/change-kind.ts';
import { adviceFor, errorKey } from '#src/relay/error-catalogue.ts';
import type { FailureReason, PlainReason, WireReason } from '#src/relay/failure-reason.ts';
import type { Failure } from '#src/relay/live-api.ts';
import { taskName } from '#src/relay/relay-task.ts';
import type { Problem, TaskRefusal } from '#src/relay/rules.ts';
import { maskedUrl } from '#src/relay/secret.ts';
import { wireTime, zonedTime } from '#src/relay/time.ts';
import type { Words } from '#src/slack/words/index.ts';
import { visible } from '#src/text/visible.ts';
import { unreadableLines } from './field-value.ts';
import { clock, cut, escaped, escapedWithin, mention, moment, withoutMarkup } from './text.ts';

/** Sentences about a request, a field or a person. All mrkdwn, escaped. */

export function refusalSentence(refusal: Refusal, words: Words): string {
  return sentenceOf(refusal, words, ({ userId }) => mention(userId));
}

/** `name`: how to refer to other people. */
function sentenceOf(refusal: Refusal, words: Words, name: (person: Person) => string): string {
  const { refusals, states, outcome } = words;
  switch (refusal.reason) {
    case 'already_open':
    case 'followed_by':
    case 'part_of':
    case 'way_back_lost':
      return refusals[refusal.reason](refusal.id);
    case 'cannot_follow':
      return refusals.cannot_follow(refusal.id, cannotFollowWhy(refusal, words));
    case 'too_many_open':
      return refusals.too_many_open(String(refusal.open));
    case 'before_predecessor':
    case 'after_follower':
      return refusals[refusal.reason](refusal.id, moment(refusal.atMs));
    case 'frozen':
      return refusals.frozen(moment(refusal.untilMs), escaped(refusal.why));
    case 'already_answered':
    case 'back_too_soon':
    case 'expired':
      return refusals[refusal.reason](moment(refusal.atMs));
    case 'too_many_questions':
      return refusals.too_many_questions(refusal.max);
    case 'already_reviewed':
      return refusals.already_reviewed(name(refusal.person), moment(refusal.atMs));
    case 'task_unreadable':
      return refusals.task_unreadable(unreadableLines(refusal.fields, words));
    case 'source_unplayable':
      return refusals.source_unplayable(refusal.files.join(', '));
    case 'wrong_state': {
      const { state, atMs, person } = refusal;
      return refusals.wrong_state(
        moment(atMs),
        refusal.isNotHeld ? outcome.notHeld : states[state],
        person === undefined ? undefined : name(person),
      );
    }
    default:
      return refusals[refusal.reason];
  }
}

function cannotFollowWhy(refusal: CannotFollow, { chains, states }: Words): string {
  const { cannotFollow } = chains;
  switch (refusal.why) {
    case 'over':
      return cannotFollow.over(states[refusal.state]);
    case 'sets_back':
      return cannotFollow.setsBack(refusal.by);
    case 'followed':
      return cannotFollow.followed(refusal.by);
    case 'early':
      return cannotFollow.early(moment(refusal.fromMs));
    case 'long':
      return cannotFollow.long(refusal.max);
    default:
      return cannotFollow[refusal.why];
  }
}

/**
 * The same without markup, for errors under a field, where Slack renders neither mentions nor times. Times are in the
 * project's time zone.
 */
export function refusalPlain(refusal: Refusal, words: Words, timeZone: string): string {
  if (refusal.reason === 'frozen') {
    return words.frozenInForm(zonedTime(refusal.untilMs, timeZone), visible(refusal.why));
  }
  return withoutMarkup(
    sentenceOf(refusal, words, () => words.somebodyElse),
    timeZone,
  );
}

/** The same as mrkdwn, for a card, with times in the reader's time zone. */
export function problemMarkup(problem: Problem, words: Words): string {
  return problem.code === 'frozen'
    ? words.problems.frozen(moment(problem.untilMs), escaped(problem.why))
    : escaped(problemSentence(problem, words));
}

/** The message under a field, as plain text, since Slack renders no markup there. */
export function problemSentence(problem: Problem, { problems }: Words): string {
  switch (problem.code) {
    case 'urls_too_many':
      return problems.urls_too_many(problem.count, problem.max);
    case 'index_past_list':
      return problems.index_past_list(problem.index + 1, problem.last + 1);
    case 'start_past_end':
      return problems.start_past_end(problem.file, clock(problem.lengthSeconds));
    case 'start_file_moved':
      return problems.start_file_moved(visible(problem.chosen));
    case 'frozen':
      return problems.frozen(wireTime(problem.untilMs), visible(problem.why));
    case 'unknown_value':
      return problems.unknown_value(visible(problem.value));
    case 'url_malformed':
      return problems.url_malformed(problem.line, shownUrl(problem));
    case 'url_too_long':
      return problems.url_too_long(problem.line, problem.max);
    case 'url_scheme_not_allowed':
      return problems.url_scheme_not_allowed(problem.line, shownUrl(problem), problem.schemes);
    case 'url_host_not_allowed':
    case 'url_private_host':
      return problems[problem.code](problem.line, visible(problem.host));
    case 'url_ends_in_mark':
      return problems.url_ends_in_mark(
        problem.line,
        problem.mark,
        encodeURIComponent(problem.mark),
      );
    case 'source_unplayable':
    case 'url_has_credentials':
      return problems[problem.code](problem.line);
    default:
      return problems[problem.code];
  }
}

function shownUrl({ url }: { readonly url: string }): string {
  // A comment, as in a pasted .m3u: as a URL it would be a fragment, which is masked.
  return visible(cut(url.startsWith('#') ? url : maskedUrl(url), 60));
}

/**
 * The state of a request. A change that was accepted but not held is not called applied, and neither is a pause,
 * since viewers see nothing.
 */
export function stateWords(request: ChangeRequest, { states, outcome, batches }: Words): string {
  const { batch } = request;
  if (openHalt(batch)) return batches.waits;
  if (batch?.gone?.length) return outcome.noStream;
  if (batch && request.state === 'failed' && batch.counts?.done) return batches.partly;
  if (request.partOf !== undefined && isHeldBack(request)) return batches.heldBack;
  if (isNotHeld(request)) return outcome.notHeld;
  if (isStreamGone(request)) return outcome.noStream;
  const isPaused = request.state === 'applied' && pauses(request.base, request.change);
  return isPaused ? outcome.paused : states[request.state];
}

/** What a request does, verb first; for a revert, which request it undoes. Plain text. */
export function titleSentence(request: ChangeRequest, { card, batches }: Words): string {
  const { base, change, reverts, batch } = request;
  if (batch) {
    const count = batch.parts.length;
    if (reverts !== undefined) return batches.revertTitle(reverts, count);
    return batch.preset === undefined
      ? batches.typedTitle(count)
      : batches.title(count, batch.preset);
  }
  const title = card.titles[changeKind(base, change)](visible(taskName(base)));
  return reverts === undefined ? title : card.revert(reverts, title);
}

/** How many approvals an open request still needs. */
export function needsSentence(request: ChangeRequest, { card }: Words): string {
  const say = approvals(request).length > 0 ? card.needsMore : card.needs;
  return say(missingApprovals(request));
}

/** A time span in its largest whole unit, as in the configuration. */
export function spanSentence(ms: number, { spans }: Words): string {
  if (ms % 86_400_000 === 0) return spans.days(ms / 86_400_000);
  if (ms % 3_600_000 === 0) return spans.hours(ms / 3_600_000);
  return ms % 60_000 === 0 ? spans.minutes(ms / 60_000) : spans.seconds(ms / 1_000);
}

/** Characters of the API's words, escaped: a section takes 3,000 in all. */
const SAID_MAX = 1_800;

/** A failure of the Live API in a few lines: its own words first, then what to do. */
export function failureSentence(failure: Failure, words: Words): string {
  const { error_code: code, error_msg: message, request_id: id, http_status: status } = failure;
  const given = [code, message].filter(Boolean).join(': ');
  const why = reasonSentence(failure, words);
  const held = failure.kind === 'credentials' && given ? why : undefined;
  const said = [given, held].filter(Boolean).join('. ') || why || failure.kind;
  const facts = [id && `request_id ${id}`, status && `HTTP ${status}`].filter(Boolean).join(', ');
  return `\`${escapedWithin(said, SAID_MAX).replaceAll('`', "'")}\`${facts ? ` (${escaped(facts)})` : ''}\n💡 ${meaningAndAdvice(failure, words)}`;
}

/** A task could not be read, so a form for it cannot be filled. */
export function unreadTask(failure: Failure, words: Words): string {
  return `${words.notices.taskUnread}\n${failureSentence(failure, words)}`;
}

/** Our own explanation of a failure as plain text; undefined if there are only the API's words. */
export function reasonSentence({ reason, detail }: Failure, words: Words): string | undefined {
  return reason ? reasonWords(reason, words) : detail;
}

function reasonWords(reason: FailureReason, words: Words): string {
  const { plain, wire, held, about, signInFailed } = words.reasons;
  if (reason.is === 'sign_in_failed') {
    const { because } = reason;
    return because ? `${signInFailed} ${reasonWords(because, words)}` : signInFailed;
  }
  if ('until' in reason) return held[reason.is](reason.until);
  if (isWireReason(reason, wire)) {
    const what = wire[reason.is];
    return reason.about ? about(what, reason.about) : what;
  }
  return plain[reason.is];
}

type Of<Is> = Extract<FailureReason, { readonly is: Is }>;

function isWireReason(
  reason: Of<WireReason> | Of<PlainReason>,
  wire: Record<WireReason, string>,
): reason is Of<WireReason> {
  return Object.hasOwn(wire, reason.is);
}

/** The meaning of a published error code, and what to do. */
export function meaningAndAdvice(failure: Failure, { advice, errors }: Words): string {
  const key = errorKey(failure.error_code, failure.http_status);
  return [key && errors[key], advice[adviceFor(failure)]].filter(Boolean).join(' ');
}

/** Why a task cannot be changed, and what to do. */
export function taskRefusalSentence(refusal: TaskRefusal, words: Words): string {
  const { notices } = words;
  return refusal.code === 'wrong_source_type'
    ? notices.unchangeable(escaped(refusal.sourceType))
    : notices.unreadableTask(unreadableLines(refusal.fields, words));
}
