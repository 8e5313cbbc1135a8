import type { Button, HomeView, KnownBlock } from '@slack/types';
import { type ChangeRequest, isClosed } from '#src/approval/record/change-request.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import { given } from '#src/basics/given.ts';
import type { EndingSoon } from '#src/ending/ports.ts';
import { labelled, requesterButtons, reviewButton } from '#src/slack/card/card-buttons.ts';
import { requestLines } from '#src/slack/card/request-summary.ts';
import {
  actions,
  button,
  buttonRow,
  context,
  plain,
  section,
  withLabel,
} from '#src/slack/kit/blocks.ts';
import { ACTION, CALLBACK } from '#src/slack/kit/ids.ts';
import { option, selectElement } from '#src/slack/kit/inputs.ts';
import { sectionsOf } from '#src/slack/kit/message.ts';
import { needsSentence } from '#src/slack/kit/sentences.ts';
import { escapedWithin, inCode, moment, slashCommand } from '#src/slack/kit/text.ts';
import { type ListedFreeze, listedFreezeSentence } from '#src/slack/request-list/listed-freezes.ts';
import type { ListedRun } from '#src/slack/request-list/schedule-list.ts';
import { shortRunLines } from '#src/slack/request-list/schedule-sentences.ts';
import { endingSentence } from '#src/slack/task/task-sentences.ts';
import type { Words } from '#src/slack/words/index.ts';
import { type HomeList, type HomeState, SEARCH_MAX, toHomeMetadata } from './home-state.ts';

/** A request in a list of the Home. */
export interface HomeItem {
  readonly request: ChangeRequest;
  /** The link to its card; undefined while there is none. */
  readonly link: string | undefined;
  /** The buttons of the viewer: those of an approver or those of the requester. */
  readonly may: 'decide' | 'own' | 'look';
}

/** One page of a list. */
export interface HomePage {
  readonly items: readonly HomeItem[];
  /** The number on all pages, if known. */
  readonly total?: number | undefined;
  /** Where the next page begins; undefined on the last one. */
  readonly next?: string | undefined;
}

export interface HomeContent {
  /** Search results, which replace all lists. */
  readonly lists: Readonly<Partial<Record<HomeList, HomePage>>>;
  /** The ends within a day; empty if no tasks are watched. */
  readonly endings: readonly EndingSoon[];
  /** The next runs, and how many there are in all. */
  readonly scheduled: { readonly listed: readonly ListedRun[]; readonly total: number };
  /** Freezes that hold now or begin soon, earliest first. */
  readonly freezes: readonly ListedFreeze[];
  readonly projects: readonly string[];
  readonly nowMs: number;
}

/** Characters of a reason; the card and the review show all of it. */
const REASON_MAX = 150;

/** The most ends that are listed. */
const ENDS_MAX = 6;

/** The most freezes that are listed. */
const FREEZES_MAX = 8;

/**
 * The Home tab of one person: at most 100 blocks (Slack); a list takes two for an item. What waits for the person comes
 * first.
 */
export function renderHome(state: HomeState, content: HomeContent, words: Words): HomeView {
  const { home } = words;
  const { found } = content.lists;
  const list = (name: HomeList, title: string, empty: string): KnownBlock[] => {
    const page = content.lists[name];
    return page ? listBlocks({ name, title, empty, page, state }, words) : [];
  };
  return {
    ...frame(state),
    blocks: [
      ...tools(state, content, words),
      ...(found
        ? list('found', home.found(inCode(state.search ?? '')), home.foundEmpty)
        : [
            ...list('waiting', home.waiting, home.waitingEmpty),
            ...list('mine', home.mine, home.mineEmpty),
            ...endingBlocks(content, words),
            ...scheduleBlocks(content, words),
            ...freezeBlocks(content, words),
            ...list('closed', home.closed, home.closedEmpty),
          ]),
      { type: 'divider' },
      searchInput(state, words),
    ],
  };
}

/** A Home with only a message, for somebody who may not see requests. */
export function noticeHome(state: HomeState, sentence: string): HomeView {
  return { ...frame(state), blocks: [section(sentence)] };
}

function frame(state: HomeState): Pick<HomeView, 'type' | 'callback_id' | 'private_metadata'> {
  return { type: 'home', callback_id: CALLBACK.home, private_metadata: toHomeMetadata(state) };
}

/** A select takes 100 options (Slack), one of which is for all projects. */
const PROJECTS_MAX = 99;

function tools(state: HomeState, { projects }: HomeContent, words: Words): KnownBlock[] {
  const { buttons, home } = words;
  const options = [
    option(ALL_PROJECTS, home.allProjects),
    ...projects.slice(0, PROJECTS_MAX).map((name) => option(name, name)),
  ];
  const isKnown = options.some(({ value }) => value === state.project);
  const shown = isKnown ? state.project : ALL_PROJECTS;
  const choice = selectElement(options, shown, home.project, ACTION.homeProject);
  return [
    actions([
      { ...button(ACTION.homeAsk, buttons.ask, state.project), style: 'primary' },
      ...(state.search === undefined ? [] : [button(ACTION.homeShowAll, buttons.showAll)]),
      ...(projects.length > 1 ? [choice] : []),
    ]),
  ];
}

/** No project has this name: names contain no star. */
export const ALL_PROJECTS = '*';

function listBlocks(
  list: {
    readonly name: HomeList;
    readonly title: string;
    readonly empty: string;
    readonly page: HomePage;
    readonly state: HomeState;
  },
  words: Words,
): KnownBlock[] {
  const { name, page, state } = list;
  const { items, next } = page;
  const isTurned = (state.pages[name] ?? []).length > 0;
  const count = page.total ?? items.length;
  const isMore = page.total === undefined && (next !== undefined || isTurned);
  const empty = next === undefined ? list.empty : words.home.emptySoFar;
  // The number of all closed requests is of no use here.
  const isCounted = count > 0 && name !== 'closed';
  const counted = (isMore ? words.home.countSoFar : words.home.count)(count);
  return [
    ...titled(`*${list.title}*${isCounted ? `  ·  ${counted}` : ''}`),
    ...(items.length === 0 ? [context(empty)] : items.flatMap((item) => itemBlocks(item, words))),
    ...pageButtons(list, isTurned, next, words),
  ];
}

function titled(title: string): KnownBlock[] {
  return [{ type: 'divider' }, section(title)];
}

function itemBlocks({ request, link, may }: HomeItem, words: Words): KnownBlock[] {
  const lines = section(itemLines(request, link, words));
  if (may === 'decide')
    return [{ ...lines, accessory: labelled(reviewButton(request, words), request, words) }];
  const buttons = may === 'own' ? requesterButtons(request, words) : [];
  return [lines, ...buttonRow(buttons.map((each) => labelled(each, request, words)))];
}

/** The lines of every list, and what an approver wants to know first: the deadline and the reason. */
function itemLines(request: ChangeRequest, link: string | undefined, words: Words): string {
  const { reason } = request;
  const why = escapedWithin(reason.replaceAll(/\s+/g, ' '), REASON_MAX);
  return [requestLines(request, link, words), ...standing(request, words), `>${why}`].join('\n');
}

function standing(request: ChangeRequest, words: Words): string[] {
  const { state, expiresAtMs } = request;
  const runMs = isClosed(state) ? undefined : runsAtMs(request);
  const parts = [
    ...(state === 'pending'
      ? [needsSentence(request, words), words.card.expires(moment(expiresAtMs))]
      : []),
    ...(runMs === undefined ? [] : [words.card.runs(moment(runMs))]),
  ];
  return parts.length === 0 ? [] : [parts.join(' · ')];
}

function pageButtons(
  { name, title }: { readonly name: HomeList; readonly title: string },
  isTurned: boolean,
  next: string | undefined,
  { buttons, pageLabel }: Words,
): KnownBlock[] {
  const turn = (action_id: string, text: string, value: string): Button => {
    const turned = button(action_id, text, value);
    return name === 'found' ? turned : withLabel(turned, pageLabel(text, title));
  };
  return buttonRow([
    ...(isTurned ? [turn(ACTION.homePrevious, buttons.previous, name)] : []),
    ...(next === undefined ? [] : [turn(ACTION.homeNext, buttons.next, `${name} ${next}`)]),
  ]);
}

/** Leaves out ends that have come since the tasks were read. */
function endingBlocks({ endings, nowMs }: HomeContent, words: Words): KnownBlock[] {
  const { home } = words;
  if (endings.length === 0) return [];
  const known = endings.flatMap(({ project, ends: those }) =>
    those.map((end) => ({ ...end, project })),
  );
  const ends = known
    .filter(({ ending }) => ending.atMs > nowMs)
    .toSorted((a, b) => a.ending.atMs - b.ending.atMs);
  const lines = ends.slice(0, ENDS_MAX).map(({ name, project, ending, isKept }) => {
    const [task, where] = [escapedWithin(name, 100), escapedWithin(project, 63)];
    const line = home.endsLine(task, where, endingSentence(ending, words));
    return isKept ? `${line} · ${words.endDigest.kept}` : line;
  });
  const total = endings.reduce((sum, { count }) => sum + count, 0);
  const more = total - (known.length - ends.length) - lines.length;
  const list = slashCommand('list ending');
  const readMs = Math.min(...endings.map((each) => each.readMs));
  return [
    ...titled(`*${home.ends}*`),
    ...(lines.length === 0 ? [context(home.endsEmpty)] : sectionsOf(lines)),
    context(
      more > 0
        ? home.endsReadMore(moment(readMs), more, list)
        : home.endsRead(moment(readMs), list),
    ),
  ];
}

function scheduleBlocks({ scheduled }: HomeContent, words: Words): KnownBlock[] {
  const { home, schedule } = words;
  const { listed, total } = scheduled;
  const more = total - listed.length;
  return [
    ...titled(`*${home.scheduled}*`),
    ...(listed.length === 0 ? [context(schedule.empty)] : []),
    ...listed.map(({ foreseen, link }) => section(shortRunLines(foreseen, link, words).join('\n'))),
    ...(more > 0 ? [context(home.moreScheduled(more, slashCommand('schedule')))] : []),
  ];
}

function freezeBlocks({ freezes, nowMs }: HomeContent, words: Words): KnownBlock[] {
  const { home } = words;
  const lines = freezes
    .slice(0, FREEZES_MAX)
    .map((freeze) => listedFreezeSentence(freeze, nowMs, words));
  const more = freezes.length - lines.length;
  return [
    ...titled(`*${home.frozen}*`),
    ...(lines.length === 0 ? [context(home.frozenEmpty)] : sectionsOf(lines)),
    ...(more > 0 ? [context(home.moreFreezes(more))] : []),
  ];
}

/**
 * The search field, sent at Enter. Slack keeps the text of a field while its block id stays the same, so the id contains
 * the search: a new search gets a new field.
 */
function searchInput({ search }: HomeState, { home }: Words): KnownBlock {
  return {
    type: 'input',
    block_id: `${ACTION.homeSearch} ${search ?? ''}`,
    dispatch_action: true,
    label: plain(home.search),
    element: {
      type: 'plain_text_input',
      action_id: ACTION.homeSearch,
      max_length: SEARCH_MAX,
      placeholder: plain(home.searchHint),
      dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
      ...given({ initial_value: search }),
    },
  };
}
