import type { ChangeRequest } from '#src/approval/change-request.ts';
import type { RequestPage, RequestQuery } from '#src/approval/ports.ts';
import { indexesFor } from './indexes.ts';
import type { ProjectNames } from './project-names.ts';
import { find, newestFirst, placeOf, toCursor } from './index-cursor.ts';
import type { Connection } from '#src/redis/script.ts';

/**
 * Finds requests page by page. A page ends at a score and id, not at a count, so that no request is missed or
 * repeated when others are added, moved or removed between pages.
 */
export function createRequestPages(
  redis: Connection,
  names: ProjectNames,
  load: (id: string) => Promise<ChangeRequest | undefined>,
) {
  return async function page(query: RequestQuery): Promise<RequestPage> {
    const { limit } = query;
    const before = query.before === undefined ? undefined : placeOf(query.before);
    // One more than requested tells whether there is another page.
    const wanted = limit === 0 ? 0 : limit + 1;
    const parts = await Promise.all(
      indexesFor(query, names).map((index) => find(redis, index, before, wanted)),
    );
    const places = parts.flatMap((part) => part.places).toSorted(newestFirst);
    const shown = places.slice(0, limit);
    const last = places.length > limit ? shown.at(-1) : undefined;
    const requests = await Promise.all(shown.map(({ id }) => load(id)));
    return {
      requests: requests.filter((request) => request !== undefined),
      total: parts.reduce((sum, { total }) => sum + total, 0),
      next: last && toCursor(last),
    };
  };
}
