import type { ChangeRequest, Outcome } from '#src/approval/record/change-request.ts';
import { DONE, type Progress } from '#src/ports/progress.ts';
import { holdsChange } from '#src/relay/drift.ts';
import type { RelayTasks } from '#src/relay/live-api.ts';
import { differencesOf, fail, finish, type RecordDeps, TASK_GONE } from './record-outcome.ts';

/** How long a PUT may still take effect after its reply was lost; the API's gateway gives up well before that. */
export const SETTLE_UNTIL_MS = 60_000;
const SETTLE_AGAIN_MS = 5_000;
/** If a task cannot be read for this long, somebody has to look into it; logged again after the same time. */
const UNREAD_ALARM_MS = 5 * 60_000;

interface SettleDeps extends RecordDeps {
  readonly projects: ReadonlyMap<string, { readonly tasks: RelayTasks }>;
}

/** Reads the task to find out what a PUT without a reply did. */
export function createSettle(deps: SettleDeps) {
  const alarmedAtMs = new Map<string, number>();
  return async (id: string): Promise<Progress> => {
    const request = await deps.approval.load(id);
    if (request?.state !== 'unconfirmed') return DONE;
    const tasks = deps.projects.get(request.project)?.tasks;
    const read = await tasks?.read(request.base.task_id);
    if (!read?.ok) {
      const sinceMs = alarmedAtMs.get(id) ?? request.sentAtMs ?? request.createdAtMs;
      if (deps.now() - sinceMs >= UNREAD_ALARM_MS) {
        alarmedAtMs.set(id, deps.now());
        const { project, base } = request;
        const fields = { request: id, project, task_id: base.task_id, failure: read?.failure };
        deps.log.error('request: unconfirmed, and its task cannot be read', fields);
      }
      return { againAtMs: deps.now() + SETTLE_AGAIN_MS };
    }
    alarmedAtMs.delete(id);
    const failure = request.outcome?.failure;
    const known = { sent: true, failure, streamBefore: request.outcome?.streamBefore };
    const later = { againAtMs: deps.now() + SETTLE_AGAIN_MS };
    const isOver = deps.now() >= lostAtMs(request) + SETTLE_UNTIL_MS;
    if (read.ok === 'not_found') {
      // A single reading that does not know the task does not prove that it is gone.
      return isOver ? fail(deps, request, { ...known, failure: TASK_GONE }) : later;
    }
    const outcome: Outcome = {
      ...known,
      after: read.task,
      differences: differencesOf(request, read.task),
    };
    if (holdsChange(request.change, read.task)) return finish(deps, request, 'succeed', outcome);
    return isOver ? fail(deps, request, outcome) : later;
  };
}

/** The PUT was sent before this time, so a minute later it can no longer take effect. */
function lostAtMs({ history, sentAtMs, createdAtMs }: ChangeRequest): number {
  return history.findLast(({ event }) => event === 'lose')?.atMs ?? sentAtMs ?? createdAtMs;
}
