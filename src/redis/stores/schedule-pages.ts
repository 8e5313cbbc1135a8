import type { ChangeRequest } from '#src/approval/change-request.ts';
import type { SchedulePage, ScheduleQuery } from '#src/approval/ports.ts';
import { type ScheduledRun, scheduledRuns } from '#src/approval/scheduled-runs.ts';
import type { Connection } from '#src/redis/script.ts';
import { find, newestFirst, type Place, placeOf, toCursor } from './index-cursor.ts';
import { scheduleIndexes, scoreOfRun, timeOfRun } from './indexes.ts';
import type { ProjectNames } from './project-names.ts';

/** Finds what is to run at a time page by page, and reads no more requests than a page has. */
export function createSchedulePages(
  redis: Connection,
  names: ProjectNames,
  load: (id: string) => Promise<ChangeRequest | undefined>,
) {
  return async function schedule(query: ScheduleQuery): Promise<SchedulePage> {
    const { limit, span } = query;
    const before = beginning(query);
    const parts = await Promise.all(
      scheduleIndexes(query, names).map(async ({ index, isWayBack }) => {
        // One more than requested tells whether there is another page.
        const { total, places } = await find(redis, index, before, limit + 1);
        return { total, places: places.map((place) => ({ ...place, isWayBack })) };
      }),
    );
    const places = parts
      .flatMap((part) => part.places)
      .filter(({ score }) => timeOfRun(score) < (span?.untilMs ?? Infinity))
      .toSorted(newestFirst);
    const shown = places.slice(0, limit);
    const last = places.length > limit ? shown.at(-1) : undefined;
    const runs = await Promise.all(shown.map(async (place) => runAt(place, await load(place.id))));
    return {
      runs: runs.filter((run) => run !== undefined),
      total: parts.reduce((sum, { total }) => sum + total, 0),
      next: last && toCursor(last),
    };
  };
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
