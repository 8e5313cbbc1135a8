import {
  approvals,
  type ChangeRequest,
  type EventName,
  type HistoryLine,
  type State,
} from './change-request.ts';
import { type Effects, effectsOf } from './effects.ts';
import type { Event } from './event.ts';
import type { Refusal } from './refusal.ts';

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
  },
  approved: { claim: 'applying', withdraw: 'withdrawn', expire: 'expired' },
  applying: {
    claim: 'applying',
    send: 'applying',
    succeed: 'applied',
    fail: 'failed',
    lose: 'unconfirmed',
    drift: 'stale',
  },
  unconfirmed: { succeed: 'applied', fail: 'failed' },
  applied: {},
  failed: { retry: 'approved' },
  rejected: {},
  withdrawn: {},
  expired: {},
  stale: {},
};

export type Transition =
  | { readonly ok: true; readonly next: ChangeRequest; readonly effects: Effects }
  | { readonly ok: false; readonly refusal: Refusal };

/** The next version of a request after an event, with what must be written beside it. Pure. */
export function transition(request: ChangeRequest, event: Event, nowMs: number): Transition {
  const to = TRANSITIONS[request.state][event.name];
  // Once the PUT may have left, nobody claims the request and nobody sends it again.
  const isOnce = event.name === 'claim' || event.name === 'send';
  const isLate = isOnce && request.sentAtMs !== undefined;
  if (to === undefined || isLate) return { ok: false, refusal: wrongState(request) };
  const refusal = deadlineRefusal(request, event, nowMs);
  if (refusal) return { ok: false, refusal };

  const changed = withEvent(request, event, nowMs);
  const isShort = 'quorum' in event && approvals(changed).length < event.quorum;
  const state = isShort && event.name !== 'reject' ? 'pending' : to;
  const next: ChangeRequest = {
    ...changed,
    version: request.version + 1,
    state,
    history: [...request.history, historyLine(event, state, nowMs)],
  };
  return { ok: true, next, effects: effectsOf(request, next, event) };
}

/** The record after an event, but for its version, state and history. */
function withEvent(request: ChangeRequest, event: Event, nowMs: number): ChangeRequest {
  switch (event.name) {
    case 'approve':
    case 'reject':
      return {
        ...request,
        decisions: [...request.decisions, event.decision],
        policy: { ...request.policy, quorum: event.quorum },
      };
    case 'edit':
    case 'rebase':
      return {
        ...request,
        ...event.content,
        contentVersion: request.version + 1,
        decisions: [],
      };
    case 'retry': {
      // A new approval of the same payload: what came of the old one is in the audit and the thread.
      const { outcome: _outcome, sentAtMs: _sentAtMs, ...rest } = request;
      const policy = { ...request.policy, quorum: event.quorum };
      return { ...rest, decisions: [event.decision], policy, expiresAtMs: event.expiresAtMs };
    }
    case 'send':
      return { ...request, sentAtMs: nowMs };
    case 'succeed':
    case 'fail':
    case 'lose':
    case 'drift':
      return { ...request, outcome: event.outcome };
    default:
      return request;
  }
}

/** How late a scheduled request may still run: after that it is a surprise, not what was approved. */
export const MISSED_AFTER_MS = 15 * 60_000;

/** A decision counts only before the deadline, whatever the sweeper has painted. */
function deadlineRefusal(request: ChangeRequest, event: Event, nowMs: number): Refusal | undefined {
  const isScheduled = request.state === 'approved' && request.applyAtMs !== undefined;
  const deadlineMs = isScheduled ? (request.applyAtMs ?? 0) + MISSED_AFTER_MS : request.expiresAtMs;
  const isPast = nowMs >= deadlineMs;
  if (event.name === 'expire') {
    const mayExpire = request.state === 'pending' || isScheduled;
    return isPast && mayExpire ? undefined : wrongState(request);
  }
  const isBound = request.state === 'pending' || (isScheduled && event.name === 'claim');
  return isPast && isBound ? { reason: 'expired', atMs: deadlineMs } : undefined;
}

/** Names whoever decided last: what the desk itself did after that is no answer to "who was faster". */
function wrongState(request: ChangeRequest): Refusal {
  const { history } = request;
  const last = history.findLast((line) => line.person !== undefined) ?? history.at(-1);
  return {
    reason: 'wrong_state',
    state: request.state,
    atMs: last?.atMs ?? request.createdAtMs,
    ...(last?.person ? { person: last.person } : {}),
  };
}

function historyLine(event: Event, state: State, nowMs: number): HistoryLine {
  // A decision and its line carry the same time: the thread finds the note of a line by it.
  if ('decision' in event) {
    const { person, atMs } = event.decision;
    return { event: event.name, state, atMs, person };
  }
  const person = 'person' in event ? event.person : undefined;
  return { event: event.name, state, atMs: nowMs, ...(person ? { person } : {}) };
}
