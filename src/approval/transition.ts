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
  | {
      readonly name: 'approve' | 'reject';
      readonly decision: Decision;
      /** How many approvals it takes today; the request's own quorum is the least. */
      readonly quorum: number;
    }
  | { readonly name: 'withdraw'; readonly person: Person }
  | { readonly name: 'expire' }
  | { readonly name: 'claim' }
  | { readonly name: 'remind' | 'escalate'; readonly remindAfterMs?: number }
  | { readonly name: 'send' }
  | { readonly name: 'succeed' | 'fail' | 'lose' | 'drift'; readonly outcome: Outcome };

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
 * - `remind`, `escalate`: nobody has decided yet
 */
export interface OutboxEntry {
  readonly kind: 'show' | 'execute' | 'expire' | 'settle' | 'remind' | 'escalate';
  readonly request: string;
}

/** The next version of a request after an event, with what must be written beside it. Pure. */
export function transition(request: ChangeRequest, event: Event, nowMs: number): Transition {
  const to = TRANSITIONS[request.state][event.name];
  // Once the PUT may have left, nobody claims the request and nobody sends it again.
  const isOnce = event.name === 'claim' || event.name === 'send';
  const isLate = isOnce && request.sentAtMs !== undefined;
  if (to === undefined || isLate) return { ok: false, refusal: wrongState(request) };
  const refusal = deadlineRefusal(request, event, nowMs);
  if (refusal) return { ok: false, refusal };

  const decisions =
    'decision' in event ? [...request.decisions, event.decision] : request.decisions;
  const isShort =
    event.name === 'approve' && approvals({ ...request, decisions }).length < event.quorum;
  const state = isShort ? 'pending' : to;
  const next: ChangeRequest = {
    ...request,
    version: request.version + 1,
    state,
    decisions,
    history: [...request.history, historyLine(event, state, nowMs)],
    ...('quorum' in event ? { policy: { ...request.policy, quorum: event.quorum } } : {}),
    ...(event.name === 'send' ? { sentAtMs: nowMs } : {}),
    ...('outcome' in event ? { outcome: event.outcome } : {}),
  };
  return { ok: true, next, effects: effectsOf(request, next, event) };
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

function effectsOf(before: ChangeRequest, next: ChangeRequest, event: Event): Effects {
  const request = next.id;
  const settle: OutboxEntry = { kind: 'settle', request };
  const last = next.history.at(-1);
  const atMs = last?.atMs ?? 0;
  // A claim and the moment before the PUT are milliseconds away from a result: nobody could read them.
  const isShown = last?.event !== 'send';
  const effects: Effects = {
    outbox: isShown ? [{ kind: 'show', request }] : [],
    timers: [],
    dropTimers: [],
  };
  if (event.name === 'remind') return { ...effects, timers: nextReminder(next, event, atMs) };
  if (next.state === 'applying') return { ...effects, lock: 'take' };
  if (next.state === before.state) return effects;
  if (next.state === 'approved') {
    return {
      ...effects,
      outbox: [{ kind: 'execute', request }, ...effects.outbox],
      dropTimers: waitingTimers(request),
    };
  }
  if (next.state === 'unconfirmed') {
    const dueMs = atMs + SETTLE_AFTER_MS;
    return { ...effects, timers: [{ entry: settle, dueMs }] };
  }
  const held = before.state === 'applying' || before.state === 'unconfirmed';
  return {
    ...effects,
    dropTimers: [...waitingTimers(request), settle],
    ...(held ? { lock: 'release' } : {}),
  };
}

/** The timers of a request that waits for a decision. */
function waitingTimers(request: string): OutboxEntry[] {
  return (['expire', 'remind', 'escalate'] as const).map((kind) => ({ kind, request }));
}

/** Each reminder comes after twice the time of the one before, so that it does not become noise. */
function nextReminder(
  request: ChangeRequest,
  event: { readonly remindAfterMs?: number },
  atMs: number,
): Effects['timers'] {
  if (event.remindAfterMs === undefined) return [];
  const told = request.history.filter((line) => line.event === 'remind').length;
  const dueMs = atMs + event.remindAfterMs * 2 ** told;
  return dueMs < request.expiresAtMs
    ? [{ entry: { kind: 'remind', request: request.id }, dueMs }]
    : [];
}

/** What a request brings along when it is first written. */
export function effectsOfSubmit(
  request: ChangeRequest,
  waiting: {
    readonly remindAfterMs?: number | undefined;
    readonly escalate?: { readonly afterMs: number } | undefined;
  },
): Effects {
  const { id, createdAtMs } = request;
  const show: OutboxEntry = { kind: 'show', request: id };
  if (request.state === 'approved') {
    return { outbox: [{ kind: 'execute', request: id }, show], timers: [], dropTimers: [] };
  }
  const at = (kind: OutboxEntry['kind'], afterMs: number | undefined): Effects['timers'] =>
    afterMs === undefined ? [] : [{ entry: { kind, request: id }, dueMs: createdAtMs + afterMs }];
  return {
    outbox: [show],
    timers: [
      ...at('expire', request.expiresAtMs - createdAtMs),
      ...at('remind', waiting.remindAfterMs),
      ...at('escalate', waiting.escalate?.afterMs),
    ],
    dropTimers: [],
  };
}
