import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { appliedAtMs } from '#src/approval/record/request-times.ts';
import { isDoubtful, isPausedAfter, type StreamLooked } from '#src/approval/record/stream-proof.ts';
import { appliedLastOf, isRunning } from '#src/approval/run/task-changes.ts';
import type { Progress } from '#src/ports/progress.ts';
import {
  GUARD_DOUBTFUL_AGAIN_MS,
  guardedCount,
  guardedEvent,
  type GuardedEvent,
  type GuardLine,
  guardLookMs,
  isToLook,
  withGuarded,
} from './guard.ts';
import type { Changing, TakenEvent, WatchPoster, WatchProject, WatchStore } from './ports.ts';

/** What events after a change add to the thread of its request: a reset of the task, alarms and exits. */

export interface AfterChangeDeps {
  readonly store: WatchStore;
  readonly poster: Pick<WatchPoster, 'note'>;
  readonly projects: ReadonlyMap<string, WatchProject>;
  readonly approval: Pick<ApprovalService, 'changesOf'>;
  /** Looks at the stream of an applied change now and records the result, which may call people. */
  readonly lookAtStream: (requestId: string) => Promise<StreamLooked | 'over' | 'busy'>;
  readonly now: () => number;
}

/** A reset this long after a change may still be caused by it, in milliseconds. */
const RESET_WITHIN_MS = 10 * 60_000;
/** An event may come before the outcome of its request is recorded, so the request is looked up again, in milliseconds. */
const AGAIN_MS = 3_000;
const NOTE_UNTIL_MS = 20_000;
const RUNNING_UNTIL_MS = 3 * 60_000;
const BUSY_AGAIN_MS = 5_000;
/** The sender's clock may be off by this much, in milliseconds. */
const CLOCK_MS = 60_000;

/** Notes an event with the request that was applied last, if it came soon after that. */
export async function noteAfterChange(
  deps: AfterChangeDeps,
  taken: TakenEvent,
): Promise<Progress | undefined> {
  const { event } = taken.event;
  const guarded = guardedEvent(event);
  if (!guarded && event !== 'ResetTaskConfig') return undefined;
  const ageMs = deps.now() - taken.receivedAtMs;
  const again = { againAtMs: deps.now() + AGAIN_MS };
  const found = await changeBefore(deps, taken, guarded !== undefined);
  if (found === 'running') return ageMs < RUNNING_UNTIL_MS ? again : undefined;
  if (!found) return undefined;
  if (guarded) return countGuarded(deps, found, guarded, taken);
  const isNoted = await noteReset(deps, found, taken);
  return isNoted || ageMs >= NOTE_UNTIL_MS ? undefined : again;
}

/** The change that an event came after. */
async function changeBefore(
  { approval, projects }: AfterChangeDeps,
  { event, receivedAtMs }: TakenEvent,
  isGuarded: boolean,
): Promise<ChangeRequest | 'running' | undefined> {
  const { taskId, eventAtMs = receivedAtMs } = event;
  const clouds = new Set<string>();
  for (const { name, cloud, guardMs } of projects.values()) {
    const withinMs = isGuarded ? guardMs : RESET_WITHIN_MS;
    if (withinMs === undefined || clouds.has(cloud)) continue;
    clouds.add(cloud);
    const changes = await approval.changesOf({ project: name, taskId }, receivedAtMs - withinMs);
    if (changes.open.some(isRunning)) return 'running';
    const request = appliedLastOf(changes);
    if (!request) continue;
    const appliedMs = appliedAtMs(request);
    const fromMs = request.sentAtMs ?? appliedMs;
    // An event from before the change is about something else, even if it arrives later.
    const isAfter = receivedAtMs >= fromMs && eventAtMs >= fromMs - CLOCK_MS;
    if (isAfter && receivedAtMs <= appliedMs + withinMs) return request;
  }
  return undefined;
}

/** Notes a reset in the thread of the applied request before it, once. */
async function noteReset(
  { store, poster }: AfterChangeDeps,
  request: ChangeRequest,
  taken: TakenEvent,
): Promise<boolean> {
  if (!(await store.claimNote(request.id))) return false;
  try {
    if (await poster.note(request, taken)) return true;
  } catch (error) {
    await store.releaseNote(request.id);
    throw error;
  }
  await store.releaseNote(request.id);
  return false;
}

async function countGuarded(
  { store, now }: AfterChangeDeps,
  request: ChangeRequest,
  event: GuardedEvent,
  taken: TakenEvent,
): Promise<undefined> {
  // A pause ends the push, which the API reports as an exit.
  if (isPausedAfter(request)) return undefined;
  const heard = { id: taken.id, request: request.id, event, atMs: taken.receivedAtMs };
  const counted: Changing<GuardLine> = (line) => {
    const next = withGuarded(line, { ...heard, said: taken.event.said });
    return { next, dueMs: guardLookMs(next, now()) };
  };
  await store.changeGuardLine(request.id, counted, 'look');
  return undefined;
}

/**
 * Looks at the stream of a request because of alarms or exits, and updates what is shown of the request. Resolves with
 * the time of the next look (Unix, ms), if there is to be one.
 */
export async function lookForGuard(
  deps: AfterChangeDeps,
  requestId: string,
): Promise<number | undefined> {
  const { store, now } = deps;
  const line = await store.guardLine(requestId);
  if (!line || !isToLook(line)) return undefined;
  // Events that came during the previous look made this one due at once.
  const dueMs = guardLookMs(line, now());
  if (dueMs > now()) return dueMs;
  const found = await deps.lookAtStream(requestId);
  if (found === 'busy') return now() + BUSY_AGAIN_MS;
  const seen = found === 'over' ? 'unknown' : found.seen;
  const doubtful = found !== 'over' && seen === 'absent' && isDoubtful(found.request, now());
  const looked = { seen, atMs: now(), count: guardedCount(line), isDoubtful: doubtful };
  const withLook: Changing<GuardLine> = (latest = line) => ({
    next: { ...latest, looked },
    dueMs: now(),
  });
  await store.changeGuardLine(requestId, withLook, 'show');
  return doubtful ? now() + GUARD_DOUBTFUL_AGAIN_MS : undefined;
}
