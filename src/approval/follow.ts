import type { ApprovalContext, Result } from './approval-context.ts';
import { hasParted, linkStanding, type LinkStanding } from './chain.ts';
import { type ChangeRequest, type Held, isClosed } from './change-request.ts';
import { advance, commitEvent } from './commit-event.ts';
import { effectsOfSubmit } from './effects.ts';
import type { Event } from './event.ts';
import type { Refusal } from './refusal.ts';
import { requirementFor } from './requirement.ts';
import { requestOfWayBack } from './way-back.ts';

/**
 * Updates what builds on a request: its way back becomes a request of its own, and links that can no longer run as
 * planned are held or cancelled. Can be repeated after any kill.
 */
export async function follow(context: ApprovalContext, id: string): Promise<void> {
  const { store } = context;
  const first = await store.load(id);
  if (!first) return;
  if (first.wayBack && hasParted(first)) {
    const made = requestOfWayBack(first, first.wayBack, context.now());
    // A second attempt finds it written and leaves it alone.
    await store.commit(made, effectsOfSubmit(made, {}));
  }
  for (const each of await store.openOn(first.project, first.base.task_id)) {
    const link = await store.load(each);
    if (link?.after === id)
      await commitEvent(context, each, (now) => newsOf(context, now, first), link);
  }
}

/** The event for a link that follows from its predecessor; a refusal if the link goes on as planned. */
function newsOf(
  context: ApprovalContext,
  link: ChangeRequest,
  first: ChangeRequest,
): Event | Refusal {
  const standing = link.after === first.id ? linkStanding(link, first) : undefined;
  return (standing && eventOf(context, link, standing)) ?? { reason: 'busy' };
}

function eventOf(
  context: ApprovalContext,
  link: ChangeRequest,
  standing: LinkStanding,
): Event | undefined {
  switch (standing.kind) {
    case 'held':
      return heldEvent(context, link, standing.held);
    case 'cancelled':
      return { name: 'cancel', held: standing.held };
    case 'ready':
    case 'waits':
      return undefined;
  }
}

function heldEvent(context: ApprovalContext, link: ChangeRequest, held: Held): Event {
  const policy = context.projects.get(link.project)?.policy;
  const nowMs = context.now();
  const { expiresAfterMs } = policy ? requirementFor({ ...link, policy, nowMs }) : UNCONFIGURED;
  return { name: 'hold_link', held, expiresAtMs: nowMs + expiresAfterMs };
}

/** Nobody can approve it, so it expires soon and people are told. */
const UNCONFIGURED = { expiresAfterMs: 60 * 60_000 };

/** What a link can do, depending on its predecessor. */
export async function standingOf(
  { store }: Pick<ApprovalContext, 'store'>,
  link: ChangeRequest,
): Promise<LinkStanding> {
  return linkStanding(link, link.after === undefined ? undefined : await store.load(link.after));
}

/** Holds or cancels a link that is about to run, on the given version. */
export async function stopLink(
  context: ApprovalContext,
  link: ChangeRequest,
  standing: Extract<LinkStanding, { readonly held: Held }>,
): Promise<Result> {
  const event = eventOf(context, link, standing);
  return event ? advance(context, link, event) : { ok: false, refusal: { reason: 'busy' } };
}

/** Other open requests for the same task, oldest first: those of the same chain, and those that compete. */
export async function openBeside(
  { store }: Pick<ApprovalContext, 'store'>,
  request: ChangeRequest,
): Promise<{ readonly chain: readonly string[]; readonly competing: readonly string[] }> {
  const ids = await store.openOn(request.project, request.base.task_id);
  const others = ids.filter((id) => id !== request.id);
  if (others.length === 0) return { chain: [], competing: [] };
  const loaded = await Promise.all(others.map((id) => store.load(id)));
  const open = loaded.filter((each) => each !== undefined && !isClosed(each.state));
  const chain = chainOf(
    request,
    open.filter((each) => each !== undefined),
  );
  return {
    chain: others.filter((id) => chain.has(id)),
    competing: others.filter((id) => !chain.has(id)),
  };
}

/** Ids of the requests that are linked to a request, directly or through others. */
function chainOf(request: ChangeRequest, open: readonly ChangeRequest[]): ReadonlySet<string> {
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

function tiesOf({ after, wayBack }: ChangeRequest): string[] {
  return [after, wayBack?.id].filter((id) => id !== undefined);
}
