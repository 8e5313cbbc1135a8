import type { KnownBlock, PlainTextOption } from '@slack/types';
import { awaitsReview } from '#src/approval/record/break-glass.ts';
import {
  type ChangeRequest,
  isClosed,
  mayBeAskedAgain,
  mayBeReverted,
} from '#src/approval/record/change-request.ts';
import { labelled, requestButton } from '#src/slack/card/card-buttons.ts';
import { requestLines } from '#src/slack/card/request-summary.ts';
import { context, section } from '#src/slack/kit/blocks.ts';
import { ACTION, REQUEST_CHOICES, toRequestBlock } from '#src/slack/kit/ids.ts';
import { option } from '#src/slack/kit/inputs.ts';
import { type Message, messageOf } from '#src/slack/kit/message.ts';
import { escapedWithin, inCode, moment, slashCommand } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { pageButtons } from './page-buttons.ts';
import { type HistoryPage, type RequestListPage, timeOf } from './page-state.ts';
import { mentionedIn } from './request-search.ts';

/** Requests per page, short enough for a phone. */
export const REQUESTS_PAGE_SIZE = 10;

/** A page of open requests, or of closed ones. */
export type ListPage = RequestListPage | HistoryPage;

/** A request, and the link to its card. */
export interface ListedRequest {
  readonly request: ChangeRequest;
  readonly link?: string | undefined;
}

/** What the store found for a page. */
export interface FoundRequests {
  readonly listed: readonly ListedRequest[];
  /** On all pages; for a search, the number of requests to search. */
  readonly total: number;
  readonly next?: string | undefined;
  /** Run without approval and not yet reviewed; shown first. */
  readonly due?: readonly ListedRequest[] | undefined;
  /** For a search: how many requests were examined for this page. */
  readonly looked?: number | undefined;
}

/** A page of requests for one person. */
export function renderRequests(page: ListPage, found: FoundRequests, words: Words): Message {
  const { listed, due = [] } = found;
  const { requestList } = words;
  const text = headline(page, found, words);
  const isEmpty = listed.length === 0 && due.length === 0;
  return messageOf([
    section(text),
    ...(due.length > 0 ? [context(requestList.dueTitle(due.length))] : []),
    ...due.map((each) => requestBlock(each, words)),
    ...(due.length > 0 && listed.length > 0 ? [{ type: 'divider' } as const] : []),
    ...listed.map((each) => requestBlock(each, words)),
    ...lookedBlocks(page, found, words),
    ...(isEmpty ? [context(whatNext(page, words))] : []),
    ...pageButtons(
      page,
      { next: found.next, count: listed.length, isSearch: found.looked !== undefined },
      words,
    ),
  ]);
}

function headline(page: ListPage, { listed, total, looked }: FoundRequests, words: Words): string {
  const { requestList } = words;
  const project = page.project === undefined ? undefined : escapedWithin(page.project, 100);
  const before = page.at.at(-1)?.found ?? 0;
  const range =
    listed.length < total && listed.length > 0 && looked === undefined
      ? [requestList.range(before + 1, before + listed.length)]
      : [];
  if (page.kind === 'requests') {
    return [requestList.titles[page.scope](total, project), ...range].join(' · ');
  }
  const task = page.task && escapedWithin(page.task.name, 150);
  const search = searchWords(page);
  return [
    looked !== undefined
      ? requestList.historySearched(listed.length, project, task)
      : requestList.history(total, project, task),
    ...(search ? [inCode(search)] : []),
    ...page.words.filter(isMention),
    ...(page.day ? [dayWords(page.day)] : []),
    ...range,
  ].join(' · ');
}

/** `2026-11-28 (Asia/Shanghai)` */
function dayWords({ date, timeZone }: NonNullable<HistoryPage['day']>): string {
  return `${date} (${timeZone})`;
}

function searchWords({ words, state }: HistoryPage): string {
  const plainWords = words.filter((word) => !isMention(word));
  return [...plainWords, ...(state === undefined ? [] : [`state:${state}`])].join(' ');
}

/** Mentions are shown as such, not in code. */
function isMention(word: string): boolean {
  return mentionedIn(word) !== undefined;
}

/** How far a search came. */
function lookedBlocks(
  page: ListPage,
  { looked, total, next }: FoundRequests,
  { requestList }: Words,
): KnownBlock[] {
  const day = page.kind === 'history' ? page.day : undefined;
  if (looked === undefined) return [];
  if (day) {
    const named = dayWords(day);
    const partly = next && requestList.lookedDayTo(looked, named, moment(timeOf(next)));
    return [context(partly ?? requestList.lookedDay(looked, named))];
  }
  const said =
    next === undefined
      ? requestList.lookedAll(looked, total)
      : requestList.looked(looked, total, moment(timeOf(next)));
  return [context(said)];
}

function whatNext(page: ListPage, { requestList }: Words): string {
  if (page.kind === 'requests') {
    return requestList.emptyOpen(slashCommand('modify'), slashCommand('history'));
  }
  const [requests, history] = [slashCommand('requests'), slashCommand('history')];
  if (page.words.length > 0) return requestList.emptySearch(history);
  const isNarrowed = [page.task, page.state, page.day].some((each) => each !== undefined);
  return isNarrowed
    ? requestList.emptyHistory(requests, history)
    : requestList.noneClosed(requests);
}

function requestBlock({ request, link }: ListedRequest, words: Words): KnownBlock {
  const { id, state } = request;
  const body = section(requestLines(request, link, words), toRequestBlock(id));
  if (!isClosed(state) || awaitsReview(request)) {
    const look = requestButton(isClosed(state) ? 'closeReview' : 'review', request, words);
    return { ...body, accessory: labelled(look, request, words) };
  }
  return {
    ...body,
    accessory: {
      type: 'overflow',
      action_id: ACTION.requestMenu,
      options: choicesFor(request, words),
    },
  };
}

/** What the menu of a closed request offers. */
function choicesFor(request: ChangeRequest, { buttons }: Words): PlainTextOption[] {
  const { state, batch } = request;
  const { show, revert, askAgain, savePreset } = REQUEST_CHOICES;
  const shown = option(show, buttons.show);
  if (mayBeAskedAgain(request)) return [shown, option(askAgain, buttons.askAgain)];
  const revertWords = batch ? buttons.revertAll : buttons.revert;
  return [
    shown,
    ...(mayBeReverted(request) ? [option(revert, revertWords)] : []),
    ...(state === 'applied' && !batch ? [option(savePreset, buttons.savePreset)] : []),
  ];
}
