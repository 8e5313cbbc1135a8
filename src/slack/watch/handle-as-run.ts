import type { Reply } from '#commands/command.ts';
import { type ChangeRequest, isNotHeld, sourcesOf } from '#src/approval/record/change-request.ts';
import { appliedAtMs } from '#src/approval/record/request-times.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import { fieldOf, urlsOf } from '#src/relay/field.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { dayIn, dayNamed } from '#src/relay/time.ts';
import { cardLink, type CardLinks } from '#src/slack/card/card-link.ts';
import { type Message, messageFrom, pageGone } from '#src/slack/kit/message.ts';
import { cut, inCode, slashCommand } from '#src/slack/kit/text.ts';
import { handlePage } from '#src/slack/modal/handle-page.ts';
import type { MembersDeps } from '#src/slack/modal/members-only.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { placeAsked, type PlaceDeps, unreadSentence } from '#src/slack/task/find-task.ts';
import type { Words } from '#src/slack/words/index.ts';
import { type AppliedChange, asRun, type AsRunRow } from '#src/watch/as-run.ts';
import { fileOf, type KeptEvents, type Span } from '#src/watch/kept-event.ts';
import type { WatchService } from '#src/watch/service.ts';
import { type AsRunPage, fromAsRunValue, renderAsRun, renderHeard } from './as-run-message.ts';

export interface AsRunDeps extends PlaceDeps, CardLinks {
  readonly approval: Pick<ApprovalService, 'page'>;
  readonly watch: Pick<WatchService, 'keptOf' | 'heardOf'>;
  /** Whether callbacks of the Live API are accepted. */
  readonly takesEvents: boolean;
  readonly now: () => number;
}

/** `/relay asrun`. */
export async function asRunAnswer(
  deps: AsRunDeps,
  asked: Reply<'as_run'>,
  words: Words,
): Promise<Message[]> {
  const found = await placeAsked(deps, asked, words);
  if ('messages' in found) return found.messages;
  const { project, task } = found;
  if (!task) return [await heardAnswer(deps, project, words)];
  const page = {
    project: project.name,
    task: { id: task.task_id, name: cut(taskName(task), 150) },
    day: dayNamed(asked.day ?? 'today', deps.now(), project.timeZone),
  };
  return [await pageOf(deps, page, task, words)];
}

/** Previous and Next. */
export function handleAsRunPage(deps: AsRunDeps & MembersDeps) {
  return handlePage(deps, fromAsRunValue, async (page, words) => [
    deps.projects.has(page.project) ? await pageOf(deps, page, undefined, words) : pageGone(words),
  ]);
}

async function pageOf(
  deps: AsRunDeps,
  page: AsRunPage,
  task: RelayTask | undefined,
  words: Words,
): Promise<Message> {
  const nowMs = deps.now();
  const span = dayIn(page.day.date, page.day.timeZone);
  const [kept, applied] = await Promise.all([
    deps.watch.keptOf(page.task.id),
    appliedRequests(deps, page, span),
  ]);
  const changes = applied.map(changeOf);
  const run = asRun({ ...kept, changes, day: span, nowMs });
  const isEmpty = run.rows.every(({ kind }) => kind === 'change' || kind === 'silence');
  const why = isEmpty ? whyNothing(deps, { kept, span, nowMs, task }, words) : undefined;
  const requests = new Map(applied.map((request) => [request.id, request]));
  const links = await linksOf(deps, run.rows);
  return renderAsRun(page, { run, kept, span, nowMs, requests, links, why }, words);
}

/** The most requests to search for those applied to a task by the end of a day (own limit). */
const LOOKED_MAX = 100;
/** A request is closed some time after its call. */
const CLOSED_WITHIN_MS = 60 * 60_000;

async function appliedRequests(
  { approval }: Pick<AsRunDeps, 'approval'>,
  { project, task }: AsRunPage,
  { untilMs }: Span,
): Promise<readonly ChangeRequest[]> {
  const { requests } = await approval.page({
    projects: [project],
    scope: 'closed',
    of: { taskId: task.id },
    before: `${untilMs + CLOSED_WITHIN_MS}:R-0`,
    limit: LOOKED_MAX,
  });
  return requests.filter((request) => request.state === 'applied' && !isNotHeld(request));
}

function changeOf(request: ChangeRequest): AppliedChange {
  return {
    id: request.id,
    atMs: request.sentAtMs ?? appliedAtMs(request),
    before: urlsOf(request.base).map(fileOf),
    after: sourcesOf(request).map(fileOf),
  };
}

async function linksOf(
  deps: CardLinks,
  rows: readonly AsRunRow[],
): Promise<ReadonlyMap<string, string>> {
  const ids = rows.flatMap((row) =>
    row.kind === 'change' ? [row.id] : row.kind === 'file' && row.by ? [row.by] : [],
  );
  const found = await Promise.all(
    [...new Set(ids)].map(async (id) => {
      const link = await cardLink(deps, id);
      return link === undefined ? [] : [[id, link] as const];
    }),
  );
  return new Map(found.flat());
}

/** Why there may be no events. */
function whyNothing(
  { takesEvents }: Pick<AsRunDeps, 'takesEvents'>,
  known: {
    readonly kept: KeptEvents;
    readonly span: Span;
    readonly nowMs: number;
    readonly task: RelayTask | undefined;
  },
  { asRun: said, watch }: Words,
): string {
  const { kept, span, nowMs, task } = known;
  const { keptForMs, listeningSinceMs = nowMs } = kept;
  if (!takesEvents) return watch.eventsOff;
  if (span.fromMs > nowMs) return said.notYet;
  if (span.untilMs < nowMs - keptForMs) return said.tooOld(Math.ceil(keptForMs / DAY_MS));
  if (span.untilMs <= listeningSinceMs) return said.notListening;
  const events = task && fieldOf(task, 'callback_events');
  const reports = events?.kind === 'known' ? events.value : FILE_EVENTS;
  if (!FILE_EVENTS.some((event) => reports.includes(event))) {
    return said.notReported(FILE_EVENTS.map(inCode), slashCommand('modify'));
  }
  return kept.isFull && kept.events.length === 0 ? said.full : said.noneCame;
}

const DAY_MS = 86_400_000;
const FILE_EVENTS = ['VodSourceFileStart', 'VodSourceFileFinish'] as const;

async function heardAnswer(
  { finder, watch, takesEvents }: AsRunDeps,
  project: SlackProject,
  words: Words,
): Promise<Message> {
  if (!takesEvents) return messageFrom(words.watch.eventsOff);
  const list = await finder.list(project.tasks, { isFresh: true });
  if (!list.ok) return messageFrom(unreadSentence(list.failure, words));
  const names = new Map(list.tasks.map((task) => [task.task_id, taskName(task)]));
  const heard = (await watch.heardOf()).flatMap(({ taskId, atMs }) => {
    const name = names.get(taskId);
    return name === undefined ? [] : [{ name, atMs }];
  });
  return renderHeard(project.name, heard, words);
}
