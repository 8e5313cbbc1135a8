import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import {
  approvedAtMs,
  dueFromMs,
  missedFromMs,
  runsAtMs,
} from '#src/approval/record/request-times.ts';
import { movedStanding } from '#src/approval/states/chain.ts';
import { knownElsewhereMs } from '#src/approval/known-elsewhere.ts';
import { DONE, type Progress } from '#src/ports/progress.ts';
import type { SourceLooks } from '#src/ports/source-checks.ts';
import { driftOf, holdsChange, isAnotherTask } from '#src/relay/drift.ts';
import type { Failure, RelayTasks } from '#src/relay/live-api.ts';
import type { LiveStream } from '#src/relay/live-stream.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { changedSince } from '#src/relay/source-pin.ts';
import type { SourcePolicy } from '#src/relay/source-url.ts';
import { problemsNow } from './before-the-call.ts';
import { beforeLink, expectedOf, stopped } from './link.ts';
import { lookIfMissed } from './look-ahead.ts';
import { beginLook, type StreamProject } from './look-at-stream.ts';
import {
  BUSY_AGAIN_MS,
  differencesOf,
  fail,
  finish,
  notSent,
  type RecordDeps,
  TASK_GONE,
  TASK_REPLACED,
  unlessToRun,
} from './record-outcome.ts';
import { createSettle } from './settle.ts';

export interface ExecutionProject extends StreamProject {
  readonly tasks: RelayTasks;
  readonly sources: SourcePolicy;
}

interface Deps extends RecordDeps {
  readonly projects: ReadonlyMap<string, ExecutionProject>;
  readonly sources: Pick<SourceLooks, 'lookedSince' | 'isRequired'>;
  /**
   * Until this time, nothing is claimed that was approved at `approvedAtMs` and may have begun already: the store has
   * just come back, and a replica that is sending a PUT may have to write its mark again. In Unix milliseconds.
   */
  readonly holdUntilMs: (approvedAtMs: number) => Promise<number>;
}

/**
 * The most that may pass between the mark and the PUT, in milliseconds. If a process was frozen for longer, others
 * may have taken over, so it sends nothing.
 */
const SEND_WITHIN_MS = 2_000;
/** The most that waiting in line, signing in and throttling may add to that, in milliseconds. */
const SENT_BY_MS = 20_000;

/** Pauses before each reading of the task after a 200, in milliseconds. */
const READ_BACK_MS = [0, 500, 1_500, 3_000] as const;

interface RunDeps extends Deps {
  /** Requests whose PUT is being sent by this process, as they were marked for it. */
  readonly underWay: Map<string, ChangeRequest>;
}

/** Carries out approved requests: at most one PUT for each, and its real outcome. */
export function createExecution(deps: Deps) {
  const runDeps: RunDeps = { ...deps, underWay: new Map() };
  let running = 0;
  const counted = async (work: Promise<Progress>): Promise<Progress> => {
    running += 1;
    return work.finally(() => (running -= 1));
  };
  return {
    /** Claims an approved request and runs it; if it is no longer approved, there is nothing to do. */
    execute: (id: string) => counted(execute(runDeps, id)),
    /** Whether this process is carrying out a request. */
    isRunning: () => running > 0,
    settle: createSettle(deps),
    /** Called twice a second: writes the marks of running PUTs again if the store has lost them. */
    keepMarks: async (): Promise<void> => {
      await Promise.all([...runDeps.underWay.values()].map(deps.approval.keepMark));
    },
  };
}

async function execute(deps: RunDeps, id: string): Promise<Progress> {
  const { approval } = deps;
  const found = await approval.load(id);
  const holdUntilMs = await deps.holdUntilMs((found && approvedAtMs(found)) ?? 0);
  if (deps.now() < holdUntilMs) return { againAtMs: holdUntilMs };
  if (found?.state === 'applying' && found.sentAtMs !== undefined) {
    // The replica that sent the PUT is gone, and the answer with it: only one replica works on an entry.
    return finish(deps, found, 'lose', { sent: true });
  }
  const runMs = found?.state === 'approved' ? (runsAtMs(found) ?? 0) : 0;
  // It was moved to a later time since this entry was set.
  if (deps.now() < runMs) return { againAtMs: runMs };
  const isKnown = !found || deps.projects.has(found.project);
  const elsewhereMs = isKnown ? undefined : knownElsewhereMs(dueFromMs(found), deps.now());
  if (elsewhereMs !== undefined) return { againAtMs: elsewhereMs };
  const waiting = found && (await beforeLink(deps, found));
  if (waiting) return waiting;
  if (found && deps.now() >= missedFromMs(found)) {
    if (found.state === 'approved') await approval.expire(id);
    // Claimed in time by a replica that died before the mark.
    if (found.state === 'applying') return fail(deps, found, notSent(MISSED));
    return DONE;
  }
  if (found) await lookIfMissed(deps, found);
  const claim = await approval.claim(id, found);
  if (claim.ok) return run(deps, claim.request);
  return claim.refusal.reason === 'busy' ? { againAtMs: deps.now() + BUSY_AGAIN_MS } : DONE;
}

async function run(deps: RunDeps, claimed: ChangeRequest): Promise<Progress> {
  const project = deps.projects.get(claimed.project);
  if (!project) return fail(deps, claimed, notSent(NOT_CONFIGURED));
  const streamBefore = beginLook(project, claimed.base);
  const read = await project.tasks.read(claimed.base.task_id);
  if (read.ok === 'not_found') return fail(deps, claimed, notSent(TASK_GONE));
  if (!read.ok) return fail(deps, claimed, notSent(read.failure));

  const { base, change } = claimed;
  if (isAnotherTask(base, read.task)) return fail(deps, claimed, notSent(TASK_REPLACED));
  const expected = await expectedOf(deps, claimed);
  const drift = driftOf(expected ?? base, read.task, change);
  const moved = [...drift.overlapping, ...drift.disjoint];
  // A merged payload would undo fields that somebody else changed, so any drift stops it.
  if (moved.length > 0) {
    if (expected) return stopped(deps, claimed, movedStanding(claimed, read.task, moved));
    return finish(deps, claimed, 'drift', { sent: false, drift: moved, after: read.task });
  }
  const [found, frozen] = await Promise.all([
    deps.approval.findingsNow(claimed),
    deps.approval.whyFrozen(claimed),
  ]);
  const { sources } = project;
  const problems = problemsNow(deps, claimed, { sources, pins: found.pins, frozen });
  if (problems.length > 0) return fail(deps, claimed, { sent: false, problems, after: read.task });
  if (deps.approval.isToHoldBack(claimed, found, deps.now())) {
    const held = await deps.approval.holdBack(claimed, found);
    return held.ok ? DONE : unlessToRun(deps, claimed.id);
  }

  const markedFromMs = deps.now();
  const changed = changedSince(claimed.pins ?? [], found.pins ?? []);
  const marked = await deps.approval.markSent(claimed, read.task, changed);
  if (!marked.ok) return unlessToRun(deps, claimed.id);
  if (deps.now() - markedFromMs > SEND_WITHIN_MS) {
    return fail(deps, marked.request, notSent(FROZEN));
  }
  deps.underWay.set(claimed.id, marked.request);
  try {
    return await send(deps, project.tasks, marked.request, streamBefore);
  } finally {
    deps.underWay.delete(claimed.id);
  }
}

async function send(
  deps: Deps,
  tasks: RelayTasks,
  request: ChangeRequest,
  streamBefore: () => LiveStream | undefined,
): Promise<Progress> {
  const answer = await tasks.modify(request.payload, deps.now() + SENT_BY_MS);
  if (answer.kind === 'not_sent') return fail(deps, request, notSent(answer.failure));
  if (answer.kind === 'refused') {
    // The task is read anyway: the card says what it holds, not what it should hold.
    const after = await readOnce(tasks, request);
    const outcome = { sent: true, failure: answer.failure, after, streamBefore: streamBefore() };
    // If the task has the change after a refusal, it was not really refused.
    const isHeld = after !== undefined && holdsChange(request.change, after);
    return isHeld
      ? finish(deps, request, 'succeed', {
          ...outcome,
          differences: differencesOf(request, after),
        })
      : fail(deps, request, outcome);
  }
  if (answer.kind === 'unknown') {
    const outcome = { sent: true, failure: answer.failure, streamBefore: streamBefore() };
    return finish(deps, request, 'lose', outcome);
  }
  const after = await readBack(deps, tasks, request);
  return finish(deps, request, 'succeed', {
    sent: true,
    request_id: answer.request_id,
    after,
    differences: after && differencesOf(request, after),
    streamBefore: streamBefore(),
  });
}

/** Reads the task until it has everything that was sent, or there are no more readings. */
async function readBack(
  deps: Deps,
  tasks: RelayTasks,
  request: ChangeRequest,
): Promise<RelayTask | undefined> {
  let last: RelayTask | undefined;
  for (const waitMs of READ_BACK_MS) {
    if (waitMs > 0) await deps.sleep(waitMs);
    last = (await readOnce(tasks, request)) ?? last;
    if (last && holdsChange(request.payload, last)) return last;
  }
  return last;
}

const NOT_CONFIGURED: Failure = { kind: 'credentials', reason: { is: 'project_not_configured' } };
const MISSED: Failure = { kind: 'timeout', reason: { is: 'slot_missed' } };
const FROZEN: Failure = { kind: 'timeout', reason: { is: 'stood_still' } };

async function readOnce(tasks: RelayTasks, request: ChangeRequest): Promise<RelayTask | undefined> {
  const read = await tasks.read(request.base.task_id);
  return read.ok === true ? read.task : undefined;
}
