import { appliedAtMs } from '#src/approval/record/request-times.ts';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { knownElsewhereMs } from '#src/approval/known-elsewhere.ts';
import { nextLookMs } from '#src/approval/record/look.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { type StreamLooked, isDoubtful, newsOf } from '#src/approval/record/stream-proof.ts';
import { type TaskChanges, isRunning } from '#src/approval/run/task-changes.ts';
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
  const task = { project: request.project, taskId: request.base.task_id };
  const sinceMs = appliedAtMs(request);
  const changes = await approval.changesOf(task, sinceMs);
  // The stream shows the outcome of the last change.
  if (changes.open.some(isRunning)) return 'busy';
  if (appliedLast(request, changes, sinceMs)) return 'over';

  if (!look.ok) return { seen: 'unknown', request };
  const news = newsOf(request, look.stream, deps.now(), seenEarlier(request, changes));
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

/** The stream of the task as an earlier change last saw it: a pause, or a change that lost it. */
function seenEarlier({ id }: ChangeRequest, { closed }: TaskChanges): LiveStream | undefined {
  return closed
    .filter((each) => each.id !== id)
    .toSorted((a, b) => appliedAtMs(b) - appliedAtMs(a))
    .map(({ stream, outcome }) => stream?.stream ?? outcome?.streamBefore)
    .find((seen) => seen !== undefined);
}
