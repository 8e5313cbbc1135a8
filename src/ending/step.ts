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
  /** Renews the lease of a project; false: another replica has it. */
  readonly renew: (cloud: string) => Promise<boolean>;
  /** Whether this process is carrying out a change, which comes first. */
  readonly isBusy: () => boolean;
  readonly isStopping: () => boolean;
  readonly newId: () => string;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly log: Readonly<Record<'warn', (message: string, fields?: object) => void>>;
}

/** How often every task is read, in milliseconds: an end moved in the console is noticed half an hour before it. */
const READ_EVERY_MS = 30 * 60_000;
/** How often tasks are read while an end that people were called for is still to come, in milliseconds. */
const FOLLOW_MS = 10 * 60_000;
/** When to read a list again after a failure, in milliseconds. */
const UNREAD_AGAIN_MS = 60_000;
/** When to look again at a project that is not in the configuration of this replica but may be in another's, in milliseconds. */
const UNKNOWN_AGAIN_MS = 5 * 60_000;
/** Such a project is forgotten if nobody has read its tasks for this long. */
const UNKNOWN_FOR_MS = 24 * 60 * 60_000;
/** The pause between two pages of a list, in milliseconds: the API publishes no limit, and there is no hurry. */
const PAGE_PAUSE_MS = 250;
/** The longest that a page waits for a change that this process is carrying out, in milliseconds. */
const BUSY_MAX_MS = 10_000;
/** The most ends that one message names, each with its buttons. */
const NAMED_MAX = 10;
/** The most open requests that are named for an end. */
const OPEN_MAX = 3;
/** The most ends within a day that are kept for the Home. */
const SOON_MAX = 20;

export function isWatched({ keepOnAir, digestAt }: EndingProject): boolean {
  return keepOnAir.length > 0 || digestAt !== undefined;
}

/** When to read the tasks of a project next, in Unix milliseconds; spread, so that projects do not coincide. */
export function nextReadMs(cloud: string, nowMs: number): number {
  const offsetMs = Number.parseInt(sha256(cloud).slice(0, 8), 16) % READ_EVERY_MS;
  return (Math.floor((nowMs - offsetMs) / READ_EVERY_MS) + 1) * READ_EVERY_MS + offsetMs;
}

/**
 * One step of the loop of a project, under its lease: reads every task, calls people for ends within the hour, updates
 * the messages about earlier ones, and posts the daily digest. It may be repeated after a kill at any moment. Resolves
 * with the time of the next step, in Unix milliseconds; undefined: the project is no longer watched.
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

/** Between two pages: changes come first, and a stop or a lost lease ends the step. */
async function pause({ renew, isBusy, isStopping, sleep }: StepDeps, cloud: string) {
  for (let waitedMs = 0; waitedMs < BUSY_MAX_MS; waitedMs += PAGE_PAUSE_MS) {
    if (isStopping()) throw new InterruptedError();
    await sleep(PAGE_PAUSE_MS);
    if (!isBusy()) break;
  }
  if (!(await renew(cloud))) throw new InterruptedError();
}

/** Everything known of a project once its tasks are read. */
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

  // An earlier message that cannot be updated must not keep people from being called.
  const unsettled = await tellSettled(deps, project, state.told, known).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  const ahead = Object.entries(state.told).filter(([, end]) => unsettled || isAhead(end, nowMs));
  const told = Object.fromEntries(ahead);
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
  // It is tried again.
  if (unsettled) throw unsettled.error;
  const isFollowing = Object.keys(called.told).length > 0;
  const followMs = isFollowing ? now() + FOLLOW_MS : Infinity;
  return Math.min(nextReadMs(cloud, nowMs), nextMs, nextDigestMs, followMs);
}

/** Who lets which task end; entries of past ends are removed. */
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

/** Posts one message about all ends that are due. */
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

/** Posts the daily digest if it is due and not empty. Resolves with the time of the next one. */
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
