import type { ApprovalContext, Result } from '#src/approval/approval-context.ts';
import { advance, commitEvent } from '#src/approval/commit-event.ts';
import { requirementFor } from '#src/approval/policy/requirement.ts';
import type { ChangeRequest, Held } from '#src/approval/record/change-request.ts';
import type { Event } from '#src/approval/record/event.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import {
  type LinkStanding,
  hasParted,
  linkStanding,
  movedStanding,
} from '#src/approval/states/chain.ts';
import { effectsOfSubmit } from '#src/approval/states/effects.ts';
import { remindingBy } from '#src/approval/states/timers.ts';
import { differencesAfter } from '#src/relay/drift.ts';
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

/**
 * Holds or ends what was to run after an earlier change of a task that has just been changed again, while there is time
 * to rebase it. What is not told so, after a kill, finds the task changed when it runs.
 */
export async function stopOvertaken(
  context: ApprovalContext,
  { id, project, base, outcome }: ChangeRequest,
): Promise<void> {
  const task = outcome?.after;
  if (!task) return;
  for (const each of await context.store.openOn(project, base.task_id)) {
    const link = await context.store.load(each);
    const isPlanned = link?.state === 'pending' || link?.state === 'approved';
    if (!isPlanned || link.after === undefined || link.after === id) continue;
    const standing = await standingOf(context, link);
    if (standing.kind !== 'ready') continue;
    const differences = differencesAfter(standing.task, {}, task);
    if (differences.length > 0)
      await stopLink(context, link, movedStanding(link, task, differences));
  }
}

/** Why a link is held whose predecessor has not run. */
const IN_VAIN: readonly (Held['why'] | undefined)[] = ['ended', 'held', 'later', 'late'];

/** The event for a link that follows from its predecessor; a refusal if the link goes on as planned. */
function newsOf(
  context: ApprovalContext,
  link: ChangeRequest,
  first: ChangeRequest,
): Event | Refusal {
  if (link.after !== first.id) return { reason: 'busy' };
  const standing = linkStanding(link, first);
  // What is held already is held again only if its predecessor has run after all, so that people can let it run.
  if (link.state === 'held' && standing.kind !== 'cancelled') {
    const isAfterAll = first.state === 'applied' && IN_VAIN.includes(link.held?.why);
    const held = { why: 'took_effect', by: first.id } as const;
    return isAfterAll ? heldEvent(context, link, held) : { reason: 'busy' };
  }
  return eventOf(context, link, standing) ?? { reason: 'busy' };
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
  return { name: 'hold_link', held, expiresAtMs: nowMs + expiresAfterMs, ...remindingBy(policy) };
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
