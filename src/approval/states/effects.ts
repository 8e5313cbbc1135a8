import { awaitsReview } from '#src/approval/record/break-glass.ts';
import {
  type ChangeRequest,
  type HistoryLine,
  type Person,
  isClosed,
} from '#src/approval/record/change-request.ts';
import type { OutboxEntry } from '#src/approval/record/entry-kinds.ts';
import type { Event, Reminding } from '#src/approval/record/event.ts';
import { toLookName } from '#src/approval/record/look.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import { isStreamLookedFor } from '#src/approval/record/stream-proof.ts';
import { concernsFollowers } from './chain.ts';
import { linesLost } from './recover.ts';
import {
  expiry,
  firstLook,
  nextReminder,
  plannedTimers,
  remindingBy,
  runningTimers,
  timer,
  type Timers,
  waitingFrom,
  waitingTimers,
} from './timers.ts';

/** What has to be written together with the next version of the request. */
export interface Effects {
  /** Entries for the dispatcher, in order. */
  readonly outbox: readonly OutboxEntry[];
  readonly timers: Timers;
  readonly dropTimers: readonly OutboxEntry[];
  /** What only the audit keeps of this transition. */
  readonly noted?: Readonly<Record<string, unknown>>;
  /** Whether the request locks its relay task or releases it: one change at a time runs on a task. */
  readonly lock?: 'take' | 'release' | undefined;
  /** Whose open requests are counted before the write. */
  readonly openRequestLimit?: OpenRequestLimit | undefined;
}

/** The limits on open requests of one human being: one for each relay task, and a number in the project. */
export interface OpenRequestLimit {
  /** All accounts of this human being. */
  readonly accounts: readonly Person[];
  /** How many requests they may have open in the project. Undefined: any number. */
  readonly mostOpen?: number | undefined;
  /** The chain that a link joins. */
  readonly joins?: JoinedChain | undefined;
}

/** What was open for the task when a link was checked. */
export interface JoinedChain {
  /** Ids of the chain: its requester may have these open beside the link. */
  readonly chain: readonly string[];
  /** All that was open. With another one beside it nothing is written: that may follow the same predecessor. */
  readonly open: readonly string[];
}

/** The effects of two steps that are written together. */
export function mergeEffects(first: Effects, second: Effects): Effects {
  return {
    ...first,
    outbox: [...first.outbox, ...second.outbox],
    timers: [
      ...first.timers.filter(({ entry }) => !isAmong(entry, second.dropTimers)),
      ...second.timers,
    ],
    dropTimers: [...first.dropTimers, ...second.dropTimers],
    lock: second.lock ?? first.lock,
  };
}

function isAmong(entry: OutboxEntry, entries: readonly OutboxEntry[]): boolean {
  return entries.some(({ kind, request }) => kind === entry.kind && request === entry.request);
}

/** How long after a lost reply the task is read to find out, in milliseconds. */
export const SETTLE_AFTER_MS = 5_000;

/** What must be written together with a transition. Pure. */
export function effectsOf(before: ChangeRequest, next: ChangeRequest, event: Event): Effects {
  const effects = ownEffectsOf(before, next, event);
  const told = [
    ...(concernsFollowers(before, next, event) ? [followEntry(next.id)] : []),
    ...linkNews(before, next),
  ];
  return { ...effects, outbox: [...effects.outbox, ...told] };
}

function ownEffectsOf(before: ChangeRequest, next: ChangeRequest, event: Event): Effects {
  const request = next.id;
  const last = next.history.at(-1);
  const atMs = last?.atMs ?? 0;
  // The mark before the PUT is only milliseconds away from a result, so nobody could read it.
  const outbox: OutboxEntry[] = last?.event === 'send' ? [] : [{ kind: 'show', request }];
  const effects: Effects = { outbox, timers: [], dropTimers: [] };
  // Neither moves a deadline or a timer.
  if (event.name === 'ask' || event.name === 'answer') return effects;
  if (event.name === 'ask_review') return { ...effects, timers: [askReview(next, atMs)] };
  if (event.name === 'after_review') {
    return { ...effects, dropTimers: [{ kind: 'ask_review', request }] };
  }
  if (event.name === 'remind') return { ...effects, timers: nextReminder(next, event, atMs) };
  if (event.name === 'hold_back') return afterHoldBack(effects, next, event, atMs);
  if (event.name === 'move') return afterMove(effects, before, next, event, atMs);
  if (event.name === 'hold_link') return afterLinkHeld(effects, before, next, event);
  if (next.state === 'pending') {
    // What waits again has lost its timers.
    const isAgain = before.state !== 'pending' && 'remindAfterMs' in event;
    return { ...effects, timers: isAgain ? waitingFrom(next, event, atMs) : [expiry(next)] };
  }
  if (event.name === 'worsen') {
    const { pins, rivals, changedSources } = event.ahead;
    return { ...effects, noted: { sources: pins, rivals, changed_sources: changedSources } };
  }
  if (event.name === 'send') return { ...effects, lock: 'take', noted: { before: event.before } };
  if (event.name === 'recover') {
    return afterRecovery(effects, request, atMs, linesLost(event.lost, before));
  }
  if (next.state === 'applying') return { ...deferShow(effects, request, atMs), lock: 'take' };
  if (next.state === before.state) return effects;
  if (next.state === 'approved') {
    const dropTimers = waitingTimers(request);
    const runMs = runsAtMs(next);
    return runMs === undefined
      ? { ...deferShow(effects, request, atMs), outbox: [{ kind: 'execute', request }], dropTimers }
      : { ...effects, timers: plannedTimers(request, runMs, atMs), dropTimers };
  }
  if (next.state === 'unconfirmed') {
    return { ...effects, timers: [timer('settle', request, atMs + SETTLE_AFTER_MS)] };
  }
  const held = before.state === 'applying' || before.state === 'unconfirmed';
  return {
    ...effects,
    dropTimers: [...waitingTimers(request), { kind: 'settle', request }, ...runningTimers(request)],
    lock: held ? 'release' : undefined,
    timers: timersAfterEnd(before, next, event, atMs),
  };
}

/** What is still due for a request that has ended. */
function timersAfterEnd(
  before: ChangeRequest,
  next: ChangeRequest,
  event: Event,
  atMs: number,
): Effects['timers'] {
  const isLost = event.name === 'fail' && before.state === 'unconfirmed';
  const isGuarded = 'guardMs' in event && event.guardMs !== undefined && isStreamLookedFor(next);
  return [
    ...(awaitsReview(next) ? [askReview(next, atMs)] : []),
    ...(isLost ? [firstLook('late_put', next.id, atMs)] : []),
    ...(isGuarded ? [firstLook('stream', next.id, atMs)] : []),
  ];
}

/** It waits for a decision again, as after its submit. */
function afterHoldBack(
  effects: Effects,
  next: ChangeRequest,
  event: Extract<Event, { readonly name: 'hold_back' }>,
  atMs: number,
): Effects {
  return {
    ...effects,
    timers: waitingFrom(next, event, atMs),
    dropTimers: runningTimers(next.id),
    lock: 'release',
    noted: {
      effects: event.found.effects,
      sources: event.found.pins,
      rivals: event.found.rivals,
      measured: event.found.known,
      changed_sources: next.changedSources,
    },
  };
}

/** It runs at another time, or waits for decisions again. */
function afterMove(
  effects: Effects,
  before: ChangeRequest,
  next: ChangeRequest,
  event: Reminding,
  atMs: number,
): Effects {
  const { id, state } = next;
  if (state === 'approved') {
    return { ...effects, timers: plannedTimers(id, runsAtMs(next) ?? atMs, atMs) };
  }
  if (before.state === 'pending') return { ...effects, timers: [expiry(next)] };
  const look = toLookName({ purpose: 'before_run', id });
  return {
    ...effects,
    timers: waitingFrom(next, event, atMs),
    dropTimers: [
      { kind: 'execute', request: id },
      { kind: 'look', request: look },
    ],
  };
}

/** It waits for people, not for a time. */
function afterLinkHeld(
  effects: Effects,
  before: ChangeRequest,
  next: ChangeRequest,
  event: Reminding,
): Effects {
  return {
    ...effects,
    timers: waitingFrom(next, event, next.history.at(-1)?.atMs ?? 0),
    dropTimers: [...waitingTimers(next.id), ...runningTimers(next.id)],
    lock: before.state === 'applying' ? 'release' : undefined,
    noted: { held: next.held },
  };
}

/**
 * The replica that sends a PUT whose mark was lost also records its outcome. If there is none after this time, that
 * replica is gone, and the task is read. In milliseconds.
 */
export const RECOVERED_AGAIN_MS = 30_000;

function afterRecovery(
  effects: Effects,
  request: string,
  atMs: number,
  restored: readonly HistoryLine[],
): Effects {
  const shown = deferShow(effects, request, atMs);
  return {
    ...shown,
    timers: [...shown.timers, timer('execute', request, atMs + RECOVERED_AGAIN_MS)],
    dropTimers: waitingTimers(request),
    lock: 'take',
    noted: { restored },
  };
}

/** People are reminded daily of a break-glass that nobody has signed off. */
export const ASK_REVIEW_AFTER_MS = 24 * 60 * 60_000;

function askReview({ id }: ChangeRequest, atMs: number): Effects['timers'][number] {
  return timer('ask_review', id, atMs + ASK_REVIEW_AFTER_MS);
}

/** How long a request runs before people are shown that, in milliseconds. Most have their result by then. */
export const SHOW_RUNNING_AFTER_MS = 1_000;

function deferShow(effects: Effects, request: string, atMs: number): Effects {
  return { ...effects, outbox: [], timers: [timer('show', request, atMs + SHOW_RUNNING_AFTER_MS)] };
}

/** What is written together with the first version of a request. */
export function effectsOfSubmit(
  request: ChangeRequest,
  policy: Parameters<typeof remindingBy>[0],
): Effects {
  const { id, state, wayBack, createdAtMs } = request;
  const shown: OutboxEntry[] = [{ kind: 'show', request: id }, ...linkNews({}, request)];
  if (state !== 'approved') {
    const timers = waitingFrom(request, remindingBy(policy), createdAtMs);
    return { outbox: shown, timers, dropTimers: [] };
  }
  if (wayBack) shown.push(followEntry(id));
  const runMs = runsAtMs(request);
  return runMs === undefined
    ? { outbox: [{ kind: 'execute', request: id }, ...shown], timers: [], dropTimers: [] }
    : { outbox: shown, timers: plannedTimers(id, runMs, createdAtMs), dropTimers: [] };
}

/** Brings what is built on a request in line with it. */
function followEntry(request: string): OutboxEntry {
  return { kind: 'follow', request };
}

/**
 * Entries for the predecessor of a link that was written first, moved, held or ended: what is shown of it says what follows. A new
 * link is compared with it at once, since it may have changed while the link was asked for.
 */
function linkNews(before: Partial<ChangeRequest>, next: ChangeRequest): OutboxEntry[] {
  const isSame =
    before.after === next.after &&
    before.applyAtMs === next.applyAtMs &&
    (before.state === 'held') === (next.state === 'held') &&
    isClosed(before.state ?? 'applied') === isClosed(next.state);
  if (isSame) return [];
  const shown = before.after ?? next.after;
  return [
    ...(shown === undefined ? [] : [{ kind: 'show', request: shown } as const]),
    ...(next.after === undefined || isClosed(next.state) ? [] : [followEntry(next.after)]),
  ];
}
