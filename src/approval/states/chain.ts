import {
  type ChangeRequest,
  type EventName,
  type Held,
  isClosed,
} from '#src/approval/record/change-request.ts';
import type { Event } from '#src/approval/record/event.ts';
import type { CannotFollow } from '#src/approval/record/refusal.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import { differsFromForetold, taskAfter } from '#src/relay/chain.ts';
import { differencesAfter, type FieldDifference, holdsChange } from '#src/relay/drift.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';

/** Links: scheduled requests that build on what another request, their predecessor, will leave. */

/** What a link can do, depending on its predecessor, `first`. */
export type LinkStanding =
  /** It may run. `task`: the task as it was read after its predecessor. */
  | { readonly kind: 'ready'; readonly task: RelayTask }
  /** Its predecessor has not ended yet. */
  | { readonly kind: 'waits' }
  /** The change that it builds on did not happen. */
  | { readonly kind: 'held'; readonly held: Held }
  /** It was to undo a change that will not happen. */
  | { readonly kind: 'cancelled'; readonly held: Held };

export function linkStanding(link: ChangeRequest, first: ChangeRequest | undefined): LinkStanding {
  const by = link.after;
  if (first === undefined) return { kind: 'held', held: { why: 'gone', by } };
  const { state } = first;
  if (isClosed(state) && state !== 'applied') {
    const isForNothing = isSettingBack(link, first) && isWithoutEffect(first);
    return { kind: isForNothing ? 'cancelled' : 'held', held: { why: 'ended', by, state } };
  }
  // Its predecessor cannot run as planned, so neither can this.
  if (state === 'held') return { kind: 'held', held: { why: 'held', by } };
  if (state !== 'applied' && isTooEarly(link, first)) {
    return { kind: 'held', held: { why: 'later', by } };
  }
  const after = state === 'applied' ? first.outcome?.after : undefined;
  const task = after ?? taskAfter(first.base, first.payload);
  const differences = differsFromForetold(link, task);
  if (differences.length > 0) return { kind: 'held', held: { why: 'differs', by, differences } };
  if (state !== 'applied') return { kind: 'waits' };
  return { kind: 'ready', task: after ?? link.base };
}

/** What a link can do whose task somebody has changed since its predecessor ran: a way back may have nothing to undo. */
export function movedStanding(
  { after: by, decidedWith, change }: ChangeRequest,
  live: RelayTask,
  differences: readonly FieldDifference[],
): Extract<LinkStanding, { readonly held: Held }> {
  return decidedWith !== undefined && holdsChange(change, live)
    ? { kind: 'cancelled', held: { why: 'set_back', by } }
    : { kind: 'held', held: { why: 'moved', by, differences } };
}

/** The least time between a change and what comes after it, in milliseconds. */
export const APART_MS = 60_000;

/** Whether its predecessor was moved to the time of a link, or past it. */
function isTooEarly(link: Pick<ChangeRequest, 'applyAtMs'>, first: ChangeRequest): boolean {
  const { applyAtMs: atMs = Infinity } = link;
  return first.applyAtMs !== undefined && atMs <= first.applyAtMs;
}

/** How many requests one chain may have: what is shown of each is read from all of them. */
export const CHAIN_MAX = 10;

/** Why a change cannot be built on `first`, among the open requests for its task; undefined: it can. */
export function whyNotAfter(
  asked: Pick<ChangeRequest, 'id' | 'base'> & Pick<ChangeRequest, 'applyAtMs'>,
  first: ChangeRequest | undefined,
  open: readonly ChangeRequest[],
): CannotFollow | undefined {
  if (first === undefined) return { why: 'gone' };
  if (isClosed(first.state)) return { why: 'over', state: first.state };
  if (!isFollowable(first)) return { why: 'unscheduled' };
  const { wayBack } = first;
  if (wayBack) return { why: 'sets_back', by: hasParted(first) ? wayBack.id : undefined };
  const other = open.find(({ id, after }) => after === first.id && id !== asked.id);
  if (other) return { why: 'followed', by: other.id };
  if (differencesAfter(taskAfter(first.base, first.payload), {}, asked.base).length > 0) {
    return { why: 'changed' };
  }
  const fromMs = linkedFromMs(first);
  if ((asked.applyAtMs ?? 0) < fromMs) return { why: 'early', fromMs };
  const chain = chainOf(first, open);
  return chain.size >= CHAIN_MAX && !chain.has(asked.id)
    ? { why: 'long', max: CHAIN_MAX }
    : undefined;
}

/** Whether a request waits for a time that was asked for, so that others can be built on it. */
export function isFollowable({ state, applyAtMs, batch, partOf }: ChangeRequest): boolean {
  const isWaiting = state === 'pending' || state === 'approved';
  return isWaiting && applyAtMs !== undefined && batch === undefined && partOf === undefined;
}

/** The earliest time of what is built on a scheduled request, in Unix milliseconds. */
export function linkedFromMs(first: ChangeRequest): number {
  return Math.max(first.applyAtMs ?? 0, runsAtMs(first) ?? 0) + APART_MS;
}

/** Ids of a request and of those that are tied to it by links, directly or through others. */
export function chainOf(
  request: Tied,
  open: readonly Pick<ChangeRequest, 'id' | 'after' | 'wayBack'>[],
): ReadonlySet<string> {
  const tied = new Set([request.id, ...tiesOf(request)]);
  for (let size = 0; size < tied.size;) {
    size = tied.size;
    for (const each of open) {
      const isTied = tied.has(each.id) || tiesOf(each).some((id) => tied.has(id));
      if (isTied) for (const id of [each.id, ...tiesOf(each)]) tied.add(id);
    }
  }
  return tied;
}

type Tied = Pick<ChangeRequest, 'id' | 'after'> & Partial<Pick<ChangeRequest, 'wayBack'>>;

function tiesOf({ after, wayBack }: Tied): string[] {
  return [after, wayBack?.id].filter((id) => id !== undefined);
}

/** Whether a request undoes the change of another one with which it was decided. */
export function isSettingBack(link: ChangeRequest, first: ChangeRequest): boolean {
  return link.after === first.id && link.decidedWith === first.id;
}

/** Whether a way back that does not run leaves a change in place; not if that has not run either. */
export function leavesChange({ decidedWith, held }: ChangeRequest): boolean {
  return decidedWith !== undefined && !['ended', 'held', 'later'].includes(held?.why ?? '');
}

/** Whether a closed request that was not applied has certainly changed nothing. */
function isWithoutEffect({ lateUntilMs }: ChangeRequest): boolean {
  return lateUntilMs === undefined;
}

/** How long after its time a link waits for its predecessor, in milliseconds. */
const LINK_WAIT_MS = 10 * 60_000;

/** Until when a link waits for its predecessor, in Unix milliseconds. */
export function linkWaitsUntilMs(link: ChangeRequest): number {
  return (runsAtMs(link) ?? link.createdAtMs) + LINK_WAIT_MS;
}

/** Steps after which a request that waited for its time may have none. */
const LOSE_THE_TIME: ReadonlySet<EventName> = new Set(['edit', 'rebase', 'hold_back', 'retry']);

/** Whether other requests may build on this one: it waits for its time, or has waited for one. */
export function mayBeFollowed({ applyAtMs, wayBack, history }: ChangeRequest): boolean {
  const hasWaited = history.some(({ event }) => LOSE_THE_TIME.has(event));
  return applyAtMs !== undefined || wayBack !== undefined || hasWaited;
}

/**
 * Whether its way back is a request of its own, or is about to become one: from its approval on. One that came with an
 * edit or a rebase is another one, which earlier approvals were not for.
 */
export function hasParted({ wayBack, history }: ChangeRequest): boolean {
  const since = history.findLastIndex(({ event }) => event === 'edit' || event === 'rebase');
  return (
    wayBack !== undefined && history.slice(since + 1).some(({ state }) => state === 'approved')
  );
}

/** Whether requests that build on this one are affected: it has ended, or will leave the task in another state. */
export function concernsFollowers(
  before: ChangeRequest,
  next: ChangeRequest,
  event: Event,
): boolean {
  if (['edit', 'move', 'rebase'].includes(event.name)) {
    return mayBeFollowed(before) || next.applyAtMs !== undefined || next.wayBack !== undefined;
  }
  if (!mayBeFollowed(before) && !mayBeFollowed(next)) return false;
  if (before.state === next.state) return false;
  if (next.state === 'held') return true;
  return isClosed(next.state) || (next.state === 'approved' && next.wayBack !== undefined);
}
