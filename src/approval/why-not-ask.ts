import { unreadableFields } from '#src/relay/field.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import type { ApprovalContext } from './approval-context.ts';
import type { Person } from './change-request.ts';
import { freezesOf, whyFrozen } from './chat-freezes.ts';
import type { Asked } from './content.ts';
import { whyNotRequest } from './permission.ts';
import type { Refusal } from './refusal.ts';

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
