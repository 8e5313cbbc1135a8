import type { RequestPage, RequestQuery } from '#src/approval/ports.ts';
import { type ChangeRequest } from '#src/approval/record/change-request.ts';
import { closedAtMs } from '#src/approval/record/request-times.ts';
import { dayIn } from '#src/relay/time.ts';
import type { HistoryPage } from './page-state.ts';
import { type FoundRequests, REQUESTS_PAGE_SIZE } from './request-list.ts';
import { fitsSearch } from './request-search.ts';

/** How many requests one page of a search examines. */
const LOOKED_MAX = 200;

type Found = Omit<FoundRequests, 'listed'> & { readonly requests: readonly ChangeRequest[] };

/**
 * One page of the history. A search examines a bounded number of requests and reports how far it came. The search of
 * a day goes from its end to its beginning.
 */
export async function closedRequests(
  pageOf: (query: RequestQuery) => Promise<RequestPage>,
  page: HistoryPage,
  projects: readonly string[],
): Promise<Found> {
  const of = page.task && { taskId: page.task.id };
  const read = (before: string | undefined): Promise<RequestPage> =>
    pageOf({ projects, scope: 'closed', of, limit: REQUESTS_PAGE_SIZE, before });
  const day = page.day && dayIn(page.day.date, page.day.timeZone);
  const from = page.at.at(-1)?.after ?? (day && `${day.untilMs}:R-0`);
  let part = await read(from);
  const { total } = part;
  const isSearch = page.words.length > 0 || page.state !== undefined || day !== undefined;
  if (!isSearch) return part;
  const hits: ChangeRequest[] = [];
  for (let looked = 0; ;) {
    const within = part.requests.filter((each) => closedAtMs(each) >= (day?.fromMs ?? 0));
    looked += within.length;
    hits.push(...within.filter((request) => fitsSearch(request, page)));
    const next = within.length < part.requests.length ? undefined : part.next;
    const isEnough = hits.length >= REQUESTS_PAGE_SIZE || looked >= LOOKED_MAX;
    if (next === undefined || isEnough) return { requests: hits, total, next, looked };
    part = await read(next);
  }
}
