import { awaitsReview } from '#src/approval/record/break-glass.ts';
import { type ChangeRequest, STATES, isClosed } from '#src/approval/record/change-request.ts';
import { closedAtMs } from '#src/approval/record/request-times.ts';
import type { RequestQuery, ScheduleQuery, Scope } from '#src/approval/ports.ts';
import { scheduledRuns } from '#src/approval/states/scheduled-runs.ts';
import { urgencyOf } from '#src/approval/record/urgency.ts';
import { keys } from '#src/redis/keys.ts';
import { filedUnder, type ProjectNames } from './project-names.ts';

/** An index that a request may be in, and its score there; undefined: it is not in it. */
export interface Filing {
  readonly index: string;
  readonly score: number | undefined;
}

/** Requests in these states are counted by state. */
export const OPEN_STATES = STATES.filter((state) => !isClosed(state));

const SCOPES = [
  'open',
  'pending',
  'closed',
  'unreviewed',
  'all',
] as const satisfies readonly Scope[];

/** A part that waits for its batch waits for nobody else, and a batch runs nothing but its parts. */
function standsForItself({ batch, partOf, state }: ChangeRequest): boolean {
  return !(partOf && state === 'pending') && !(batch && state === 'applying');
}

/** All indexes that a request can ever be in, so a writer need not know where its previous version was. */
export function filingsOf(request: ChangeRequest): Filing[] {
  const { requester, base, batch, partOf, createdAtMs } = request;
  const cloud = filedUnder(request);
  const openSinceMs = isClosed(request.state) ? undefined : createdAtMs;
  return [
    ...scheduleFilingsOf(request),
    { index: keys.open, score: openSinceMs },
    { index: keys.closed, score: scoreIn('closed', request) },
    ...OPEN_STATES.map((state) => ({
      index: keys.openIn(state),
      score: state === request.state && standsForItself(request) ? createdAtMs : undefined,
    })),
    ...SCOPES.flatMap((scope) => {
      const score = scoreIn(scope, request);
      // A list has the batch, and the history of a task its part.
      const ofAll = partOf === undefined ? score : undefined;
      const ofTask = batch === undefined ? score : undefined;
      return [
        { index: keys.requestsOf(scope, cloud), score: ofAll },
        { index: keys.requestsBy(scope, cloud, requester.userId), score: ofAll },
        // Open requests for one task are listed in the order in which they were made.
        {
          index: keys.requestsOn(scope, cloud, base.task_id),
          score: scope === 'open' && ofTask !== undefined ? openSinceMs : ofTask,
        },
      ];
    }),
  ];
}

const RUNS = ['change', 'back'] as const;

/** A list of a project has the batch, and one of a task its part. */
function scheduleFilingsOf(request: ChangeRequest): Filing[] {
  const { base, batch, partOf } = request;
  const cloud = filedUnder(request);
  const runs = scheduledRuns(request);
  return RUNS.flatMap((name) => {
    const run = runs.find(({ isWayBack }) => isWayBack === (name === 'back'));
    const score = run && scoreOfRun(run.atMs);
    return [
      { index: keys.scheduled(name, cloud), score: partOf === undefined ? score : undefined },
      {
        index: keys.scheduled(name, cloud, base.task_id),
        score: batch === undefined ? score : undefined,
      },
    ];
  });
}

/** Higher than any time in milliseconds. */
const LATEST_MS = 1e14;

/** Pages go from the highest score downwards, and what runs first comes first. */
export function scoreOfRun(atMs: number): number {
  return LATEST_MS - atMs;
}

export function timeOfRun(score: number): number {
  return LATEST_MS - score;
}

/** The indexes that hold a schedule, by which of its runs each is about. */
export function scheduleIndexes({ projects, taskId }: ScheduleQuery, names: ProjectNames) {
  return projects
    .map(names.cloudOf)
    .flatMap((cloud) =>
      RUNS.map((run) => ({ isWayBack: run === 'back', index: keys.scheduled(run, cloud, taskId) })),
    );
}

/** The indexes that a query reads, one for each of its projects. */
export function indexesFor({ projects, scope, of }: RequestQuery, names: ProjectNames): string[] {
  return projects.map(names.cloudOf).map((cloud) => {
    if (of === undefined) return keys.requestsOf(scope, cloud);
    return 'taskId' in of
      ? keys.requestsOn(scope, cloud, of.taskId)
      : keys.requestsBy(scope, cloud, of.requester.userId);
  });
}

/**
 * The urgency of open requests, otherwise a time. No step makes it smaller, so that nobody sees a request twice when
 * turning pages. Only an edit or a hold may, and then it should be read again.
 */
function scoreIn(scope: Scope, request: ChangeRequest): number | undefined {
  const { state, createdAtMs } = request;
  switch (scope) {
    case 'open':
      return isClosed(state) ? undefined : urgencyOf(request);
    case 'pending':
      return state === 'pending' ? urgencyOf(request) : undefined;
    case 'closed':
      return isClosed(state) ? closedAtMs(request) : undefined;
    case 'unreviewed':
      return isClosed(state) && awaitsReview(request) ? closedAtMs(request) : undefined;
    case 'all':
      return createdAtMs;
  }
}
