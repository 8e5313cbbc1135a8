import { sha256 } from '#src/basics/sha256.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { planOf } from '#src/relay/forecast/plan.ts';
import { type Ending, isSameEnd } from '#src/relay/forecast/ending.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { dueEnds, isAhead, knownEnds } from './due.ts';
import type {
  EndingPoster,
  EndingProject,
  Endings,
  EndingState,
  EndingStore,
  EndNotice,
  NoticedEnd,
  Settled,
  TaskEnd,
  ToldEnds,
} from './ports.ts';

export interface StepDeps {
  /** By project of the cloud. */
  readonly projects: ReadonlyMap<string, EndingProject>;
  readonly endings: Endings;
  readonly store: EndingStore;
  readonly poster: EndingPoster;
  readonly approval: Pick<ApprovalService, 'page'>;
  /** Takes the lease of a project once more; false: another replica has it. */
  readonly renew: (cloud: string) => Promise<boolean>;
  /** Whether this process carries out a change: that comes first. */
  readonly isBusy: () => boolean;
  readonly isStopping: () => boolean;
  readonly newId: () => string;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly log: Readonly<Record<'warn', (message: string, fields?: object) => void>>;
}

/**
 * Every task is read so often, in milliseconds: an end that somebody brings forward elsewhere is noticed in time
 * to call people half an hour before it.
 */
const READ_EVERY_MS = 30 * 60_000;
/** While people were called for an end that has not come, it is looked at again after this long, in milliseconds. */
const FOLLOW_MS = 10 * 60_000;
/** A list that could not be read is read again, in milliseconds. */
const UNREAD_AGAIN_MS = 60_000;
/** A project that this replica does not know, or that calls nobody here, in milliseconds: another may know it … */
const UNKNOWN_AGAIN_MS = 5 * 60_000;
/** … but not if nobody has read its tasks for so long. */
const UNKNOWN_FOR_MS = 24 * 60 * 60_000;
/** Between two pages of a list, in milliseconds: no limit is published, and this is in no hurry. */
const PAGE_PAUSE_MS = 250;
/** A page waits no longer for what this process carries out, in milliseconds. */
const BUSY_MAX_MS = 10_000;
/** Ends that one message names, each with its buttons. */
const NAMED_MAX = 10;
/** Open requests that are named for one of them. */
const OPEN_MAX = 3;

/** Another replica goes on with it, or this one later. */
class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** When the tasks of a project are read next, in Unix milliseconds: each project has a moment of its own. */
export function nextReadMs(cloud: string, nowMs: number): number {
  const offsetMs = Number.parseInt(sha256(cloud).slice(0, 8), 16) % READ_EVERY_MS;
  return (Math.floor((nowMs - offsetMs) / READ_EVERY_MS) + 1) * READ_EVERY_MS + offsetMs;
}

/**
 * One step of the loop of a project, under its lease: reads every task, calls people for what ends within the hour,
 * and tells what became of the ends that they were called for. It may be repeated after any kill. Resolves with the
 * time of the next step, in Unix milliseconds; undefined: nobody is to be called in this project any more.
 */
export async function step(deps: StepDeps, cloud: string): Promise<number | undefined> {
  const { store, now, log } = deps;
  const project = deps.projects.get(cloud);
  const found = await store.load(cloud);
  if (!project || project.keepOnAir.length === 0) {
    return now() - found.readMs < UNKNOWN_FOR_MS ? now() + UNKNOWN_AGAIN_MS : undefined;
  }
  try {
    const state = await finishPosting(deps, cloud, found);
    const list = await project.sweeps.list(() => pause(deps, cloud));
    if (!list.ok) {
      log.warn('what ends soon: the tasks could not be read', { project: project.name });
      return now() + UNREAD_AGAIN_MS;
    }
    return await callAndFollow(deps, project, state, list.tasks);
  } catch (error) {
    if (error instanceof InterruptedError) return now();
    throw error;
  }
}

/** Between two pages: what people wait for comes first, and a stop or a lost lease ends it. */
async function pause({ renew, isBusy, isStopping, sleep }: StepDeps, cloud: string) {
  for (let waitedMs = 0; waitedMs < BUSY_MAX_MS; waitedMs += PAGE_PAUSE_MS) {
    if (isStopping()) throw new InterruptedError();
    await sleep(PAGE_PAUSE_MS);
    if (!isBusy()) break;
  }
  if (!(await renew(cloud))) throw new InterruptedError();
}

async function callAndFollow(
  deps: StepDeps,
  project: EndingProject,
  state: EndingState,
  tasks: readonly RelayTask[],
): Promise<number> {
  const { store, endings, now } = deps;
  const { cloud, name, keepOnAir } = project;
  const nowMs = now();
  const found = await endings.of(name, tasks);
  const letEnds = await store.letEnds(cloud);
  const isOld = ({ endMs }: { readonly endMs: number }) => endMs < nowMs - FOLLOW_MS;
  await store.forgetLetEnds(
    cloud,
    [...letEnds.values()].filter(isOld).map(({ taskId }) => taskId),
  );
  const ends = knownEnds(tasks, found, keepOnAir);
  const { due, nextMs } = dueEnds(ends, { told: state.told, letEnds }, nowMs);

  await tellSettled(deps, project, state.told, { tasks, endings: found });
  const told = Object.fromEntries(
    Object.entries(state.told).filter(([, end]) => isAhead(end, nowMs)),
  );
  const after = { readMs: nowMs, told };
  await save(deps, cloud, after);
  const called = due.length === 0 ? after : await call(deps, project, after, due);
  const isFollowing = Object.keys(called.told).length > 0;
  return Math.min(nextReadMs(cloud, nowMs), nextMs, isFollowing ? now() + FOLLOW_MS : Infinity);
}

/** Posts one message about all that is due, once: it is noted as about to be posted, and then as posted. */
async function call(
  deps: StepDeps,
  { cloud, name }: EndingProject,
  state: EndingState,
  due: readonly TaskEnd[],
): Promise<EndingState> {
  const { poster } = deps;
  const named = due.slice(0, NAMED_MAX);
  const notice: EndNotice = {
    id: deps.newId(),
    cloud,
    atMs: deps.now(),
    ends: await Promise.all(named.map((end) => withOpen(deps, name, end))),
    more: due.length - named.length,
  };
  const told: ToldEnds = Object.fromEntries(
    due.map(({ taskId, ending }, index) => [
      taskId,
      { endMs: ending.atMs, notice: index < named.length ? notice.id : undefined },
    ]),
  );
  await poster.takeSlot(notice);
  await save(deps, cloud, { ...state, posting: { notice, told } });
  const message = await poster.post(notice);
  return noted(deps, { ...state, posting: { notice: { ...notice, message }, told } });
}

async function withOpen(
  { approval }: StepDeps,
  project: string,
  end: TaskEnd,
): Promise<NoticedEnd> {
  const { requests } = await approval.page({
    projects: [project],
    scope: 'open',
    of: { taskId: end.taskId },
    limit: OPEN_MAX,
  });
  return { ...end, open: requests.map(({ id, state }) => ({ id, state })) };
}

/** A message that was posted by somebody who could not note it down is noted; one that was not is decided anew. */
async function finishPosting(
  deps: StepDeps,
  cloud: string,
  state: EndingState,
): Promise<EndingState> {
  const { posting } = state;
  if (!posting) return state;
  const message = await deps.poster.find(posting.notice);
  if (message) {
    return noted(deps, {
      ...state,
      posting: { ...posting, notice: { ...posting.notice, message } },
    });
  }
  const after = { ...state, posting: undefined };
  await save(deps, cloud, after);
  return after;
}

async function noted(deps: StepDeps, state: EndingState): Promise<EndingState> {
  const { posting } = state;
  if (!posting) return state;
  await deps.store.saveNotice(posting.notice);
  const after = { ...state, told: { ...state.told, ...posting.told }, posting: undefined };
  await save(deps, posting.notice.cloud, after);
  return after;
}

async function save({ store }: StepDeps, cloud: string, state: EndingState): Promise<void> {
  if (!(await store.save(cloud, state))) throw new InterruptedError();
}

/** Brings the messages in line about ends that have come, or that somebody has changed. */
async function tellSettled(
  deps: StepDeps,
  project: EndingProject,
  told: ToldEnds,
  now: {
    readonly tasks: readonly RelayTask[];
    readonly endings: ReadonlyMap<string, Ending>;
  },
): Promise<void> {
  const { store, poster } = deps;
  const tasks = new Map(now.tasks.map((task) => [task.task_id, task]));
  const ids = new Set(Object.values(told).flatMap(({ notice }) => notice ?? []));
  for (const id of ids) {
    const notice = await store.loadNotice(id);
    if (!notice) continue;
    const ends = await Promise.all(
      notice.ends.map(async (end): Promise<NoticedEnd> => {
        const task = tasks.get(end.taskId) ?? (await readAgain(project, end));
        if (task === 'unread') return end;
        const ending = now.endings.get(end.taskId);
        return { ...end, settled: settledAs(end, task, ending, deps.now()) };
      }),
    );
    const after = { ...notice, ends };
    if (JSON.stringify(after) === JSON.stringify(notice)) continue;
    await poster.update(after, await store.letEnds(project.cloud));
    await store.saveNotice(after);
  }
}

/** A list may end early; only the API's word on the task itself says that it is gone. */
async function readAgain(
  { tasks }: EndingProject,
  { taskId }: TaskEnd,
): Promise<'unread' | undefined> {
  const read = await tasks.read(taskId);
  return read.ok === 'not_found' ? undefined : 'unread';
}

/** What became of an end that people were called for; undefined: nothing yet. */
export function settledAs(
  { ending: { atMs } }: Pick<TaskEnd, 'ending'>,
  task: RelayTask | undefined,
  ending: Ending | undefined,
  nowMs: number,
): Settled | undefined {
  if (!task) return { kind: 'gone' };
  const isSame = ending?.atMs !== undefined && isSameEnd(ending.atMs, atMs);
  if (isSame && nowMs < atMs) return undefined;
  if (planOf(task).isPaused) return { kind: 'paused' };
  if (ending && !isSame) return { kind: 'moved', ending };
  return nowMs < atMs && !ending ? { kind: 'moved', ending: undefined } : { kind: 'over' };
}
