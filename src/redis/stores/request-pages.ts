import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { RequestStore, ScheduleQuery } from '#src/approval/ports.ts';
import { type ScheduledRun, scheduledRuns } from '#src/approval/states/scheduled-runs.ts';
import { indexesFor, scheduleIndexes, scoreOfRun, timeOfRun } from './indexes.ts';
import type { ProjectNames } from './project-names.ts';
import { find, newestFirst, type Place, placeOf, toCursor } from './index-cursor.ts';
import type { Connection } from '#src/redis/script.ts';

/**
 * Finds requests, and what is to run at a time, page by page, and reads no more requests than a page has. A page ends
 * at a score and id, not at a count, so that no request is missed or repeated when others are added, moved or removed
 * between pages.
 */
export function createRequestPages(
  redis: Connection,
  names: ProjectNames,
  load: (id: string) => Promise<ChangeRequest | undefined>,
): Pick<RequestStore, 'page' | 'schedule'> {
  return {
    async page(query) {
      const { limit } = query;
      const before = query.before === undefined ? undefined : placeOf(query.before);
      // One more than requested tells whether there is another page.
      const wanted = limit === 0 ? 0 : limit + 1;
      const parts = await Promise.all(
        indexesFor(query, names).map((index) => find(redis, index, before, wanted)),
      );
      const { shown, ...rest } = pageOf(parts, limit);
      const requests = await Promise.all(shown.map(({ id }) => load(id)));
      return { requests: requests.filter((request) => request !== undefined), ...rest };
    },

    async schedule(query) {
      const { limit, span } = query;
      const before = beginning(query);
      const parts = await Promise.all(
        scheduleIndexes(query, names).map(async ({ index, isWayBack }) => {
          const { total, places } = await find(redis, index, before, limit + 1);
          const inTime = places.filter(
            ({ score }) => timeOfRun(score) < (span?.untilMs ?? Infinity),
          );
          return { total, places: inTime.map((place) => ({ ...place, isWayBack })) };
        }),
      );
      const { shown, ...rest } = pageOf(parts, limit);
      const runs = await Promise.all(
        shown.map(async (place) => runAt(place, await load(place.id))),
      );
      return { runs: runs.filter((run) => run !== undefined), ...rest };
    },
  };
}

/** The first `limit` places of several indexes in one order. */
function pageOf<Found extends Place>(
  parts: readonly { readonly total: number; readonly places: readonly Found[] }[],
  limit: number,
) {
  const places = parts.flatMap((part) => part.places).toSorted(newestFirst);
  const shown = places.slice(0, limit);
  const last = places.length > limit ? shown.at(-1) : undefined;
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  return { shown, total, next: last && toCursor(last) };
}

function beginning({ before, span }: ScheduleQuery): Place | undefined {
  if (before !== undefined) return placeOf(before);
  return span && { score: scoreOfRun(span.fromMs), id: '' };
}

/** The run as it stands now; undefined if the request has moved on since it was found. */
function runAt(
  { score, isWayBack }: Place & { readonly isWayBack: boolean },
  request: ChangeRequest | undefined,
): ScheduledRun | undefined {
  const runs = request ? scheduledRuns(request) : [];
  return runs.find((run) => run.atMs === timeOfRun(score) && run.isWayBack === isWayBack);
}
