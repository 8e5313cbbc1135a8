import { type ChangeRequest, missedFromMs, type Outcome } from '#src/approval/change-request.ts';
import type { Result } from '#src/approval/approval-context.ts';
import type { ApprovalService, Ending } from '#src/approval/service.ts';
import { DONE, type Progress } from '#src/ports/progress.ts';
import type { SourceLooks } from '#src/ports/source-checks.ts';
import { differencesAfter, driftOf, holdsChange } from '#src/relay/drift.ts';
import type { Failure, RelayTasks } from '#src/relay/live-api.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { withoutSecrets } from '#src/relay/secret.ts';
import { changedSince } from '#src/relay/source-pin.ts';
import type { SourcePolicy } from '#src/relay/source-url.ts';
import { lookAgain, problemsNow } from './before-the-call.ts';

/** A project as far as executing is concerned. */
export interface ExecutionProject {
  readonly tasks: RelayTasks;
  readonly sources: SourcePolicy;
}

interface Dependencies {
  readonly approval: Pick<
    ApprovalService,
    | 'load'
    | 'claim'
    | 'expire'
    | 'findingsNow'
    | 'isToHoldBack'
    | 'holdBack'
    | 'markSent'
    | 'keepMark'
    | 'finish'
    | 'whyFrozen'
  >;
  readonly projects: ReadonlyMap<string, ExecutionProject>;
  readonly sources: Pick<SourceLooks, 'looked' | 'isRequired'>;
  /**
   * Until then nothing is claimed that somebody may have begun: the store has just come back, and whoever
   * has a PUT under way may have to write its mark again. Unix milliseconds.
   */
  readonly holdUntilMs: () => Promise<number>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Readonly<Record<'warn' | 'error', (message: string, fields?: object) => void>>;
}

/** Another request runs on the same relay task; looking again after this long is soon enough. */
const BUSY_AGAIN_MS = 2_000;

/** Another replica makes the call of this request; it has ended after this long, or that replica has. */
const SENT_BY_OTHER_AGAIN_MS = 30_000;

/**
 * The longest that may pass between the mark and the PUT, in milliseconds. A process that was
 * frozen in between for longer may have been given up by the others, so it sends nothing.
 */
const SEND_WITHIN_MS = 2_000;
/** And the longest that its turn, signing in and a throttle may hold it up after that, in milliseconds. */
const SENT_BY_MS = 20_000;

/** When the task is read again after a 200, in milliseconds from one reading to the next. */
const READ_BACK_MS = [0, 500, 1_500, 3_000] as const;

/** How long a PUT may still take effect when its answer is lost; the API's own gateway gives up well before. */
export const SETTLE_UNTIL_MS = 60_000;
const SETTLE_AGAIN_MS = 5_000;
/** A task that cannot be read for so long needs somebody who looks; said again as often. */
const UNREAD_ALARM_MS = 5 * 60_000;

interface Room extends Dependencies {
  /** Requests whose PUT is under way in this process, as they were marked for it. */
  readonly underWay: Map<string, ChangeRequest>;
}

/** Carries out approved requests: at most one PUT for each, and the truth about it afterwards. */
export function createExecution(dependencies: Dependencies) {
  const room: Room = { ...dependencies, underWay: new Map() };
  const alarmedAtMs = new Map<string, number>();
  let running = 0;
  const counted = async (work: Promise<Progress>): Promise<Progress> => {
    running += 1;
    return work.finally(() => (running -= 1));
  };
  return {
    /**
     * Claims an approved request and runs it; a request that is not approved any more is done. One that
     * was `claimed` for this call is run as it is.
     */
    execute: (id: string, claimed?: ChangeRequest) =>
      counted(claimed ? run(room, claimed) : execute(room, id)),
    /** Whether a request is being carried out in this process now. */
    isRunning: () => running > 0,
    /** Reads what became of an unconfirmed request. */
    settle: (id: string) => settle(room, id, alarmedAtMs),
    /** Sees to it, twice a second, that no PUT is on its way whose mark the store has lost. */
    keepMarks: async (): Promise<void> => {
      await Promise.all([...room.underWay.values()].map(room.approval.keepMark));
    },
  };
}

async function execute(room: Room, id: string): Promise<Progress> {
  const { approval } = room;
  const holdUntilMs = await room.holdUntilMs();
  if (room.now() < holdUntilMs) return { againAtMs: holdUntilMs };
  const found = await approval.load(id);
  if (found?.state === 'applying' && found.sentAtMs !== undefined) {
    // Whoever sent the PUT is gone, and with it the answer: an entry is with one replica at a time.
    return finish(room, found, 'lose', { sent: true });
  }
  if (found && room.now() >= missedFromMs(found)) {
    if (found.state === 'approved') await approval.expire(id);
    // Claimed in time by somebody who died before the mark.
    if (found.state === 'applying') return fail(room, found, notSent(MISSED));
    return DONE;
  }
  const claim = await approval.claim(id, found);
  if (claim.ok) return run(room, claim.request);
  return claim.refusal.reason === 'busy' ? { againAtMs: room.now() + BUSY_AGAIN_MS } : DONE;
}

async function run(room: Room, claimed: ChangeRequest): Promise<Progress> {
  const project = room.projects.get(claimed.project);
  if (!project) return fail(room, claimed, notSent(NOT_CONFIGURED));
  await lookAgain(room, claimed);
  const read = await project.tasks.read(claimed.base.task_id);
  if (read.ok === 'not_found') return fail(room, claimed, notSent(TASK_GONE));
  if (!read.ok) return fail(room, claimed, notSent(read.failure));

  const { base, change } = claimed;
  const drift = driftOf(base, read.task, change);
  const moved = [...drift.overlapping, ...drift.disjoint];
  // A merged payload would put fields back that somebody else moved, so any drift stops it.
  if (moved.length > 0) {
    return finish(room, claimed, 'drift', { sent: false, drift: moved, after: read.task });
  }
  const found = await room.approval.findingsNow(claimed);
  const { sources } = project;
  const problems = problemsNow(room, claimed, { sources, pins: found.pins });
  if (problems.length > 0) return fail(room, claimed, { sent: false, problems, after: read.task });
  if (room.approval.isToHoldBack(claimed, found, room.now())) {
    const held = await room.approval.holdBack(claimed, found);
    return held.ok ? DONE : unlessToRun(room, claimed.id);
  }

  const markedFromMs = room.now();
  const changed = changedSince(claimed.pins ?? [], found.pins ?? []);
  const marked = await room.approval.markSent(claimed, read.task, changed);
  if (!marked.ok) return unlessToRun(room, claimed.id);
  if (room.now() - markedFromMs > SEND_WITHIN_MS) {
    return fail(room, marked.request, notSent(FROZEN));
  }
  room.underWay.set(claimed.id, marked.request);
  try {
    return await send(room, project.tasks, marked.request);
  } finally {
    room.underWay.delete(claimed.id);
  }
}

/**
 * After a write that was refused. Somebody else has the request then; or the store has lost what was
 * written, and this entry may be all that is left to run it.
 */
async function unlessToRun(room: Room, id: string): Promise<Progress> {
  const found = await room.approval.load(id);
  if (found?.state === 'applying' && found.sentAtMs !== undefined) {
    return { againAtMs: room.now() + SENT_BY_OTHER_AGAIN_MS };
  }
  const isToRun = found?.state === 'approved' || found?.state === 'applying';
  return isToRun ? { againAtMs: room.now() + BUSY_AGAIN_MS } : DONE;
}

async function send(room: Room, tasks: RelayTasks, request: ChangeRequest): Promise<Progress> {
  const answer = await tasks.modify(request.payload, room.now() + SENT_BY_MS);
  if (answer.kind === 'not_sent') return fail(room, request, notSent(answer.failure));
  if (answer.kind === 'refused') {
    // The task is read all the same: the card says what it holds, not what it should.
    const after = await readOnce(tasks, request);
    const outcome = { sent: true, failure: answer.failure, after };
    // A no after which the task holds the change was none.
    const isHeld = after !== undefined && holdsChange(request.change, after);
    return isHeld
      ? finish(room, request, 'succeed', {
          ...outcome,
          differences: differencesOf(request, after),
        })
      : fail(room, request, outcome);
  }
  if (answer.kind === 'unknown') {
    return finish(room, request, 'lose', { sent: true, failure: answer.failure });
  }
  const after = await readBack(room, tasks, request);
  return finish(room, request, 'succeed', {
    sent: true,
    request_id: answer.request_id,
    after,
    differences: after && differencesOf(request, after),
  });
}

/** Reads the task until it holds all that was sent, or the schedule ends. */
async function readBack(
  room: Room,
  tasks: RelayTasks,
  request: ChangeRequest,
): Promise<RelayTask | undefined> {
  let last: RelayTask | undefined;
  for (const waitMs of READ_BACK_MS) {
    if (waitMs > 0) await room.sleep(waitMs);
    last = (await readOnce(tasks, request)) ?? last;
    if (last && holdsChange(request.payload, last)) return last;
  }
  return last;
}

async function settle(room: Room, id: string, alarmedAtMs: Map<string, number>): Promise<Progress> {
  const request = await room.approval.load(id);
  if (request?.state !== 'unconfirmed') return DONE;
  const tasks = room.projects.get(request.project)?.tasks;
  const read = await tasks?.read(request.base.task_id);
  if (!read?.ok) {
    const sinceMs = alarmedAtMs.get(id) ?? request.sentAtMs ?? request.createdAtMs;
    if (room.now() - sinceMs >= UNREAD_ALARM_MS) {
      alarmedAtMs.set(id, room.now());
      const { project, base } = request;
      const fields = { request: id, project, task_id: base.task_id, failure: read?.failure };
      room.log.error('request: unconfirmed, and its task cannot be read', fields);
    }
    return { againAtMs: room.now() + SETTLE_AGAIN_MS };
  }
  alarmedAtMs.delete(id);
  const failure = request.outcome?.failure;
  const known = { sent: true, failure };
  const later = { againAtMs: room.now() + SETTLE_AGAIN_MS };
  const isOver = room.now() >= lostAtMs(request) + SETTLE_UNTIL_MS;
  if (read.ok === 'not_found') {
    // One reading that does not know the task is no proof that it is gone.
    return isOver ? fail(room, request, { ...known, failure: TASK_GONE }) : later;
  }
  const outcome: Outcome = {
    ...known,
    after: read.task,
    differences: differencesOf(request, read.task),
  };
  if (holdsChange(request.change, read.task)) return finish(room, request, 'succeed', outcome);
  return isOver ? fail(room, request, outcome) : later;
}

/** The PUT left before that, so whatever it does is done a minute later. */
function lostAtMs({ history, sentAtMs, createdAtMs }: ChangeRequest): number {
  return history.findLast(({ event }) => event === 'lose')?.atMs ?? sentAtMs ?? createdAtMs;
}

/** An unchanged start that was left out of the payload may be moved by the API to the present. */
function differencesOf(request: ChangeRequest, found: RelayTask) {
  return differencesAfter(request.base, request.change, found);
}

async function readOnce(tasks: RelayTasks, request: ChangeRequest): Promise<RelayTask | undefined> {
  const read = await tasks.read(request.base.task_id);
  return read.ok === true ? read.task : undefined;
}

function fail(room: Room, request: ChangeRequest, outcome: Outcome): Promise<Progress> {
  return finish(room, request, 'fail', outcome);
}

async function finish(
  room: Room,
  request: ChangeRequest,
  ending: Ending,
  outcome: Outcome,
): Promise<Progress> {
  const result = await record(room, request, ending, outcome);
  if (!result.ok) {
    // Somebody took this request over; what they find by reading is the truth that is told.
    const fields = { request: request.id, ending, outcome: withoutSecrets(outcome) };
    room.log.warn('outcome not recorded', fields);
    return unlessToRun(room, request.id);
  }
  return DONE;
}

/** What the API answered is known only here, so a store that is away for a moment is waited for. */
async function record(
  room: Room,
  request: ChangeRequest,
  ending: Ending,
  outcome: Outcome,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await room.approval.finish(request, ending, outcome);
    } catch (error) {
      if (attempt >= RECORD_ATTEMPTS_MAX) throw error;
      await room.sleep(RECORD_AGAIN_MS);
    }
  }
}

const RECORD_ATTEMPTS_MAX = 40;
const RECORD_AGAIN_MS = 500;

function notSent(failure: Failure): Outcome {
  return { sent: false, failure };
}

const TASK_GONE: Failure = { kind: 'task_gone', reason: { is: 'task_deleted' } };
const NOT_CONFIGURED: Failure = { kind: 'credentials', reason: { is: 'project_not_configured' } };
const MISSED: Failure = { kind: 'timeout', reason: { is: 'slot_missed' } };
const FROZEN: Failure = { kind: 'timeout', reason: { is: 'stood_still' } };
