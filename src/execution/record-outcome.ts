import type { Result } from '#src/approval/approval-context.ts';
import type { ChangeRequest, Outcome } from '#src/approval/change-request.ts';
import type { ApprovalService, Ending } from '#src/approval/service.ts';
import { DONE, type Progress } from '#src/ports/progress.ts';
import { differencesAfter } from '#src/relay/drift.ts';
import type { Failure } from '#src/relay/live-api.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { withoutSecrets } from '#src/relay/secret.ts';

export interface RecordDeps {
  readonly approval: Pick<ApprovalService, 'load' | 'finish'>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Readonly<Record<'warn' | 'error', (message: string, fields?: object) => void>>;
}

/** Another request runs on the same relay task; looking again after this long is soon enough. */
export const BUSY_AGAIN_MS = 2_000;

/** Another replica makes the call of this request; it has ended after this long, or that replica has. */
const SENT_BY_OTHER_AGAIN_MS = 30_000;

/** Records that the change was not made. */
export function fail(
  deps: RecordDeps,
  request: ChangeRequest,
  outcome: Outcome,
): Promise<Progress> {
  return finish(deps, request, 'fail', outcome);
}

/** Records how a run ended, unless somebody else has the request by now. */
export async function finish(
  deps: RecordDeps,
  request: ChangeRequest,
  ending: Ending,
  outcome: Outcome,
): Promise<Progress> {
  const result = await record(deps, request, ending, outcome);
  if (!result.ok) {
    // Somebody took this request over; what they find by reading is the truth that is told.
    const fields = { request: request.id, ending, outcome: withoutSecrets(outcome) };
    deps.log.warn('outcome not recorded', fields);
    return unlessToRun(deps, request.id);
  }
  return DONE;
}

/** What the API answered is known only here, so a store that is away for a moment is waited for. */
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

/** Nothing left this machine. */
export function notSent(failure: Failure): Outcome {
  return { sent: false, failure };
}

export const TASK_GONE: Failure = { kind: 'task_gone', reason: { is: 'task_deleted' } };

/**
 * After a write that was refused. Somebody else has the request then; or the store has lost what was
 * written, and this entry may be all that is left to run it.
 */
export async function unlessToRun(deps: RecordDeps, id: string): Promise<Progress> {
  const found = await deps.approval.load(id);
  if (found?.state === 'applying' && found.sentAtMs !== undefined) {
    return { againAtMs: deps.now() + SENT_BY_OTHER_AGAIN_MS };
  }
  const isToRun = found?.state === 'approved' || found?.state === 'applying';
  return isToRun ? { againAtMs: deps.now() + BUSY_AGAIN_MS } : DONE;
}

/** An unchanged start that was left out of the payload may be moved by the API to the present. */
export function differencesOf(request: ChangeRequest, found: RelayTask) {
  return differencesAfter(request.base, request.change, found);
}
