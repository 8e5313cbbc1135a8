import type { ApprovalContext, Result } from '#src/approval/approval-context.ts';
import { commitEvent } from '#src/approval/commit-event.ts';
import { whyNotDecide } from '#src/approval/decide/permission.ts';
import { type Foretold, foretoldFor } from '#src/approval/links/predecessor.ts';
import { lastApprovalMs } from '#src/approval/links/way-back.ts';
import { askingSomebody, stricter } from '#src/approval/policy/requirement.ts';
import type { ChangeRequest, Person } from '#src/approval/record/change-request.ts';
import { findingsNow } from '#src/approval/record/findings.ts';
import { isCurrent, loadViewed, type ViewedVersion } from '#src/approval/record/viewed-version.ts';
import { hasParted } from '#src/approval/states/chain.ts';
import { remindingBy } from '#src/approval/states/timers.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { contentAsked, contentOf } from './content.ts';
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
