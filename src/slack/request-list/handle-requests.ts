import type { Reply } from '#commands/command.ts';
import { withWayBackNow } from '#src/approval/links/predecessor.ts';
import type { RequestQuery } from '#src/approval/ports.ts';
import type { ChangeRequest, Person } from '#src/approval/record/change-request.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { mayBeFollowed } from '#src/approval/states/chain.ts';
import { taskName } from '#src/relay/relay-task.ts';
import { dayNamed } from '#src/relay/time.ts';
import { renderBatchCard } from '#src/slack/card/batch-card.ts';
import { cardLink, type CardLinks } from '#src/slack/card/card-link.ts';
import { renderCard } from '#src/slack/card/card.ts';
import type { FormFlow } from '#src/slack/form/form-flow.ts';
import { fromRequestBlock, REQUEST_CHOICES } from '#src/slack/kit/ids.ts';
import { type Message, messageFrom, pageGone } from '#src/slack/kit/message.ts';
import { handlePage } from '#src/slack/modal/handle-page.ts';
import { type MembersDeps, openForMember } from '#src/slack/modal/members-only.ts';
import type { View } from '#src/slack/modal/open-modal.ts';
import { respondLater } from '#src/slack/modal/respond-later.ts';
import type { PresetDeps } from '#src/slack/preset/handle-presets.ts';
import { savePresetView } from '#src/slack/preset/save-preset.ts';
import type { TaskFinder } from '#src/slack/task/task-finder.ts';
import { personOf } from '#src/slack/transport/acting-person.ts';
import type { ChoiceArgs } from '#src/slack/transport/handler-args.ts';
import type { Words } from '#src/slack/words/index.ts';
import { closedRequests } from './closed-requests.ts';
import { schedulePage } from './handle-schedule.ts';
import {
  type AnyPage,
  fromPageValue,
  type HistoryPage,
  type RequestListPage,
} from './page-state.ts';
import {
  type FoundRequests,
  type ListedRequest,
  renderRequests,
  REQUESTS_PAGE_SIZE,
} from './request-list.ts';
import { renderTimeline } from './request-timeline.ts';
import { zoneOf } from './zone-of-days.ts';

export interface RequestListDeps extends MembersDeps, PresetDeps, CardLinks {
  readonly approval: Pick<
    ApprovalService,
    'load' | 'page' | 'partsOf' | 'openBeside' | 'whyNotMember' | 'schedule' | 'freezesOf'
  >;
  readonly finder: TaskFinder;
  readonly forms: FormFlow;
  readonly now: () => number;
}

/** The first page of `/relay requests`. */
export function requestsAnswer(
  deps: RequestListDeps,
  { kind, project, scope, by }: Reply<'requests'> & { readonly by: Person },
  words: Words,
): Promise<Message[]> {
  return pageAnswer(deps, { kind, project, scope, at: [] }, by, words);
}

/** The first page of `/relay history`; the first word may turn out to name a relay task. */
export async function historyAnswer(
  deps: RequestListDeps,
  asked: Reply<'history'> & { readonly by: Person },
  words: Words,
): Promise<Message[]> {
  const { kind, project: name } = asked;
  const { words: typed, state, day } = asked.search;
  const [first, ...rest] = typed;
  const project = name === undefined ? undefined : deps.projects.get(name);
  const found =
    project && first !== undefined && /^[\w./-]+$/.test(first)
      ? await deps.finder.find(project.tasks, first)
      : undefined;
  const task =
    found && 'task' in found ? { id: found.task.task_id, name: taskName(found.task) } : undefined;
  const page = {
    kind,
    project: name,
    task,
    words: task ? rest : typed,
    state,
    day: day === undefined ? undefined : dayNamed(day, deps.now(), zoneOf(deps.projects, project)),
    at: [],
  };
  return pageAnswer(deps, page, asked.by, words);
}

async function pageAnswer(
  deps: RequestListDeps,
  page: AnyPage,
  person: Person,
  words: Words,
): Promise<Message[]> {
  const names = page.project === undefined ? [...deps.projects.keys()] : [page.project];
  const projects = names.filter((name) => deps.projects.has(name));
  if (projects.length === 0) return [pageGone(words)];
  if (page.kind === 'schedule') return [await schedulePage(deps, page, words)];
  const found =
    page.kind === 'requests'
      ? await openRequests(deps, page, projects, person)
      : await closedPage(deps, page, projects);
  return [renderRequests(page, found, words)];
}

async function openRequests(
  deps: RequestListDeps,
  page: RequestListPage,
  projects: readonly string[],
  person: Person,
): Promise<FoundRequests> {
  const { scope } = page;
  const of = scope === 'mine' ? { requester: person } : undefined;
  const query = { projects, of, limit: REQUESTS_PAGE_SIZE, before: page.at.at(-1)?.after };
  const [found, due] = await Promise.all([
    deps.approval.page({ ...query, scope: scope === 'mine' ? 'open' : scope }),
    page.at.length === 0 && scope !== 'all' ? dueIn(deps, { projects, of }) : [],
  ]);
  // A request may have changed between the two reads.
  const others = due.filter(({ id }) => !found.requests.some((request) => request.id === id));
  return {
    listed: await listed(deps, found.requests),
    total: found.total,
    next: found.next,
    due: await listed(deps, others),
  };
}

/** Requests that were run without approval and still need a review. */
async function dueIn(
  deps: RequestListDeps,
  query: Pick<RequestQuery, 'projects' | 'of'>,
): Promise<readonly ChangeRequest[]> {
  const due = { ...query, scope: 'unreviewed', limit: REQUESTS_PAGE_SIZE } as const;
  return (await deps.approval.page(due)).requests;
}

async function closedPage(
  deps: RequestListDeps,
  page: HistoryPage,
  projects: readonly string[],
): Promise<FoundRequests> {
  const { requests, ...found } = await closedRequests(deps.approval.page, page, projects);
  return { ...found, listed: await listed(deps, requests) };
}

function listed(deps: CardLinks, requests: readonly ChangeRequest[]): Promise<ListedRequest[]> {
  return Promise.all(
    requests.map(async (request) => ({ request, link: await cardLink(deps, request.id) })),
  );
}

const NOBODY_ELSE = { ping: [], competing: [] };

/** A whole request for one person: its card, and below it its history. */
export async function showRequestAnswer(
  deps: RequestListDeps,
  { request: id }: { readonly request: string },
  words: Words,
): Promise<Message[]> {
  const request = await deps.approval.load(id);
  if (!request) return [messageFrom(`🔒 ${words.requestList.noRequest(id)}`)];
  const [link, beside] = await Promise.all([
    cardLink(deps, id),
    mayBeFollowed(request) ? deps.approval.openBeside(request) : undefined,
  ]);
  const chained = { ...beside, ...NOBODY_ELSE };
  return [
    request.batch
      ? renderBatchCard(request, await deps.approval.partsOf(request), NOBODY_ELSE, words)
      : renderCard(withWayBackNow(request, beside), chained, words),
    renderTimeline(request, link, words),
  ];
}

/** Previous and Next. */
export function handleRequestsPage(deps: RequestListDeps) {
  return handlePage(deps, fromPageValue, (page, words, person) =>
    pageAnswer(deps, page, person, words),
  );
}

/** Choices in the menu of a closed request that open a form; the other one shows the request. */
const FORMS: Readonly<
  Record<string, (deps: RequestListDeps, id: string, person: Person, words: Words) => Promise<View>>
> = {
  [REQUEST_CHOICES.revert]: ({ forms }, id, person, words) =>
    forms.againById(id, person, 'revert', words),
  [REQUEST_CHOICES.askAgain]: ({ forms }, id, person, words) =>
    forms.againById(id, person, 'ask_again', words),
  [REQUEST_CHOICES.savePreset]: savePresetView,
};

/** The menu of a closed request. */
export function handleRequestMenu(deps: RequestListDeps) {
  return async (args: ChoiceArgs): Promise<void> => {
    const { ack, action, body, respond } = args;
    const id = fromRequestBlock(action.block_id) ?? '';
    const choice = action.type === 'overflow' ? action.selected_option.value : undefined;
    const form = choice === undefined ? undefined : FORMS[choice];
    if (form) {
      return openForMember(deps, args, (words, person) => form(deps, id, person, words));
    }
    await ack();
    const to = { respond, person: personOf(body) };
    await respondLater(deps, to, (words) => showRequestAnswer(deps, { request: id }, words));
  };
}
