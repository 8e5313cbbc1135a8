import type { ApprovalContext, ApprovalProject } from '#src/approval/approval-context.ts';
import { policiesOf } from '#src/approval/policies-in-force.ts';
import type { Commit } from '#src/approval/ports.ts';
import type { Person } from '#src/approval/record/change-request.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import type { OpenRequestLimit } from '#src/approval/states/effects.ts';

/**
 * A second request for the task would be an edit of the first, and every policy may limit how many are open; an emergency
 * waits for nothing.
 */
export function openLimitOf(
  context: ApprovalContext,
  { project, requester, partOf }: Asking,
): OpenRequestLimit {
  const limits = policiesOf(context, project).flatMap(({ mostOpen }) => mostOpen ?? []);
  const isLimited = limits.length > 0 && partOf === undefined;
  const mostOpen = isLimited ? Math.min(...limits) : undefined;
  return { accounts: context.accountsOf(requester), mostOpen };
}

interface Asking {
  readonly project: ApprovalProject;
  readonly requester: Person;
  readonly partOf?: string | undefined;
}

/** Why the store did not write a new request that is limited so. */
export function whyNotOpen(commit: Commit): Refusal | undefined {
  switch (commit.kind) {
    case 'taken':
      return { reason: 'already_open', id: commit.by };
    case 'many':
      return { reason: 'too_many_open', open: commit.open };
    default:
      return undefined;
  }
}
