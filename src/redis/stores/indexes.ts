import { closedAtMs } from '#src/approval/request-times.ts';
import {
  awaitsReview,
  type ChangeRequest,
  isClosed,
  STATES,
} from '#src/approval/change-request.ts';
import type { RequestQuery, Scope } from '#src/approval/ports.ts';
import { urgencyOf } from '#src/approval/urgency.ts';
import { keys } from '#src/redis/keys.ts';
import { filedUnder, type ProjectNames } from './project-names.ts';

/** A sorted set that a request may be in, and the score it has there; undefined: it is not in it. */
export interface Filing {
  readonly index: string;
  readonly score: number | undefined;
}

/** What is not closed can be waited for, so it is counted by state. */
export const OPEN_STATES = STATES.filter((state) => !isClosed(state));

const SCOPES = [
  'open',
  'pending',
  'closed',
  'unreviewed',
  'all',
] as const satisfies readonly Scope[];

/**
 * Where a request is to be found. Every index that it can ever be in is named, so a writer need not know where the
 * version before was.
 */
export function filingsOf(request: ChangeRequest): Filing[] {
  const { requester, base } = request;
  const cloud = filedUnder(request);
  const openSinceMs = isClosed(request.state) ? undefined : request.createdAtMs;
  return [
    { index: keys.open, score: openSinceMs },
    { index: keys.closed, score: scoreIn('closed', request) },
    ...OPEN_STATES.map((state) => ({
      index: keys.openIn(state),
      score: state === request.state ? request.createdAtMs : undefined,
    })),
    ...SCOPES.flatMap((scope) => {
      const score = scoreIn(scope, request);
      return [
        { index: keys.requestsOf(scope, cloud), score },
        { index: keys.requestsBy(scope, cloud, requester.userId), score },
        // What waits for the same task is told in the order in which it was asked for.
        {
          index: keys.requestsOn(scope, cloud, base.task_id),
          score: scope === 'open' ? openSinceMs : score,
        },
      ];
    }),
  ];
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
 * For what is open its urgency, else a time. No step of a request makes it smaller, so that nobody who turns pages meets
 * the same one again; only an edit or a hold may, and then it is to be read again.
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
