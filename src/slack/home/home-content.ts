import type { RequestQuery } from '#src/approval/ports.ts';
import { awaitsReview } from '#src/approval/record/break-glass.ts';
import {
  type ChangeRequest,
  isClosed,
  type Person,
  samePerson,
} from '#src/approval/record/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { EndingSoon } from '#src/ending/ports.ts';
import { cardLink, type CardLinks } from '#src/slack/card/card-link.ts';
import type { SlackProjects } from '#src/slack/projects.ts';
import { listedRuns } from '#src/slack/request-list/handle-schedule.ts';
import { freezesIn } from '#src/slack/request-list/listed-freezes.ts';
import { fitsSearch } from '#src/slack/request-list/request-search.ts';
import { cursorIn, type HomeState } from './home-state.ts';
import type { HomeContent, HomeItem, HomePage } from './home-view.ts';

export interface HomeSources extends CardLinks {
  readonly projects: SlackProjects;
  readonly approval: Pick<
    ApprovalService,
    | 'approvesAnythingIn'
    | 'freezesOf'
    | 'load'
    | 'page'
    | 'schedule'
    | 'whyNotDecide'
    | 'whyNotMember'
  >;
  /** The ends within a day in those of the projects that are watched. */
  readonly endings: (projects: readonly string[]) => Promise<readonly EndingSoon[]>;
  readonly now: () => number;
}

/** Requests on a page if each takes one block, and if each may take two. */
const LONG_PAGE = 10;
const SHORT_PAGE = 5;
/** The most pages to search at a time; Next continues from there. */
const READS_MAX = 5;
/** The most sign-offs after break-glass that are listed before the requests to decide. */
const REVIEWS_MAX = 20;
/** Runs that are listed. */
const SCHEDULED_MAX = 5;
/** Freezes that begin later than this are not shown yet, in milliseconds. */
const SOON_MS = 7 * 24 * 60 * 60_000;

/** The content of a person's Home. The number of reads does not grow with the number of requests. */
export async function readHome(
  deps: HomeSources,
  person: Person,
  state: HomeState,
): Promise<HomeContent> {
  const all = [...deps.projects.values()];
  const some = all.filter(({ name }) => state.project === undefined || name === state.project);
  const visible = some.length === 0 ? all : some;
  const nowMs = deps.now();
  const soon = { fromMs: nowMs, untilMs: nowMs + SOON_MS };
  const home: HomeQuery = { deps, person, state, projects: visible.map(({ name }) => name) };
  return {
    lists: await listsOf(home),
    endings: state.search === undefined ? await deps.endings(home.projects) : [],
    scheduled: await scheduledIn(home),
    freezes: await freezesIn(deps.approval, visible, soon),
    projects: all.map(({ name }) => name),
    nowMs,
  };
}

/** Whose Home it is, and what they chose to see. */
interface HomeQuery {
  readonly deps: HomeSources;
  readonly person: Person;
  readonly state: HomeState;
  readonly projects: readonly string[];
}

async function listsOf(home: HomeQuery): Promise<HomeContent['lists']> {
  const { person, state } = home;
  if (state.search !== undefined) return { found: await foundFor(home, state.search) };
  const of = { requester: person };
  const [waiting, mine, closed] = await Promise.all([
    waitingFor(home),
    pageOf(home, { scope: 'open', of, before: cursorIn(state, 'mine') }),
    pageOf(home, { scope: 'closed', before: cursorIn(state, 'closed') }),
  ]);
  return { waiting, mine, closed };
}

/** What this person can sign off after break-glass, then what they can decide on. */
async function waitingFor(everywhere: HomeQuery): Promise<HomePage> {
  const home = await whereTheyApprove(everywhere);
  const { deps, person, state, projects } = home;
  if (projects.length === 0) return { items: [], total: 0 };
  const before = cursorIn(state, 'waiting');
  const mayDecide = async (request: ChangeRequest): Promise<boolean> =>
    (await deps.approval.whyNotDecide(request, person)) === undefined;
  const [reviews, pending] = await Promise.all([
    before === undefined
      ? deps.approval.page({ projects, scope: 'unreviewed', limit: REVIEWS_MAX })
      : { requests: [] },
    scan(home, { scope: 'pending', before }, async (request) => {
      return request.state === 'pending' && (await mayDecide(request));
    }),
  ]);
  const due = await filtered(reviews.requests, mayDecide);
  const requests = [...due, ...pending.requests];
  const total = before === undefined && pending.next === undefined ? requests.length : undefined;
  return { items: await itemsOf(home, requests), next: pending.next, total };
}

/** Only projects in which the person may approve something are searched. */
async function whereTheyApprove(home: HomeQuery): Promise<HomeQuery> {
  const { deps, person, projects } = home;
  const approved = await Promise.all(
    projects.map(async (name) => {
      const project = deps.projects.get(name);
      return project && (await deps.approval.approvesAnythingIn(project, person)) ? [name] : [];
    }),
  );
  return { ...home, projects: approved.flat() };
}

async function pageOf(
  home: HomeQuery,
  query: Pick<RequestQuery, 'scope' | 'of' | 'before'>,
): Promise<HomePage> {
  const { deps, projects } = home;
  const { requests, total, next } = await deps.approval.page({
    projects,
    limit: SHORT_PAGE,
    ...query,
  });
  return { items: await itemsOf(home, requests), total, next };
}

/** Finds by the id of a request or a task, otherwise by words, newest first. */
async function foundFor(home: HomeQuery, search: string): Promise<HomePage> {
  const { deps, state, projects } = home;
  const before = cursorIn(state, 'found');
  const id = /^r-?(\d+)$/i.exec(search)?.[1];
  if (id !== undefined) {
    const request = await deps.approval.load(`R-${id}`);
    const requests = request && projects.includes(request.project) ? [request] : [];
    return { items: await itemsOf(home, requests), total: requests.length };
  }
  const ofTask = { scope: 'all', of: { taskId: search }, before } as const;
  const { total } = await deps.approval.page({ projects, ...ofTask, limit: 0 });
  if (total > 0) return pageOf(home, ofTask);
  const words = search.split(/\s+/);
  const { requests, next } = await scan(home, { scope: 'all', before }, (request) =>
    Promise.resolve(fitsSearch(request, { words, state: undefined })),
  );
  const isAll = before === undefined && next === undefined;
  return { items: await itemsOf(home, requests), next, total: isAll ? requests.length : undefined };
}

/** Searches some pages for matches, until a page is full. */
async function scan(
  { deps, projects }: HomeQuery,
  query: Pick<RequestQuery, 'scope' | 'before'>,
  fits: (request: ChangeRequest) => Promise<boolean>,
): Promise<{ readonly requests: ChangeRequest[]; readonly next?: string | undefined }> {
  const requests: ChangeRequest[] = [];
  let { before } = query;
  for (let read = 0; read < READS_MAX && requests.length < LONG_PAGE; read += 1) {
    const page = await deps.approval.page({ ...query, projects, before, limit: LONG_PAGE });
    requests.push(...(await filtered(page.requests, fits)));
    before = page.next;
    if (before === undefined) break;
  }
  return { requests, next: before };
}

async function filtered(
  requests: readonly ChangeRequest[],
  fits: (request: ChangeRequest) => Promise<boolean>,
): Promise<ChangeRequest[]> {
  const answers = await Promise.all(requests.map(fits));
  return requests.filter((_request, index) => answers[index]);
}

function itemsOf(home: HomeQuery, requests: readonly ChangeRequest[]): Promise<HomeItem[]> {
  return Promise.all(
    requests.map(async (request) => {
      const [link, may] = await Promise.all([
        cardLink(home.deps, request.id),
        mayDo(home, request),
      ]);
      return { request, link, may };
    }),
  );
}

async function mayDo(
  { deps, person }: HomeQuery,
  request: ChangeRequest,
): Promise<HomeItem['may']> {
  if (samePerson(request.requester, person)) return 'own';
  const isDue = isClosed(request.state) ? awaitsReview(request) : request.state === 'pending';
  if (!isDue) return 'look';
  return (await deps.approval.whyNotDecide(request, person)) ? 'look' : 'decide';
}

async function scheduledIn({ deps, projects }: HomeQuery): Promise<HomeContent['scheduled']> {
  const { runs, total } = await deps.approval.schedule({ projects, limit: SCHEDULED_MAX });
  const around = { nowMs: deps.now(), isFromNow: true };
  return { listed: await listedRuns(deps, runs, around), total };
}
