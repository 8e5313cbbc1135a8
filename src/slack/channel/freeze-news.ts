import { knownElsewhereMs } from '#src/approval/known-elsewhere.ts';
import type { FreezeNews } from '#src/approval/policy/freeze-store.ts';
import type { RequestStore } from '#src/approval/ports.ts';
import { type ChangeRequest } from '#src/approval/record/change-request.ts';
import { runsAtMs } from '#src/approval/record/request-times.ts';
import { frozenPlace, frozenWhy } from '#src/slack/kit/freeze-sentence.ts';
import { type Message, messageFrom } from '#src/slack/kit/message.ts';
import { mention, moment } from '#src/slack/kit/text.ts';
import type { SlackProject, SlackProjects } from '#src/slack/projects.ts';
import { OutOfReachError } from '#src/slack/transport/slack-errors.ts';
import { type Words, wordsFor } from '#src/slack/words/index.ts';
import { orOutOfReach } from './channel-reach.ts';
import { postNamed, type PostNamedDeps } from './post-named.ts';

export interface FreezeNewsDeps extends PostNamedDeps {
  readonly projects: SlackProjects;
  readonly page: RequestStore['page'];
  readonly freezes: {
    readonly loadNews: (id: string) => Promise<FreezeNews | undefined>;
    readonly markTold: (news: FreezeNews) => Promise<void>;
    /** Brings the cards of requests in line. */
    readonly showSoon: (requests: readonly string[], nowMs: number) => Promise<void>;
  };
}

/** Requests on a page, and planned ones that are named. */
const PAGE = 100;
const NAMED_MAX = 10;

/**
 * Tells the ops channel that somebody froze something in chat or lifted that, once, and has the cards of the requests
 * that it concerns brought in line. It may be called at any time and again: when a freeze ends, only cards are. Resolves
 * with the time of the next try (Unix, ms) if the channel is out of reach.
 */
export function createFreezeNews(deps: FreezeNewsDeps) {
  return async (id: string, mayHaveBegun: boolean): Promise<number | undefined> => {
    const news = await deps.freezes.loadNews(id);
    const project = news && [...deps.projects.values()].find(({ cloud }) => cloud === news.cloud);
    if (!news) return undefined;
    if (!project) return knownElsewhereMs(news.atMs, deps.now());
    const open = await openIn(deps, project, news);
    const ids = open.map((request) => request.id);
    await deps.freezes.showSoon(ids, deps.now());
    // Once it is over, nobody needs to hear that it began.
    if (news.isTold || news.freeze.toMs <= deps.now()) return undefined;
    const message = newsMessage(project.name, news, open, wordsFor(project.language));
    const told = await orOutOfReach(() =>
      postNamed(
        deps,
        { request: 'freeze', part: news.id },
        { channel: project.opsChannel, message },
        { mayHaveBegun, sinceMs: news.atMs },
      ),
    );
    // Only people can let the bot in; cards and Home tell of it meanwhile.
    if (told instanceof OutOfReachError) return told.againAtMs;
    await deps.freezes.markTold(news);
    return undefined;
  };
}

/** The open requests that a freeze concerns. */
async function openIn(
  { page }: FreezeNewsDeps,
  { name }: SlackProject,
  { freeze }: FreezeNews,
): Promise<readonly ChangeRequest[]> {
  const taskId = freeze.chat.task?.id;
  const of = taskId === undefined ? undefined : { taskId };
  const found: ChangeRequest[] = [];
  for (let before: string | undefined; ;) {
    const { requests, next } = await page({
      projects: [name],
      scope: 'open',
      of,
      before,
      limit: PAGE,
    });
    found.push(...requests);
    if (next === undefined) return found;
    before = next;
  }
}

function newsMessage(
  project: string,
  { kind, freeze, by }: FreezeNews,
  open: readonly ChangeRequest[],
  words: Words,
): Message {
  const { told } = words.freezes;
  const { fromMs, toMs, reason, chat } = freeze;
  const what = frozenPlace(project, chat.task, words);
  const said = told[kind](mention(by.userId), what, moment(toMs), frozenWhy(reason));
  const planned = open.filter((request) => {
    const runMs = runsAtMs(request);
    return runMs !== undefined && fromMs <= runMs && runMs < toMs;
  });
  const ids = planned.slice(0, NAMED_MAX).map(({ id }) => id);
  const more = planned.length - ids.length;
  if (kind === 'unfreeze' || ids.length === 0) return messageFrom(said);
  return messageFrom(`${said}\n${more > 0 ? told.plannedMore(ids, more) : told.planned(ids)}`);
}
