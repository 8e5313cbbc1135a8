import { missingApprovals } from '#src/approval/policy/asked-people.ts';
import { awaitsReview } from '#src/approval/record/break-glass.ts';
import {
  type ChangeRequest,
  isNotHeld,
  type EventName,
  type HistoryLine,
  type State,
} from '#src/approval/record/change-request.ts';
import type { Event } from '#src/approval/record/event.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { approvedAtMs, missedFromMs, runsAtMs } from '#src/approval/record/request-times.ts';
import { effectsInBatch } from './batch-effects.ts';
import { haltRefusal, isAnswered, isOutOfPlace, partRefusal } from './batch-rules.ts';
import { type Effects, effectsOf } from './effects.ts';
import { isMarkLost } from './recover.ts';
import { withEvent } from './with-event.ts';

/** What the store lost, or the API did late, may turn up in any state in which nothing is running. */
const AFTER_ALL = { recover: 'applying', late_effect: 'applied' } as const;

/**
 * Where each event leads from each state; everything else is refused. An approval short of the quorum stays
 * `pending`. `send` marks the moment before the PUT: until then another replica may take over a claim, which makes
 * the first replica's version stale; after it, never.
 */
export const TRANSITIONS: Record<State, Partial<Record<EventName, State>>> = {
  pending: {
    approve: 'approved',
    reject: 'rejected',
    withdraw: 'withdrawn',
    expire: 'expired',
    remind: 'pending',
    escalate: 'pending',
    edit: 'pending',
    move: 'pending',
    rebase: 'pending',
    hold_link: 'held',
    cancel: 'withdrawn',
    approve_part: 'approved',
    ask: 'pending',
    answer: 'pending',
    ...AFTER_ALL,
  },
  approved: {
    claim: 'applying',
    begin: 'applying',
    move: 'approved',
    worsen: 'approved',
    mend: 'approved',
    ask: 'approved',
    answer: 'approved',
    reject: 'rejected',
    withdraw: 'withdrawn',
    expire: 'expired',
    hold_link: 'held',
    cancel: 'withdrawn',
    ...AFTER_ALL,
  },
  applying: {
    claim: 'applying',
    send: 'applying',
    succeed: 'applied',
    fail: 'failed',
    lose: 'unconfirmed',
    drift: 'stale',
    all_done: 'applied',
    some_failed: 'failed',
    part_gone: 'applying',
    part_late: 'applying',
    halt: 'applying',
    go_on: 'applying',
    stop_rest: 'applying',
    hold_back: 'pending',
    hold_link: 'held',
    cancel: 'withdrawn',
    recover: 'applying',
  },
  unconfirmed: { succeed: 'applied', fail: 'failed' },
  held: {
    hold_link: 'held',
    remind: 'held',
    escalate: 'held',
    ask: 'held',
    answer: 'held',
    edit: 'pending',
    rebase: 'pending',
    reject: 'rejected',
    withdraw: 'withdrawn',
    expire: 'expired',
    cancel: 'withdrawn',
    ...AFTER_ALL,
  },
  applied: {
    ask_review: 'applied',
    after_review: 'applied',
    late_effect: 'applied',
    overwritten: 'applied',
    stream_present: 'applied',
    stream_absent: 'applied',
    stream_gone: 'applied',
    part_gone: 'applied',
  },
  failed: {
    retry: 'approved',
    part_gone: 'failed',
    part_late: 'failed',
    ask_review: 'failed',
    after_review: 'failed',
    ...AFTER_ALL,
  },
  rejected: { ask_review: 'rejected', after_review: 'rejected', ...AFTER_ALL },
  withdrawn: { ask_review: 'withdrawn', after_review: 'withdrawn', ...AFTER_ALL },
  expired: { ask_review: 'expired', after_review: 'expired', ...AFTER_ALL },
  stale: { ask_review: 'stale', after_review: 'stale', ...AFTER_ALL },
};

export type Transition =
  | { readonly ok: true; readonly next: ChangeRequest; readonly effects: Effects }
  | { readonly ok: false; readonly refusal: Refusal };

/** The next version of a request after an event, with what must be written together with it. Pure. */
export function transition(request: ChangeRequest, event: Event, nowMs: number): Transition {
  const to = TRANSITIONS[request.state][event.name];
  // Once the PUT may have been sent, nobody claims the request and nobody sends it again.
  const isOnce = ['claim', 'send', 'hold_back', 'hold_link', 'cancel'].includes(event.name);
  const isLate = isOnce && request.sentAtMs !== undefined;
  if (to === undefined || isLate || isUnstoppable(request, event) || isKnown(request, event)) {
    return { ok: false, refusal: wrongState(request) };
  }
  if (isOutOfPlace(request, event)) return { ok: false, refusal: wrongState(request) };
  const refusal =
    tooEarly(request, event, nowMs) ??
    partRefusal(request, event) ??
    haltRefusal(request, event, nowMs) ??
    reviewRefusal(request, event) ??
    deadlineRefusal(request, event, nowMs);
  if (refusal) return { ok: false, refusal };

  const changed = withEvent(request, event, nowMs);
  const state = stateAfter(request, event, changed, to);
  const next: ChangeRequest = {
    ...changed,
    // A part does not wait again: its batch has.
    runAtMs:
      event.name === 'approve_part'
        ? changed.runAtMs
        : runAtMsAfter(request, changed, state, nowMs),
    version: request.version + 1,
    state,
    history: [...changed.history, historyLine(event, state, nowMs)],
  };
  const effects = effectsInBatch(effectsOf(request, next, event), request, next);
  return { ok: true, next, effects };
}

/** Where the table leads to, unless there are fewer approvals than it takes. */
function stateAfter(
  request: ChangeRequest,
  event: Event,
  changed: ChangeRequest,
  to: State,
): State {
  if (event.name === 'move') {
    const isApproved = request.state === 'approved' && event.voided === undefined;
    return isApproved && missingApprovals(changed) === 0 ? to : 'pending';
  }
  const isShort = 'needed' in event && missingApprovals(changed) > 0;
  return isShort && event.name !== 'reject' ? 'pending' : to;
}

/** A hold counts from the approval, also after a move. */
function runAtMsAfter(
  request: ChangeRequest,
  changed: ChangeRequest,
  state: State,
  nowMs: number,
): number | undefined {
  if (state !== 'approved') return changed.runAtMs;
  if (request.state !== state) return runAtMs(changed, nowMs);
  const isMoved = changed.applyAtMs !== request.applyAtMs;
  return isMoved ? runAtMs(changed, approvedAtMs(request) ?? nowMs) : changed.runAtMs;
}

/** When a request that is approved now is to run: not before its time, and not within its hold. */
export function runAtMs(
  { applyAtMs, policy }: Pick<ChangeRequest, 'applyAtMs' | 'policy'>,
  approvedMs: number,
): number | undefined {
  const holdsUntilMs = policy.holdMs ? approvedMs + policy.holdMs : 0;
  return Math.max(applyAtMs ?? 0, holdsUntilMs) || undefined;
}

/** A request that was approved to run at once is as good as running; one that waits for its time can be stopped. */
function isUnstoppable(request: ChangeRequest, event: Event): boolean {
  return request.state === 'approved' && event.name === 'reject' && runsAtMs(request) === undefined;
}

/** What is found out after the end is told once. */
function isKnown(request: ChangeRequest, event: Event): boolean {
  switch (event.name) {
    case 'recover':
      return !isMarkLost(event.lost, request);
    case 'late_effect':
      return request.lateUntilMs === undefined;
    case 'overwritten':
      return request.overwritten?.by === event.by;
    case 'part_gone':
      return request.batch?.gone?.includes(event.part) === true;
    case 'part_late':
      return request.batch?.late?.includes(event.part) === true;
    case 'halt':
    case 'go_on':
    case 'stop_rest':
      return isAnswered(request, event);
    default:
      return false;
  }
}

/** It was moved to a later time while somebody was about to run it. */
function tooEarly(request: ChangeRequest, event: Event, nowMs: number): Refusal | undefined {
  const isEarly = request.state === 'approved' && nowMs < (runsAtMs(request) ?? 0);
  return event.name === 'claim' && isEarly ? { reason: 'busy' } : undefined;
}

/** Only a break-glass is signed off afterwards, and only once. */
function reviewRefusal(request: ChangeRequest, event: Event): Refusal | undefined {
  if (event.name !== 'ask_review' && event.name !== 'after_review') return undefined;
  if (awaitsReview(request)) return undefined;
  const { afterReview } = request;
  return afterReview ? { reason: 'already_reviewed', ...afterReview } : wrongState(request);
}

/** A decision counts only before the deadline, whether or not the request is marked as expired yet. */
function deadlineRefusal(request: ChangeRequest, event: Event, nowMs: number): Refusal | undefined {
  const isApproved = request.state === 'approved';
  const deadlineMs = isApproved ? missedFromMs(request) : request.expiresAtMs;
  const isPast = nowMs >= deadlineMs;
  if (event.name === 'expire') {
    return isPast || event.withBatch ? undefined : wrongState(request);
  }
  // A request that nobody decided on can be withdrawn at any time, and what was sent in time has happened.
  const isBound =
    (['pending', 'held'].includes(request.state) &&
      !['withdraw', 'approve_part', 'recover', 'late_effect'].includes(event.name)) ||
    (isApproved && (event.name === 'claim' || event.name === 'move'));
  return isPast && isBound ? { reason: 'expired', atMs: deadlineMs } : undefined;
}

/** Names the person who decided last: what relaydesk itself did after that does not say who was faster. */
export function wrongState(request: ChangeRequest): Refusal {
  const { history } = request;
  const last = history.findLast((line) => line.person !== undefined) ?? history.at(-1);
  return {
    reason: 'wrong_state',
    state: request.state,
    isNotHeld: isNotHeld(request) || undefined,
    atMs: last?.atMs ?? request.createdAtMs,
    person: last?.person,
  };
}

function historyLine(event: Event, state: State, nowMs: number): HistoryLine {
  const lineOf = ({ atMs, person }: Pick<HistoryLine, 'atMs' | 'person'>): HistoryLine => {
    return { event: event.name, state, atMs, person };
  };
  // A decision and its line have the same time: the note of a line is found by it.
  if ('decision' in event) return lineOf(event.decision);
  if ('review' in event) return lineOf(event.review);
  if ('question' in event) return lineOf(event.question);
  if ('answer' in event) return lineOf(event.answer);
  return lineOf({ atMs: nowMs, person: 'person' in event ? event.person : undefined });
}
