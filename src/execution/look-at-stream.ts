import { appliedAtMs } from '#src/approval/record/request-times.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { knownElsewhereMs } from '#src/approval/known-elsewhere.ts';
import { nextLookMs } from '#src/approval/record/look.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { isDoubtful, newsOf, type StreamLooked } from '#src/approval/record/stream-proof.ts';
import { isRunning } from '#src/approval/run/task-changes.ts';
import { DONE, type Progress } from '#src/ports/progress.ts';
import { type LiveStream, type LiveStreams, streamTarget } from '#src/relay/live-stream.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { appliedLast } from './late-put.ts';

export interface StreamProject {
  /** Undefined: streams cannot be checked. */
  readonly streams?: LiveStreams | undefined;
  /** For how long after a change its stream is checked, in milliseconds. Undefined: not at all. */
  readonly guardMs?: number | undefined;
}

interface Dependencies {
  readonly approval: Pick<ApprovalService, 'load' | 'changesOf' | 'streamSeen'>;
  readonly projects: ReadonlyMap<string, StreamProject>;
  readonly now: () => number;
}

/** When to come back if another change of the task runs, or somebody else wrote the request, in milliseconds. */
const BUSY_AGAIN_MS = 5_000;
/** After this long, an absence that may ping people is checked once more, in milliseconds … */
const DOUBTFUL_AGAIN_MS = 30_000;
/** … but only until this long after the last regular look, if the API does not tell. */
const DOUBTFUL_UNTIL_MS = 10 * 60_000;

/**
 * Begins to check the stream of a task before its PUT. The returned function gives what has been found so far: nobody
 * waits for it, and nothing is delayed by it.
 */
export function beginLook(
  { streams, guardMs }: StreamProject,
  task: RelayTask,
): () => LiveStream | undefined {
  const target = guardMs === undefined ? undefined : streamTarget(task);
  let seen: LiveStream | undefined;
  if (target && streams) {
    void (async () => {
      const look = await streams.look(target);
      if (look.ok) seen = look.stream;
    })();
  }
  return () => seen;
}

/** Checks whether the stream of an applied change is present, and comes back at the times of such looks. */
export async function lookAtStream(deps: Dependencies, id: string): Promise<Progress> {
  const looked = await lookNow(deps, id);
  if (looked === 'over') return DONE;
  if (looked === 'busy') return { againAtMs: deps.now() + BUSY_AGAIN_MS };
  const { request } = looked;
  const guardMs = deps.projects.get(request.project)?.guardMs ?? 0;
  return whenAgain(request, guardMs, deps.now());
}

/**
 * Checks whether the stream of an applied change is present, and records what is new. `over`: nothing left to check,
 * or another change of the task was applied since. `busy`: another change is running, or somebody else wrote the
 * request.
 */
export async function lookNow(
  deps: Dependencies,
  id: string,
): Promise<StreamLooked | 'over' | 'busy'> {
  const { approval, projects } = deps;
  const request = await approval.load(id);
  const project = request && projects.get(request.project);
  if (request?.state === 'applied' && !project) {
    return knownElsewhereMs(appliedAtMs(request), deps.now()) === undefined ? 'over' : 'busy';
  }
  const target = request && streamTarget(request.base);
  const { streams, guardMs } = project ?? {};
  if (!streams || guardMs === undefined || !target || request.state !== 'applied') return 'over';

  const look = await streams.look(target);
  const shown = await whatIsShown(approval, request);
  if (shown === 'another_change') return 'over';
  if (shown === 'unclear') return 'busy';

  if (!look.ok) return { seen: 'unknown', request };
  const news = newsOf(request, look.stream, deps.now());
  const recorded = news && (await approval.streamSeen(request, news));
  if (recorded && !recorded.ok) return 'busy';
  return { seen: look.stream ? 'present' : 'absent', request: recorded?.request ?? request };
}

function whenAgain(request: ChangeRequest, guardMs: number, nowMs: number): Progress {
  const sinceMs = appliedAtMs(request);
  const endMs = sinceMs + guardMs;
  const nextMs =
    nowMs < endMs ? Math.min(nextLookMs('stream', sinceMs, nowMs) ?? endMs, endMs) : undefined;
  const isOpen = isDoubtful(request, nowMs) && nowMs < endMs + DOUBTFUL_UNTIL_MS;
  if (isOpen) return { againAtMs: Math.min(nextMs ?? Infinity, nowMs + DOUBTFUL_AGAIN_MS) };
  return nextMs === undefined ? DONE : { againAtMs: nextMs };
}

/** Whose outcome the stream shows: another change of the task may have been applied since, or is running. */
async function whatIsShown(
  { changesOf }: Pick<ApprovalService, 'changesOf'>,
  request: ChangeRequest,
): Promise<'this_change' | 'another_change' | 'unclear'> {
  const sinceMs = appliedAtMs(request);
  const changes = await changesOf(
    { project: request.project, taskId: request.base.task_id },
    sinceMs,
  );
  if (changes.open.some(isRunning)) return 'unclear';
  return appliedLast(request, changes, sinceMs) ? 'another_change' : 'this_change';
}
