import { differsFromForetold, taskAfter } from '#src/relay/chain.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { type ChangeRequest, type Held, isClosed } from './change-request.ts';
import type { Event } from './event.ts';
import { runsAtMs } from './request-times.ts';

/** Links: scheduled requests that are built on what another request, their predecessor, will leave. */

/** What a link can do by what its predecessor, `first`, has become. */
export type LinkStanding =
  /** It may run; `task`: what its predecessor was read to hold. */
  | { readonly kind: 'ready'; readonly task: RelayTask }
  /** Its predecessor has not ended. */
  | { readonly kind: 'waits' }
  /** What it was built on did not happen. */
  | { readonly kind: 'held'; readonly held: Held }
  /** It was to set back a change that is not going to happen. */
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

/** Whether a request sets back what another did, decided on together with it. */
export function isSettingBack(link: ChangeRequest, first: ChangeRequest): boolean {
  return link.after === first.id && link.decidedWith === first.id;
}

/** Whether it is sure that a closed request that was not applied has changed nothing. */
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
 * Whether requests may have been built on this one: only what waits for its time can be followed, and what was held back
 * or tried again has waited.
 */
function mayBeFollowed({ applyAtMs, wayBack, history }: ChangeRequest): boolean {
  const hasWaited = history.some(({ event }) => event === 'hold_back' || event === 'retry');
  return applyAtMs !== undefined || wayBack !== undefined || hasWaited;
}

/** Whether its way back is a request of its own by now, or about to be one: from its approval on. */
export function hasParted({ wayBack, history }: ChangeRequest): boolean {
  return wayBack !== undefined && history.some(({ state }) => state === 'approved');
}

/** Whether what is built on a request has to know: it has ended, or will leave the task otherwise. */
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
