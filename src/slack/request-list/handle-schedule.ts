import type { Reply } from '#commands/command.ts';
import { foreseenRuns } from '#src/approval/links/foreseen-runs.ts';
import type { SchedulePage } from '#src/approval/ports.ts';
import type { ApprovalService } from '#src/approval/service.ts';
import type { ScheduledRun } from '#src/approval/states/scheduled-runs.ts';
import { seenOf } from '#src/relay/forecast/between.ts';
import { type RelayTask, taskName } from '#src/relay/relay-task.ts';
import { dayIn, dayNamed } from '#src/relay/time.ts';
import { cardLink, type CardLinks } from '#src/slack/card/card-link.ts';
import { type Message, messageFrom, pageGone } from '#src/slack/kit/message.ts';
import { cut } from '#src/slack/kit/text.ts';
import type { SlackProject } from '#src/slack/projects.ts';
import { findTask, type PlaceDeps } from '#src/slack/task/find-task.ts';
import type { Words } from '#src/slack/words/index.ts';
import { freezesIn } from './listed-freezes.ts';
import type { ScheduleListPage } from './page-state.ts';
import { type FoundSchedule, renderSchedule, SCHEDULE_PAGE_SIZE } from './schedule-list.ts';
import { zoneOf } from './zone-of-days.ts';

interface ScheduleDeps extends PlaceDeps, CardLinks {
  readonly approval: Pick<ApprovalService, 'schedule' | 'freezesOf'>;
  readonly now: () => number;
}

/** The first page of `/relay schedule`. */
export async function scheduleAnswer(
  deps: ScheduleDeps,
  asked: Reply<'schedule'>,
  words: Words,
): Promise<Message[]> {
  const { kind, project: name, task: typed, day } = asked;
  const project = name === undefined ? undefined : deps.projects.get(name);
  const found =
    project && typed !== undefined
      ? await findTask(deps.finder, project, typed, words)
      : { task: undefined };
  if ('sentence' in found) return [messageFrom(found.sentence)];
  const { task } = found;
  const page = {
    kind,
    project: name,
    task: task && { id: task.task_id, name: cut(taskName(task), 150) },
    day: day === undefined ? undefined : dayNamed(day, deps.now(), zoneOf(deps.projects, project)),
    at: [],
  };
  return [await schedulePage(deps, page, words, task)];
}

/** A page. `live`: the task as it was just read. */
export async function schedulePage(
  deps: ScheduleDeps,
  page: ScheduleListPage,
  words: Words,
  live?: RelayTask,
): Promise<Message> {
  const nowMs = deps.now();
  const names = page.project === undefined ? [...deps.projects.keys()] : [page.project];
  const projects = names.flatMap((name) => deps.projects.get(name) ?? []);
  if (projects.length === 0) return pageGone(words);
  const span = page.day && dayIn(page.day.date, page.day.timeZone);
  const found = await deps.approval.schedule({
    projects: projects.map(({ name }) => name),
    taskId: page.task?.id,
    span,
    before: page.at.at(-1)?.after,
    limit: SCHEDULE_PAGE_SIZE,
  });
  const isFromNow = page.at.length === 0 && (span === undefined || span.fromMs <= nowMs);
  const [listed, freezes] = await Promise.all([
    listedRuns(deps, found.runs, { nowMs, isFromNow, live }),
    freezesAround(deps, projects, page, found),
  ]);
  const isEmpty = found.runs.length === 0 && page.at.length === 0 && span === undefined;
  const [first] = projects;
  const whole = {
    listed,
    freezes,
    total: span ? undefined : found.total,
    next: found.next,
    asItIs: isEmpty && live ? seenOf(live, { fromMs: nowMs, untilMs: Infinity }, {}) : undefined,
    isDayOver: span !== undefined && span.untilMs <= nowMs,
    timeZone:
      page.day?.timeZone ?? zoneOf(deps.projects, projects.length === 1 ? first : undefined),
    nowMs,
  };
  return renderSchedule(page, whole, words);
}

/** Runs as they are foreseen, with the links to their cards. */
export async function listedRuns(
  deps: CardLinks,
  runs: readonly ScheduledRun[],
  around: Parameters<typeof foreseenRuns>[1],
): Promise<FoundSchedule['listed']> {
  return Promise.all(
    foreseenRuns(runs, around).map(async (foreseen) => ({
      foreseen,
      link: await cardLink(deps, foreseen.run.request.id),
    })),
  );
}

/** Freezes at the times that a page is about: from now, or from its first run, until its last. */
async function freezesAround(
  { approval, now }: Pick<ScheduleDeps, 'approval' | 'now'>,
  projects: readonly SlackProject[],
  { at, day, task }: ScheduleListPage,
  { runs, next }: SchedulePage,
): Promise<FoundSchedule['freezes']> {
  const span = day && dayIn(day.date, day.timeZone);
  const lastMs = runs.at(-1)?.atMs ?? 0;
  const fromMs = at.length === 0 ? (span?.fromMs ?? 0) : (runs[0]?.atMs ?? 0);
  const untilMs = next === undefined ? (span?.untilMs ?? lastMs + 1) : lastMs + 1;
  return freezesIn(approval, projects, { fromMs: Math.max(now(), fromMs), untilMs }, task?.id);
}
