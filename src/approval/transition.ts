import { missingApprovals } from './asked-people.ts';
import {
  awaitsReview,
  type ChangeRequest,
  isNotHeld,
  type EventName,
  type HistoryLine,
  type State,
} from './change-request.ts';
import { type Effects, effectsOf } from './effects.ts';
import type { Event } from './event.ts';
import { lookedForMs } from './look.ts';
import { isMarkLost, recovered } from './recover.ts';
import type { Refusal } from './refusal.ts';
import { missedFromMs, runsAtMs } from './request-times.ts';
import { withNews } from './stream-proof.ts';

/** What the store lost, or the API did late, may turn up in any state in which no run is under way. */
const AFTER_ALL = { recover: 'applying', late_effect: 'applied' } as const;

/**
 * Where each event leads from each state; what is not here is refused. An approval short of the
 * quorum stays `pending`. `send` marks the moment before the PUT: until then a claim may be taken
 * over by another replica, which makes the first one's version stale; after it, never.
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
    rebase: 'pending',
    ...AFTER_ALL,
  },
  approved: {
    claim: 'applying',
    worsen: 'approved',
    mend: 'approved',
    reject: 'rejected',
    withdraw: 'withdrawn',
    expire: 'expired',
    ...AFTER_ALL,
  },
  applying: {
    claim: 'applying',
    send: 'applying',
    succeed: 'applied',
    fail: 'failed',
    lose: 'unconfirmed',
    drift: 'stale',
    hold_back: 'pending',
    recover: 'applying',
  },
  unconfirmed: { succeed: 'applied', fail: 'failed' },
  applied: {
    ask_review: 'applied',
    after_review: 'applied',
    late_effect: 'applied',
    overwritten: 'applied',
    stream_present: 'applied',
    stream_absent: 'applied',
    stream_gone: 'applied',
  },
  failed: { retry: 'approved', ask_review: 'failed', after_review: 'failed', ...AFTER_ALL },
  rejected: { ask_review: 'rejected', after_review: 'rejected', ...AFTER_ALL },
  withdrawn: { ask_review: 'withdrawn', after_review: 'withdrawn', ...AFTER_ALL },
  expired: { ask_review: 'expired', after_review: 'expired', ...AFTER_ALL },
  stale: { ask_review: 'stale', after_review: 'stale', ...AFTER_ALL },
};

export type Transition =
  | { readonly ok: true; readonly next: ChangeRequest; readonly effects: Effects }
  | { readonly ok: false; readonly refusal: Refusal };

/** The next version of a request after an event, with what must be written beside it. Pure. */
export function transition(request: ChangeRequest, event: Event, nowMs: number): Transition {
  const to = TRANSITIONS[request.state][event.name];
  // Once the PUT may have left, nobody claims the request and nobody sends it again.
  const isOnce = ['claim', 'send', 'hold_back'].includes(event.name);
  const isLate = isOnce && request.sentAtMs !== undefined;
  if (to === undefined || isLate || isUnstoppable(request, event) || isKnown(request, event)) {
    return { ok: false, refusal: wrongState(request) };
  }
  const refusal = reviewRefusal(request, event) ?? deadlineRefusal(request, event, nowMs);
  if (refusal) return { ok: false, refusal };

  const changed = withEvent(request, event, nowMs);
  const isShort = 'needed' in event && missingApprovals(changed) > 0;
  const state = isShort && event.name !== 'reject' ? 'pending' : to;
  const next: ChangeRequest = {
    ...changed,
    runAtMs:
      state === 'approved' && request.state !== state ? runAtMs(changed, nowMs) : changed.runAtMs,
    version: request.version + 1,
    state,
    history: [...changed.history, historyLine(event, state, nowMs)],
  };
  return { ok: true, next, effects: effectsOf(request, next, event) };
}

/** The time that was asked for has come before: it runs as soon as it is approved again. */
const AT_ONCE = { applyAtMs: undefined, runAtMs: undefined };

/** The record after an event, but for its version, state and history. */
function withEvent(request: ChangeRequest, event: Event, nowMs: number): ChangeRequest {
  switch (event.name) {
    case 'approve':
    case 'reject':
      return {
        ...request,
        decisions: [...request.decisions, event.decision],
        policy: { ...request.policy, ...event.needed },
        ...event.found,
      };
    case 'edit':
    case 'rebase':
      return {
        ...request,
        ...event.content,
        changedSources: undefined,
        contentVersion: request.version + 1,
        decisions: [],
      };
    case 'retry':
      return triedAgain(request, event);
    case 'worsen':
      return { ...request, ahead: event.ahead };
    case 'mend':
      return { ...request, ahead: undefined };
    case 'hold_back':
      return heldBack(request, event);
    case 'after_review':
      return { ...request, afterReview: event.review };
    case 'send':
      return {
        ...request,
        sentAtMs: nowMs,
        changedSources: event.changedSources?.length ? event.changedSources : undefined,
      };
    case 'fail':
    case 'succeed':
    case 'lose':
    case 'drift':
      return withOutcome(request, event, nowMs);
    case 'recover':
      return recovered(request, event.lost);
    case 'late_effect':
      return {
        ...request,
        outcome: event.outcome,
        lateUntilMs: undefined,
        lateEffect: { atMs: nowMs, over: event.over },
      };
    case 'overwritten':
      return { ...request, overwritten: { by: event.by, atMs: nowMs } };
    case 'stream_present':
    case 'stream_absent':
    case 'stream_gone':
      return { ...request, stream: withNews(request.stream, event, nowMs) };
    default:
      return request;
  }
}

function heldBack(
  request: ChangeRequest,
  event: Extract<Event, { readonly name: 'hold_back' }>,
): ChangeRequest {
  const { found, changedSources, policy, expiresAtMs } = event;
  return {
    ...request,
    ...AT_ONCE,
    ...found,
    ahead: undefined,
    contentVersion: request.version + 1,
    decisions: [],
    changedSources: changedSources.length > 0 ? changedSources : undefined,
    policy,
    expiresAtMs,
  };
}

/**
 * A new approval of the same payload: how the old one ended is in the audit and the history. An older version is an
 * older try.
 */
function triedAgain(
  request: ChangeRequest,
  event: Extract<Event, { readonly name: 'retry' }>,
): ChangeRequest {
  return {
    ...request,
    outcome: undefined,
    changedSources: undefined,
    sentAtMs: undefined,
    ...AT_ONCE,
    contentVersion: request.version + 1,
    decisions: [event.decision],
    policy: { ...request.policy, ...event.needed },
    ...event.found,
    expiresAtMs: event.expiresAtMs,
  };
}

function withOutcome(
  request: ChangeRequest,
  { name, outcome }: Extract<Event, { readonly name: 'fail' | 'succeed' | 'lose' | 'drift' }>,
  nowMs: number,
): ChangeRequest {
  if (name !== 'fail' || request.state !== 'unconfirmed') return { ...request, outcome };
  // It was looked for in vain, which is no proof that it never comes.
  return { ...request, outcome, lateUntilMs: nowMs + lookedForMs('late_put') };
}

/** When a request that is approved now is to run: not before its time, and not within its hold. */
export function runAtMs(
  { applyAtMs, policy }: Pick<ChangeRequest, 'applyAtMs' | 'policy'>,
  approvedMs: number,
): number | undefined {
  const holdsUntilMs = policy.holdMs ? approvedMs + policy.holdMs : 0;
  return Math.max(applyAtMs ?? 0, holdsUntilMs) || undefined;
}

/** What was approved to run at once is as good as running; what waits for its time can be stopped. */
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
    default:
      return false;
  }
}

/** Only a break-glass is reviewed afterwards, and only once. */
function reviewRefusal(request: ChangeRequest, event: Event): Refusal | undefined {
  if (event.name !== 'ask_review' && event.name !== 'after_review') return undefined;
  if (awaitsReview(request)) return undefined;
  const { afterReview } = request;
  return afterReview ? { reason: 'already_reviewed', ...afterReview } : wrongState(request);
}

/** A decision counts only before the deadline, whether or not the request was marked as expired yet. */
function deadlineRefusal(request: ChangeRequest, event: Event, nowMs: number): Refusal | undefined {
  const isApproved = request.state === 'approved';
  const deadlineMs = isApproved ? missedFromMs(request) : request.expiresAtMs;
  const isPast = nowMs >= deadlineMs;
  if (event.name === 'expire') return isPast ? undefined : wrongState(request);
  // Taking back what nobody decided on harms nobody, however late.
  const isBound =
    (request.state === 'pending' && event.name !== 'withdraw') ||
    (isApproved && event.name === 'claim');
  return isPast && isBound ? { reason: 'expired', atMs: deadlineMs } : undefined;
}

/** Names the person who decided last: what relaydesk itself did after that does not say who was faster. */
function wrongState(request: ChangeRequest): Refusal {
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
  // A decision and its line carry the same time: the note of a line is found by it.
  if ('decision' in event) return lineOf(event.decision);
  if ('review' in event) return lineOf(event.review);
  return lineOf({ atMs: nowMs, person: 'person' in event ? event.person : undefined });
}
