import { approvals, type ChangeRequest } from '#src/approval/change-request.ts';
import { runsAtMs } from '#src/approval/request-times.ts';
import { moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** What the person who decided reads in place of the review. */
export function decidedSentence(
  request: ChangeRequest,
  kind: 'approve' | 'reject',
  { review }: Words,
): string {
  if (kind === 'reject') return review.youRejected(request.id);
  const missing = request.policy.quorum - approvals(request).length;
  if (missing > 0) return review.youApprovedOf(request.id, missing);
  const runMs = runsAtMs(request);
  return runMs === undefined
    ? review.youApproved(request.id)
    : review.youApprovedFor(request.id, moment(runMs));
}
