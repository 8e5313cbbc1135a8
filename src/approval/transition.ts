import {
  approvals,
  type ChangeRequest,
  type Decision,
  type EventName,
  type HistoryLine,
  type Outcome,
  type Person,
  type State,
} from './change-request.ts';
import type { Refusal } from './refusal.ts';

/** What can happen to a request after it was submitted. */
export type Event =
  | { readonly name: 'approve' | 'reject'; readonly decision: Decision }
  | { readonly name: 'withdraw'; readonly person: Person }
  | { readonly name: 'expire' }
  | { readonly name: 'claim' }
  | { readonly name: 'send' }
  | { readonly name: 'succeed' | 'fail' | 'lose' | 'drift'; readonly outcome: Outcome };

/**
 * Where each event leads from each state; what is not here is refused. An approval short of the
 * quorum stays `pending`. `send` marks the moment before the PUT: until then a claim may be taken
 * over by another replica, which makes the first one's version stale; after it, never.
 */
export const TRANSITIONS: Record<State, Partial<Record<EventName, State>>> = {
  pending: { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn', expire: 'expired' },
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
  failed: {},
  rejected: {},
  withdrawn: {},
  expired: {},
  stale: {},
};

export type Transition =
  | { readonly ok: true; readonly next: ChangeRequest; readonly effects: Effects }
  | { readonly ok: false; readonly refusal: Refusal };

/** What has to be written together with the next version of the request. */
export interface Effects {
  /** Entries for the dispatcher, in order. */
  readonly outbox: readonly OutboxEntry[];
  /** Entries that become due at a time; an equal entry that is set already is moved. */
  readonly timers: readonly { readonly entry: OutboxEntry; readonly dueMs: number }[];
  readonly dropTimers: readonly OutboxEntry[];
  /** Whether the request takes or gives back its relay task: one change at a time runs on a task. */
  readonly lock?: 'take' | 'release';
}

/**
 * - `show`: bring card, thread and result message in line with the store
 * - `execute`: carry out an approved request, or take over one that a dead replica was applying
 * - `expire`: the deadline has come
 * - `settle`: find out by reading what became of an unconfirmed one
 */
export interface OutboxEntry {
  readonly kind: 'show' | 'execute' | 'expire' | 'settle';
  readonly request: string;
}

/** The next version of a request after an event, with what must be written beside it. Pure. */
export function transition(request: ChangeRequest, event: Event, nowMs: number): Transition {
  const to = TRANSITIONS[request.state][event.name];
  const isLate = event.name === 'claim' && request.sentAtMs !== undefined;
  if (to === undefined || isLate) return { ok: false, refusal: wrongState(request) };
  const refusal = deadlineRefusal(request, event, nowMs);
  if (refusal) return { ok: false, refusal };

  const decisions =
    'decision' in event ? [...request.decisions, event.decision] : request.decisions;
  const isShort =
    event.name === 'approve' && approvals({ ...request, decisions }).length < request.policy.quorum;
  const state = isShort ? 'pending' : to;
  const next: ChangeRequest = {
    ...request,
    version: request.version + 1,
    state,
    decisions,
    history: [...request.history, historyLine(event, state, nowMs)],
    ...(event.name === 'send' ? { sentAtMs: nowMs } : {}),
    ...('outcome' in event ? { outcome: event.outcome } : {}),
  };
  return { ok: true, next, effects: effectsOf(request, next) };
}

/** A decision counts only before the deadline, whatever the sweeper has painted; so does a claim. */
function deadlineRefusal(request: ChangeRequest, event: Event, nowMs: number): Refusal | undefined {
  const isPast = nowMs >= request.expiresAtMs;
  if (event.name === 'expire') return isPast ? undefined : wrongState(request);
  const isBound = ['approve', 'reject', 'withdraw'].includes(event.name);
  return isPast && isBound && request.state === 'pending'
    ? { reason: 'expired', atMs: request.expiresAtMs }
    : undefined;
}

function wrongState(request: ChangeRequest): Refusal {
  const last = request.history.at(-1);
  return {
    reason: 'wrong_state',
    state: request.state,
    atMs: last?.atMs ?? request.createdAtMs,
    ...(last?.person ? { person: last.person } : {}),
  };
}

function historyLine(event: Event, state: State, atMs: number): HistoryLine {
  const person =
    'decision' in event ? event.decision.person : 'person' in event ? event.person : undefined;
  return { event: event.name, state, atMs, ...(person ? { person } : {}) };
}

/** How long after a lost answer the task is read to find out, in milliseconds. */
export const SETTLE_AFTER_MS = 5_000;

function effectsOf(before: ChangeRequest, next: ChangeRequest): Effects {
  const request = next.id;
  const settle: OutboxEntry = { kind: 'settle', request };
  const last = next.history.at(-1);
  // A claim and the moment before the PUT are milliseconds away from a result: nobody could read them.
  const isShown = last?.event !== 'send';
  const effects: Effects = {
    outbox: isShown ? [{ kind: 'show', request }] : [],
    timers: [],
    dropTimers: [],
  };
  if (next.state === 'applying') return { ...effects, lock: 'take' };
  if (next.state === before.state) return effects;
  if (next.state === 'approved') {
    return {
      ...effects,
      outbox: [{ kind: 'execute', request }, ...effects.outbox],
      dropTimers: [{ kind: 'expire', request }],
    };
  }
  if (next.state === 'unconfirmed') {
    const dueMs = (last?.atMs ?? 0) + SETTLE_AFTER_MS;
    return { ...effects, timers: [{ entry: settle, dueMs }] };
  }
  const held = before.state === 'applying' || before.state === 'unconfirmed';
  return {
    ...effects,
    dropTimers: [{ kind: 'expire', request }, settle],
    ...(held ? { lock: 'release' } : {}),
  };
}

/** What a request brings along when it is first written. */
export function effectsOfSubmit(request: ChangeRequest): Effects {
  return {
    outbox: [{ kind: 'show', request: request.id }],
    timers: [{ entry: { kind: 'expire', request: request.id }, dueMs: request.expiresAtMs }],
    dropTimers: [],
  };
}
