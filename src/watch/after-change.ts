import type { ChangeRequest } from '#src/approval/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { appliedAtMs } from '#src/approval/request-times.ts';
import { isDoubtful, isPausedAfter, type StreamLooked } from '#src/approval/stream-proof.ts';
import { appliedLastOf, isRunning } from '#src/approval/task-changes.ts';
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

/** What events after a change mean for the thread of its request: that the task was reset, alarms, and exits. */

export interface AfterChangeDeps {
  readonly store: WatchStore;
  readonly poster: Pick<WatchPoster, 'note'>;
  readonly projects: ReadonlyMap<string, WatchProject>;
  readonly approval: Pick<ApprovalService, 'changesOf'>;
  /** Looks at the stream of an applied change now, and records what is new, which calls people if need be. */
  readonly lookAtStream: (requestId: string) => Promise<StreamLooked | 'over' | 'busy'>;
  readonly now: () => number;
}

/** A request that was applied so long ago may still be what reset the task, in milliseconds. */
const RESET_WITHIN_MS = 10 * 60_000;
/** An event may come before the outcome of its request is recorded; that is looked for again, in milliseconds. */
const AGAIN_MS = 3_000;
const NOTE_UNTIL_MS = 20_000;
const RUNNING_UNTIL_MS = 3 * 60_000;
const BUSY_AGAIN_MS = 5_000;
/** The clock of a sender may be off by so much, in milliseconds. */
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
    // What was sent long ago is about something else, whenever it arrives.
    const isAfter = receivedAtMs >= fromMs && eventAtMs >= fromMs - CLOCK_MS;
    if (isAfter && receivedAtMs <= appliedMs + withinMs) return request;
  }
  return undefined;
}

/** A reset that follows an applied request is told in its thread, once. */
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
  // A pause ends the push, and that is told as an exit.
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
 * Looks at the stream of a request because of such events, and has the request shown with it. Resolves with the time at which it is to be done again
 * (Unix, ms); undefined: there is nothing more to find out.
 */
export async function lookForGuard(
  deps: AfterChangeDeps,
  requestId: string,
): Promise<number | undefined> {
  const { store, now } = deps;
  const line = await store.guardLine(requestId);
  if (!line || !isToLook(line)) return undefined;
  // Events that came during the look before this one asked for it at once.
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
