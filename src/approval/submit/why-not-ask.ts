import type { ApprovalContext } from '#src/approval/approval-context.ts';
import { freezesOf, whyFrozen } from '#src/approval/decide/chat-freezes.ts';
import { whyNotRequest } from '#src/approval/decide/permission.ts';
import type { Person } from '#src/approval/record/change-request.ts';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { unreadableFields } from '#src/relay/field.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import type { Asked } from './content.ts';

/** Why this person cannot request this change at these times. */
export async function whyNotAsk(
  context: ApprovalContext,
  submission: Asked & { readonly requester: Person },
): Promise<Refusal | undefined> {
  const { project, base, requester, applyAtMs, backAt } = submission;
  const [refusal, freezes] = await Promise.all([
    whyNotRequest(context, project, requester),
    freezesOf(context, project, base.task_id),
  ]);
  return (
    refusal ??
    whyFrozen(freezes, applyAtMs ?? context.now()) ??
    (backAt && whyFrozen(freezes, backAt.applyAtMs)) ??
    whyUnreadable(base)
  );
}

/** A payload for a task that cannot be read would be a guess. */
export function whyUnreadable(task: RelayTask): Refusal | undefined {
  const fields = unreadableFields(task);
  return fields.length === 0 ? undefined : { reason: 'task_unreadable', fields };
}
