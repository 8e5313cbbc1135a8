import type { Result } from '#src/approval/approval-context.ts';
import type { ChangeRequest, Outcome } from '#src/approval/record/change-request.ts';
import type { ApprovalService, Ending } from '#src/approval/service.ts';
import { DONE, type Progress } from '#src/ports/progress.ts';
import { differencesAfter } from '#src/relay/drift.ts';
import type { Failure } from '#src/relay/live-api.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { withoutSecrets } from '#src/relay/secret.ts';

export interface RecordDeps {
  readonly approval: ApprovalService;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Readonly<Record<'warn' | 'error', (message: string, fields?: object) => void>>;
}

/** When to come back if another request runs on the same relay task. */
export const BUSY_AGAIN_MS = 2_000;

/**
 * When to come back if another replica is making the call of this request: by then the call, or that replica, has
 * ended.
 */
const SENT_BY_OTHER_AGAIN_MS = 30_000;

/** Records that the change was not made. */
export function fail(
  deps: RecordDeps,
  request: ChangeRequest,
  outcome: Outcome,
): Promise<Progress> {
  return finish(deps, request, 'fail', outcome);
}

/** Records how a run ended, unless somebody else has taken over the request. */
export async function finish(
  deps: RecordDeps,
  request: ChangeRequest,
  ending: Ending,
  outcome: Outcome,
): Promise<Progress> {
  const result = await record(deps, request, ending, outcome);
  if (!result.ok) {
    // Somebody else took over this request; people are told what they find by reading.
    const fields = { request: request.id, ending, outcome: withoutSecrets(outcome) };
    deps.log.warn('outcome not recorded', fields);
    return unlessToRun(deps, request.id);
  }
  if (ending === 'succeed') await deps.approval.stopOvertaken(result.request);
  return DONE;
}

/** Only this process knows the answer of the API, so it waits if the store is unavailable for a moment. */
async function record(
  deps: RecordDeps,
  request: ChangeRequest,
  ending: Ending,
  outcome: Outcome,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.approval.finish(request, ending, outcome);
    } catch (error) {
      if (attempt >= RECORD_ATTEMPTS_MAX) throw error;
      await deps.sleep(RECORD_AGAIN_MS);
    }
  }
}

const RECORD_ATTEMPTS_MAX = 40;
const RECORD_AGAIN_MS = 500;

export function notSent(failure: Failure): Outcome {
  return { sent: false, failure };
}

export const TASK_GONE: Failure = { kind: 'task_gone', reason: { is: 'task_deleted' } };
export const TASK_REPLACED: Failure = { kind: 'task_gone', reason: { is: 'task_replaced' } };

/**
 * After a refused write. Either somebody else has the request, or the store has lost what was written, and this entry
 * may be all that is left to run it.
 */
export async function unlessToRun(deps: RecordDeps, id: string): Promise<Progress> {
  const found = await deps.approval.load(id);
  if (found?.state === 'applying' && found.sentAtMs !== undefined) {
    return { againAtMs: deps.now() + SENT_BY_OTHER_AGAIN_MS };
  }
  const isToRun = found?.state === 'approved' || found?.state === 'applying';
  return isToRun ? { againAtMs: deps.now() + BUSY_AGAIN_MS } : DONE;
}

/** An unchanged start that was left out of the payload may be set to the present by the API. */
export function differencesOf(request: ChangeRequest, found: RelayTask) {
  return differencesAfter(request.base, request.change, found);
}
