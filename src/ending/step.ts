import { sha256 } from '#src/basics/sha256.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { digestOf, digestTimes, dueDigestMs, endingSoon } from './digest.ts';
import { dueEnds, isAhead, knownEnds, openEnds } from './due.ts';
import { finishPosting, InterruptedError, postOnce, save } from './post-once.ts';
import { tellSettled } from './settled.ts';
import type {
  EndingPoster,
  EndingProject,
  Endings,
  EndingState,
  EndingStore,
  LetEnd,
  NoticedEnd,
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
/** Ends within a day that are kept for the Home. */
const SOON_MAX = 20;

/** Whether people are to be told what ends in a project. */
export function isWatched({ keepOnAir, digestAt }: EndingProject): boolean {
  return keepOnAir.length > 0 || digestAt !== undefined;
}

/** When the tasks of a project are read next, in Unix milliseconds: each project has a moment of its own. */
export function nextReadMs(cloud: string, nowMs: number): number {
  const offsetMs = Number.parseInt(sha256(cloud).slice(0, 8), 16) % READ_EVERY_MS;
  return (Math.floor((nowMs - offsetMs) / READ_EVERY_MS) + 1) * READ_EVERY_MS + offsetMs;
}

/**
 * One step of the loop of a project, under its lease: reads every task, calls people for what ends within the hour,
 * tells what became of the ends that they were called for, and once a day all that ends within a day. It may be
 * repeated after any kill. Resolves with the time of the next step, in Unix milliseconds; undefined: nobody is to be told
 * anything in this project any more.
 */
export async function step(deps: StepDeps, cloud: string): Promise<number | undefined> {
  const { store, now, log } = deps;
  const project = deps.projects.get(cloud);
  const found = await store.load(cloud);
  if (!project || !isWatched(project)) {
    return now() - found.readMs < UNKNOWN_FOR_MS ? now() + UNKNOWN_AGAIN_MS : undefined;
  }
  try {
    const state = await finishPosting(deps, cloud, found);
    const list = await project.sweeps.list(() => pause(deps, cloud));
    if (!list.ok) {
      log.warn('what ends soon: the tasks could not be read', { project: project.name });
      return now() + UNREAD_AGAIN_MS;
    }
    return await tellAll(deps, project, state, list.tasks);
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

/** Everything that is known of a project once its tasks were read. */
interface Known {
  readonly project: EndingProject;
  readonly tasks: readonly RelayTask[];
  readonly endings: Awaited<ReturnType<Endings['of']>>;
  /** In order. */
  readonly ends: readonly TaskEnd[];
  readonly letEnds: ReadonlyMap<string, LetEnd>;
  readonly nowMs: number;
}

async function tellAll(
  deps: StepDeps,
  project: EndingProject,
  state: EndingState,
  tasks: readonly RelayTask[],
): Promise<number> {
  const { store, now } = deps;
  const { cloud, name, keepOnAir } = project;
  const nowMs = now();
  const endings = await deps.endings.of(name, tasks);
  const letEnds = await forgetOld(deps, cloud, nowMs);
  const ends = knownEnds(tasks, endings, keepOnAir);
  const known: Known = { project, tasks, endings, ends, letEnds, nowMs };
  const { due, nextMs } = dueEnds(ends, { told: state.told, letEnds }, nowMs);

  await tellSettled(deps, project, state.told, known);
  const told = Object.fromEntries(
    Object.entries(state.told).filter(([, end]) => isAhead(end, nowMs)),
  );
  const soon = endingSoon(ends, nowMs);
  const read: EndingState = {
    readMs: nowMs,
    told,
    digestedMs: state.digestedMs ?? nowMs,
    soon: soon.slice(0, SOON_MAX),
    soonCount: soon.length,
    kept: openEnds(ends, letEnds, nowMs),
  };
  await save({ store }, cloud, read);
  const called = due.length === 0 ? read : await call(deps, known, read, due);
  const nextDigestMs = await digest(deps, known, called);
  const isFollowing = Object.keys(called.told).length > 0;
  const followMs = isFollowing ? now() + FOLLOW_MS : Infinity;
  return Math.min(nextReadMs(cloud, nowMs), nextMs, nextDigestMs, followMs);
}

/** Who lets which task end, without what was said of ends that have passed. */
async function forgetOld(
  { store }: StepDeps,
  cloud: string,
  nowMs: number,
): Promise<ReadonlyMap<string, LetEnd>> {
  const letEnds = await store.letEnds(cloud);
  const old = [...letEnds.values()].filter(({ endMs }) => endMs < nowMs - FOLLOW_MS);
  await store.forgetLetEnds(
    cloud,
    old.map(({ taskId }) => taskId),
  );
  return letEnds;
}

/** One message about all ends that are due. */
async function call(
  deps: StepDeps,
  { project: { cloud, name }, letEnds, nowMs }: Known,
  state: EndingState,
  due: readonly TaskEnd[],
): Promise<EndingState> {
  const named = due.slice(0, NAMED_MAX);
  const id = deps.newId();
  const ends = await Promise.all(named.map((end) => withOpen(deps, name, end)));
  const told: ToldEnds = Object.fromEntries(
    due.map(({ taskId, ending }, index) => [
      taskId,
      { endMs: ending.atMs, notice: index < named.length ? id : undefined },
    ]),
  );
  const notice = { id, cloud, atMs: nowMs, ends, more: due.length - named.length };
  return postOnce(deps, cloud, state, { notice, told }, letEnds);
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

/** The digest of a day, where it is due and has anything to tell. Resolves with the moment of the next. */
async function digest(deps: StepDeps, known: Known, state: EndingState): Promise<number> {
  const { project, ends, nowMs } = known;
  const { cloud, digestAt, timeZone, keepOnAir } = project;
  if (digestAt === undefined) return Infinity;
  const { lastMs, nextMs } = digestTimes(digestAt, timeZone, nowMs);
  const digestedMs = dueDigestMs(state, lastMs, nowMs);
  if (digestedMs === undefined) return nextMs;
  const told = digestOf(ends, { ...known, keepOnAir }, nowMs);
  if (told) {
    const notice = { id: deps.newId(), cloud, atMs: nowMs, ...told };
    await postOnce(deps, cloud, state, { notice, told: {}, digestedMs }, known.letEnds);
  } else await save(deps, cloud, { ...state, digestedMs });
  return nextMs;
}
