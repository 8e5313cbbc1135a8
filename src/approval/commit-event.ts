import type { ApprovalContext, Result } from './approval-context.ts';
import { type ChangeRequest } from './record/change-request.ts';
import { type Event } from './record/event.ts';
import type { Refusal } from './record/refusal.ts';
import { transition } from './states/transition.ts';

/** How often a decision is tried again after losing a race. Each loss means that somebody else made progress. */
const ATTEMPTS_MAX = 8;

/** Applies an event to the newest version, again after each lost race, until it is written or refused. */
export async function commitEvent(
  context: ApprovalContext,
  id: string,
  eventFor: (request: ChangeRequest) => Event | Refusal,
  /** The request as it was read a moment ago; if it has changed since, this counts as a lost race. */
  loaded?: ChangeRequest,
): Promise<Result> {
  let request = loaded ?? (await context.store.load(id));
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    if (!request) return { ok: false, refusal: { reason: 'not_found' } };
    const event = eventFor(request);
    if ('reason' in event) return { ok: false, refusal: event, request };
    const step = transition(request, event, context.now());
    if (!step.ok) return { ok: false, refusal: step.refusal, request };
    const commit = await context.store.commit(step.next, step.effects);
    if (commit.kind === 'written') return { ok: true, request: step.next };
    if (commit.kind === 'locked') return { ok: false, refusal: { reason: 'busy' }, request };
    request = commit.kind === 'stale' ? commit.current : undefined;
  }
  return { ok: false, refusal: { reason: 'busy' } };
}

/** Applies an event to the given version only: that version is the fencing token. */
export async function advance(
  context: ApprovalContext,
  held: ChangeRequest,
  event: Event,
): Promise<Result> {
  const step = transition(held, event, context.now());
  if (!step.ok) return { ok: false, refusal: step.refusal };
  const commit = await context.store.commit(step.next, step.effects);
  return commit.kind === 'written'
    ? { ok: true, request: step.next }
    : { ok: false, refusal: { reason: 'busy' } };
}
