import { differsFromForetold, taskAfter } from '#src/relay/chain.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { type ChangeRequest, type Held, isClosed } from './change-request.ts';
import type { Event } from './event.ts';
import { runsAtMs } from './request-times.ts';

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
  const after = state === 'applied' ? first.outcome?.after : undefined;
  const task = after ?? taskAfter(first.base, first.payload);
  const differences = differsFromForetold(link, task);
  if (differences.length > 0) return { kind: 'held', held: { why: 'differs', by, differences } };
  if (state !== 'applied') return { kind: 'waits' };
  return { kind: 'ready', task: after ?? link.base };
}

/** Whether a request undoes the change of another one with which it was decided. */
export function isSettingBack(link: ChangeRequest, first: ChangeRequest): boolean {
  return link.after === first.id && link.decidedWith === first.id;
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

/**
 * Whether other requests may build on this one. Only a request that waits for its time can be followed; a request
 * that was held back or retried has waited.
 */
function mayBeFollowed({ applyAtMs, wayBack, history }: ChangeRequest): boolean {
  const hasWaited = history.some(({ event }) => event === 'hold_back' || event === 'retry');
  return applyAtMs !== undefined || wayBack !== undefined || hasWaited;
}

/** Whether its way back is a request of its own, or is about to become one: from its approval on. */
export function hasParted({ wayBack, history }: ChangeRequest): boolean {
  return wayBack !== undefined && history.some(({ state }) => state === 'approved');
}

/** Whether requests that build on this one are affected: it has ended, or will leave the task in another state. */
export function concernsFollowers(
  before: ChangeRequest,
  next: ChangeRequest,
  event: Event,
): boolean {
  if (!mayBeFollowed(before) && !mayBeFollowed(next)) return false;
  if (event.name === 'edit' || event.name === 'rebase') return true;
  if (before.state === next.state) return false;
  return isClosed(next.state) || (next.state === 'approved' && next.wayBack !== undefined);
}
