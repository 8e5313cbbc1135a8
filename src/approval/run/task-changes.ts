import type { ApprovalContext } from '#src/approval/approval-context.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { appliedAtMs } from '#src/approval/record/request-times.ts';

const PAGE = 20;

/** Requests for a relay task that are open, or ended after a moment. */
export interface TaskChanges {
  readonly open: readonly ChangeRequest[];
  /** The newest first. */
  readonly closed: readonly ChangeRequest[];
}

/**
 * The open and the latest closed requests for a relay task. `sinceMs`: Unix milliseconds. May include older ones;
 * includes all that ended later.
 */
export async function changesOf(
  { store }: Pick<ApprovalContext, 'store'>,
  task: { readonly project: string; readonly taskId: string },
  sinceMs: number,
): Promise<TaskChanges> {
  const query = { projects: [task.project], of: { taskId: task.taskId }, limit: PAGE };
  const found = { open: [] as ChangeRequest[], closed: [] as ChangeRequest[] };
  for (const scope of ['open', 'closed'] as const) {
    let before: string | undefined;
    do {
      const { requests, next } = await store.page({ ...query, scope, before });
      found[scope].push(...requests);
      const lastMs = requests.at(-1)?.history.at(-1)?.atMs ?? Infinity;
      before = scope === 'closed' && lastMs < sinceMs ? undefined : next;
    } while (before !== undefined);
  }
  return found;
}

/** Whether a PUT of this request is on its way, or its outcome is being looked for. */
export function isRunning({ state }: ChangeRequest): boolean {
  return state === 'applying' || state === 'unconfirmed';
}

/** Whether it is unknown so far what a PUT of this request did. */
export function isOutcomeOpen(request: ChangeRequest, nowMs: number): boolean {
  return request.state === 'unconfirmed' || nowMs < (request.lateUntilMs ?? 0);
}

/** The change that was applied last, or was found to be. */
export function appliedLastOf({ closed }: TaskChanges): ChangeRequest | undefined {
  const applied = closed.filter(({ state }) => state === 'applied');
  return applied.toSorted((a, b) => appliedAtMs(b) - appliedAtMs(a))[0];
}
