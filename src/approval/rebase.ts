import type { RelayTask } from '#src/relay/relay-task.ts';
import type { ApprovalContext, Result } from './approval-context.ts';
import { hasParted } from './chain.ts';
import type { ChangeRequest, Person } from './change-request.ts';
import { commitEvent } from './commit-event.ts';
import { contentAsked, contentOf } from './content.ts';
import { findingsNow } from './findings.ts';
import { whyNotDecide } from './permission.ts';
import { type Foretold, foretoldFor } from './predecessor.ts';
import { askingSomebody, stricter } from './requirement.ts';
import { remindingBy } from './timers.ts';
import { isCurrent, loadViewed, type ViewedVersion } from './viewed-version.ts';
import { lastApprovalMs } from './way-back.ts';
import { whyUnreadable } from './why-not-ask.ts';

/**
 * The same change on the task as it is now: a new payload, which needs new approvals. It still needs at least what it
 * needed at the submit, and keeps its deadline.
 */
export async function rebase(
  context: ApprovalContext,
  id: string,
  person: Person,
  viewed: ViewedVersion,
  live: RelayTask,
): Promise<Result> {
  const found = await loadViewed(context, id, viewed);
  if (!found.ok) return found;
  const held = found.request;
  const project = context.projects.get(held.project);
  if (!project) return { ok: false, refusal: { reason: 'not_found' } };
  const refusal = (await whyNotDecide(context, held, person)) ?? whyUnreadable(live);
  if (refusal) return { ok: false, refusal, request: held };
  const nowMs = context.now();
  const foretold = await rebasedOnto(context, held);
  const rebased = (request: ChangeRequest) => ({
    ...request,
    project,
    base: foretold?.task ?? live,
    // A link stays one while its predecessor is still to come. If its time has passed, it runs once it is approved.
    after: foretold?.id,
    applyAtMs: (request.applyAtMs ?? 0) > nowMs ? request.applyAtMs : undefined,
    backAt: hasParted(request) ? undefined : request.wayBack,
  });
  const now = await findingsNow(context, contentAsked(context, rebased(held)));
  return commitEvent(context, id, (request) => {
    if (request.state === 'pending' && !isCurrent(request, viewed))
      return { reason: 'wrong_digest' };
    const { policy, place: _, ...content } = contentOf(context, rebased(request), now);
    const both = askingSomebody(stricter(request.policy, policy));
    const { wayBack, applyAtMs = Infinity } = content;
    const lastMs = wayBack ? lastApprovalMs(wayBack.applyAtMs, both.holdMs) : Infinity;
    if (wayBack && lastMs <= nowMs) return { reason: 'back_too_soon', atMs: wayBack.applyAtMs };
    const expiresAtMs = Math.min(request.expiresAtMs, applyAtMs, lastMs);
    const rebasedTo = { ...content, policy: both, expiresAtMs };
    return { name: 'rebase', person, content: rebasedTo, ...remindingBy(project.policy) };
  });
}

/** What a rebase of a link builds it on; undefined: nothing but the task as it is now. */
export async function rebasedOnto(
  context: Pick<ApprovalContext, 'store'>,
  link: ChangeRequest,
): Promise<Foretold | undefined> {
  const foretold = await foretoldFor(context, link);
  return foretold && foretold.fromMs <= (link.applyAtMs ?? 0) ? foretold : undefined;
}
