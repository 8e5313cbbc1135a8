import { missingApprovals } from '#src/approval/asked-people.ts';
import type { ChangeRequest } from '#src/approval/change-request.ts';
import { runsAtMs } from '#src/approval/request-times.ts';
import { asMention, openSentence } from '#src/slack/kit/slot-sentences.ts';
import { moment } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';

/** What the person who decided reads in place of the review. */
export function decidedSentence(
  request: ChangeRequest,
  kind: 'approve' | 'reject',
  words: Words,
): string {
  const { review } = words;
  if (kind === 'reject') return review.youRejected(request.id);
  const open = openSentence(request, asMention, words);
  if (open !== undefined) {
    const missing = missingApprovals(request);
    return `${review.youApprovedOf(request.id, missing)} ${words.slots.open(open)}`;
  }
  const runMs = runsAtMs(request);
  return runMs === undefined
    ? review.youApproved(request.id)
    : review.youApprovedFor(request.id, moment(runMs));
}
