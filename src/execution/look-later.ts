import type { ChangeRequest, Outcome } from '#src/approval/record/change-request.ts';
import {
  fromLookName,
  lookedForMs,
  type LookPurpose,
  nextLookMs,
} from '#src/approval/record/look.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { isRunning, type TaskChanges } from '#src/approval/run/task-changes.ts';
import { DONE, type Progress } from '#src/ports/progress.ts';
import { differencesAfter } from '#src/relay/drift.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { appliedLast, hasTakenEffect } from './late-put.ts';
import { type LookAheadDeps, lookBeforeRun } from './look-ahead.ts';
import type { ExecutionProject } from './execute.ts';
import { lookAtStream } from './look-at-stream.ts';

interface Deps extends LookAheadDeps {
  readonly approval: ApprovalService;
  readonly projects: ReadonlyMap<string, ExecutionProject>;
  /** What this process carries out comes first: a look does not take a call of the API before it. */
  readonly execution: { readonly isRunning: () => boolean };
  readonly log: Readonly<Record<'warn', (message: string, fields?: object) => void>>;
}

/** When to come back if a request is running; a change of the same task takes seconds. In milliseconds. */
const BUSY_AGAIN_MS = 5_000;
/** A task that could not be read is read again after this long, in milliseconds … */
const UNREAD_AGAIN_MS = 60_000;
/** … but only until this long after the last regular look. */
const UNREAD_UNTIL_MS = 60 * 60_000;

/**
 * Later checks. They only read; findings are recorded on the request. Tasks are read one after another, and slow
 * media servers do not delay that.
 */
export function createLooks(deps: Deps): (name: string) => Promise<Progress> {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (look: () => Promise<Progress>): Promise<Progress> => {
    const mine = last.then(() =>
      deps.execution.isRunning() ? again(deps, BUSY_AGAIN_MS) : look(),
    );
    last = mine.catch(() => undefined);
    return mine;
  };
  const looks: Readonly<Record<LookPurpose, (id: string) => Promise<Progress>>> = {
    late_put: (id) => inTurn(() => lookForLatePut(deps, id)),
    before_run: (id) => lookBeforeRun(deps, id),
    stream: (id) => lookAtStream(deps, id),
  };
  return (name) => {
    const look = fromLookName(name);
    return look ? looks[look.purpose](look.id) : Promise.resolve(DONE);
  };
}

/** Whether a PUT without a reply has taken effect since its request ended. */
async function lookForLatePut(deps: Deps, id: string): Promise<Progress> {
  const request = await deps.approval.load(id);
  if (!request) return DONE;
  // Recorded by a replica that died before it told the other request.
  if (request.lateEffect) return tellOverwritten(deps, request);
  if (request.lateUntilMs === undefined) return DONE;
  const sinceMs = request.lateUntilMs - lookedForMs('late_put');
  const seen = await lookAtTask(deps, request, sinceMs);
  if (seen === 'busy') return again(deps, BUSY_AGAIN_MS);
  if (seen === 'unread') return unread(deps, request);
  const found = seen.task && hasTakenEffect(request, seen.changes, sinceMs, seen.task);
  if (!seen.task || !found) {
    const nextMs = nextLookMs('late_put', sinceMs, deps.now());
    return nextMs === undefined ? DONE : { againAtMs: nextMs };
  }
  const over = appliedLast(request, seen.changes, sinceMs);
  const result = await deps.approval.lateEffect(id, outcomeOf(request, seen.task), over?.id);
  // The request is running again, or somebody else was faster.
  return result.ok ? tellOverwritten(deps, result.request) : again(deps, BUSY_AGAIN_MS);
}

type Seen =
  | { readonly task: RelayTask | undefined; readonly changes: TaskChanges }
  /** Something is running, or ran while the task was read, so the reading proves nothing. */
  | 'busy'
  | 'unread';

/** The task, with the changes that led to what it has. Undefined: the API does not know it. */
async function lookAtTask(
  { approval, projects }: Deps,
  request: ChangeRequest,
  sinceMs: number,
): Promise<Seen> {
  const { project, base } = request;
  const task = { project, taskId: base.task_id };
  const before = await approval.changesOf(task, sinceMs);
  const read = await projects.get(project)?.tasks.read(base.task_id);
  if (!read?.ok) return 'unread';
  const changes = await approval.changesOf(task, sinceMs);
  if (changes.open.some(isRunning) || versionsOf(before) !== versionsOf(changes)) return 'busy';
  return { task: read.ok === true ? read.task : undefined, changes };
}

function versionsOf({ open, closed }: TaskChanges): string {
  return [...open, ...closed].map(({ id, version }) => `${id} ${version}`).join();
}

function outcomeOf(request: ChangeRequest, task: RelayTask): Outcome {
  const differences = differencesAfter(request.base, request.change, task);
  return { ...request.outcome, sent: true, after: task, differences };
}

async function tellOverwritten({ approval, log }: Deps, request: ChangeRequest): Promise<Progress> {
  const over = request.lateEffect?.over;
  if (over === undefined) return DONE;
  const result = await approval.overwritten(over, request.id);
  const isTold = result.ok || result.request?.overwritten?.by === request.id;
  if (!isTold)
    log.warn('cannot record that a late PUT undid a request', { request: over, by: request.id });
  return DONE;
}

function unread(deps: Deps, { id, lateUntilMs = 0 }: ChangeRequest): Progress {
  if (deps.now() < lateUntilMs + UNREAD_UNTIL_MS) return again(deps, UNREAD_AGAIN_MS);
  deps.log.warn('a task with an open outcome could not be read', { request: id });
  return DONE;
}

function again({ now }: Pick<Deps, 'now'>, ms: number): Progress {
  return { againAtMs: now() + ms };
}
