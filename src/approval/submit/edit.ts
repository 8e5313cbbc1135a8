import type { ApprovalContext, Result } from '#src/approval/approval-context.ts';
import { commitEvent } from '#src/approval/commit-event.ts';
import { whyNobodyCan } from '#src/approval/decide/permission.ts';
import { joinedChain, openBeside } from '#src/approval/links/predecessor.ts';
import { askingSomebody } from '#src/approval/policy/requirement.ts';
import { samePerson } from '#src/approval/record/change-request.ts';
import { findingsNow, whyUnplayable } from '#src/approval/record/findings.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { hasParted } from '#src/approval/states/chain.ts';
import { remindingBy } from '#src/approval/states/timers.ts';
import { contentAsked, contentOf } from './content.ts';
import { holds, type Submission } from './submit.ts';
import { whyNotAsk } from './why-not-ask.ts';

/** `viewedContent`: the `contentVersion` from which the edit began; a later one is not overwritten. */
export type Edit = Submission & { readonly viewedContent?: number | undefined };

/** The requester requests something else instead; approvals of the old content do not count. */
export async function edit(
  context: ApprovalContext,
  id: string,
  submission: Omit<Edit, 'id'>,
): Promise<Result> {
  const { requester, viewedContent } = submission;
  const refusal =
    (await whyNotAsk(context, submission)) ?? (await whyNotInChain(context, id, submission));
  if (refusal) return { ok: false, refusal };
  const found = await findingsNow(context, contentAsked(context, submission));
  const unplayed = whyUnplayable(context, submission, found.pins);
  if (unplayed) return { ok: false, refusal: unplayed };
  // It stays where it was first shown.
  const { place: _, ...asked } = contentOf(context, submission, found);
  const content = { ...asked, policy: askingSomebody(asked.policy) };
  const alone = await whyNobodyCan(context, content.policy, requester);
  if (alone) return { ok: false, refusal: alone };
  const result = await commitEvent(context, id, (request) => {
    if (!samePerson(request.requester, requester)) return { reason: 'not_yours_to_edit' };
    const isOther = request.base.task_id !== submission.base.task_id;
    if (isOther || request.cloud !== submission.project.cloud) return { reason: 'other_task' };
    if (viewedContent !== undefined && request.contentVersion !== viewedContent) {
      return { reason: 'edited_meanwhile' };
    }
    // A request joins a chain with its submit, and no other one later.
    if (submission.after !== undefined && request.after !== submission.after) {
      return { reason: 'edited_meanwhile' };
    }
    // Its way back keeps its id, until that is the id of another request.
    const { wayBack } = content;
    const backId = (hasParted(request) ? undefined : request.wayBack?.id) ?? wayBack?.id ?? '';
    return {
      name: 'edit',
      person: requester,
      content: { ...content, wayBack: wayBack && { ...wayBack, id: backId } },
      ...remindingBy(submission.project.policy),
    };
  });
  // It was submitted before: twice at once, or the first answer was lost.
  const isOther = !result.ok && result.refusal.reason === 'edited_meanwhile';
  const { request: held } = result;
  return isOther && held && holds(held, content) ? { ok: true, request: held } : result;
}

/** Whether an edit fits what comes before and after the request. */
async function whyNotInChain(
  context: ApprovalContext,
  id: string,
  { project, base, after, applyAtMs, backAt }: Omit<Edit, 'id'>,
): Promise<Refusal | undefined> {
  const place = { id, project: project.name, base, after, applyAtMs };
  const joins = await joinedChain(context, place);
  if (joins && 'refusal' in joins) return joins.refusal;
  if (backAt === undefined) return undefined;
  const [follower] = (await openBeside(context, place)).followedBy;
  return follower && { reason: 'followed_by', id: follower.id };
}
