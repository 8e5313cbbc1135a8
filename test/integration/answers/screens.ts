import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import { renderCard, threadParts } from '#src/slack/card/card.ts';
import { renderResult } from '#src/slack/card/result.ts';
import { resultSentence } from '#src/slack/card/history-sentences.ts';
import { requestLines } from '#src/slack/card/request-summary.ts';
import { type Message, messageFrom } from '#src/slack/kit/message.ts';
import { reviewModal } from '#src/slack/review/review-modal.ts';
import { renderTaskDetails } from '#src/slack/task/task-details.ts';
import { renderTaskList } from '#src/slack/task/task-list.ts';
import type { Words } from '#src/slack/words/index.ts';
import { describeProblem, viewProblems } from '#sandbox/slack/blocks/validate.ts';
import { nowMs } from '../../unit/relay/sample-task.ts';
import { problemsOf } from '../../unit/slack/hostile.ts';
import type { View } from './set-up-life.ts';

/** Everything that people get to see of a request and of a task. */

export interface Screen {
  readonly shown: unknown;
  readonly problems: readonly unknown[];
}

export function screensOfRequest(request: ChangeRequest, live: RelayTask, words: Words): Screen[] {
  const held = { ok: true, task: live } as const;
  const reviewed = {
    request,
    live: held,
    refusal: undefined,
    openOutcomes: [],
    checks: undefined,
    nowMs,
  };
  return [
    renderCard(request, { ping: [], competing: [] }, words),
    ...threadParts(request, words),
    renderResult(request, resultSentence(request, words), words),
    messageFrom(requestLines(request, undefined, words)),
  ]
    .map(messageScreen)
    .concat(viewScreen(reviewModal(reviewed, words)));
}

export function screensOfTask(task: RelayTask, words: Words): Screen[] {
  const page = { project: 'live-prod', page: 0, query: { words: [] }, tasks: [task], nowMs };
  return [
    ...renderTaskDetails({ project: 'live-prod', task, nowMs }, words),
    renderTaskList(page, words),
  ].map(messageScreen);
}

function messageScreen(message: Message): Screen {
  return { shown: message, problems: problemsOf(message) };
}

/** What stands in the boxes of a form is whole, or nobody could change it: only the rest of it is masked. */
export function viewScreen(view: View): Screen {
  const problems = viewProblems(view, ['modal']).map(describeProblem);
  const shown = view.blocks.map((block) => ({ ...block, element: undefined }));
  return { shown, problems };
}

/** Markup of Slack in what people get to see that is not one of ours: a mention, a link, a date. */
export function liveMarkup(shown: unknown): string[] {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (value === null || typeof value !== 'object') return;
    const entries = Object.entries(value);
    const { type, text } = Object.fromEntries(entries);
    // A message's own text is mrkdwn as well; rich text holds nothing but text and dates.
    if ((type === 'mrkdwn' || type === undefined) && typeof text === 'string') {
      found.push(...(text.match(/<[^<>\n]*>/g) ?? []).filter((each) => !OURS.test(each)));
    }
    if (['user', 'usergroup', 'broadcast', 'link', 'channel'].includes(String(type))) {
      found.push(String(type));
    }
    for (const [, inner] of entries) walk(inner);
  };
  walk(shown);
  return found;
}

const OURS = /^<(@U0(REQUESTER|LEAD)|!date\^\d+\^\{date_short_pretty\} \{time\}\|[0-9TZ:-]+)>$/;
