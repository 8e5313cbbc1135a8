import type { ApprovalContext, Result } from '#src/approval/approval-context.ts';
import { advance, commitEvent } from '#src/approval/commit-event.ts';
import { requirementFor } from '#src/approval/policy/requirement.ts';
import { type ChangeRequest, type Held } from '#src/approval/record/change-request.ts';
import type { Event } from '#src/approval/record/event.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { hasParted, linkStanding, type LinkStanding } from '#src/approval/states/chain.ts';
import { effectsOfSubmit } from '#src/approval/states/effects.ts';
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
    await store.commit(made, effectsOfSubmit(made, undefined));
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
