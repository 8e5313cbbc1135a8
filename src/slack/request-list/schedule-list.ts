import type { KnownBlock } from '@slack/types';
import type { ForeseenRun } from '#src/approval/links/foreseen-runs.ts';
import type { Seen } from '#src/relay/forecast/between.ts';
import { labelled, reviewButton } from '#src/slack/card/card-buttons.ts';
import { context, section } from '#src/slack/kit/blocks.ts';
import { type Message, messageOf } from '#src/slack/kit/message.ts';
import { escapedWithin, slashCommand } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import { type ListedFreeze, listedFreezeSentence } from './listed-freezes.ts';
import { pageButtons } from './page-buttons.ts';
import type { ScheduleListPage } from './page-state.ts';
import { runLines, seenSentence } from './schedule-sentences.ts';

/** Runs of one page: with the longest names they fit in a message (13,000 characters). */
export const SCHEDULE_PAGE_SIZE = 8;
/** Freezes of one page. */
const FREEZES_MAX = 4;

/** A run, and the link to the card of its request. */
export interface ListedRun {
  readonly foreseen: ForeseenRun;
  readonly link: string | undefined;
}

/** What was found for a page. */
export interface FoundSchedule {
  readonly listed: readonly ListedRun[];
  /** On all pages; undefined for a day. */
  readonly total: number | undefined;
  readonly next: string | undefined;
  /** Those that hold at some time of this page. */
  readonly freezes: readonly ListedFreeze[];
  /** What viewers see of the task if nobody changes it; only where nothing is scheduled for it. */
  readonly asItIs: Seen | undefined;
  readonly isDayOver: boolean;
  /** The zone of days. */
  readonly timeZone: string;
  readonly nowMs: number;
}

/** A page of what is to run, the earliest first, with the freezes in between. */
export function renderSchedule(
  page: ScheduleListPage,
  found: FoundSchedule,
  words: Words,
): Message {
  const { listed, next } = found;
  const { schedule } = words;
  return messageOf([
    section(headline(page, found, words)),
    ...(listed.length === 0 ? emptyBlocks(page, found, words) : []),
    ...inOrder(found, words),
    context(schedule.hint(found.timeZone)),
    ...pageButtons(page, { next, count: listed.length }, words),
  ]);
}

function headline(
  { project, task, day, at }: ScheduleListPage,
  { listed, total }: FoundSchedule,
  { schedule, requestList }: Words,
): string {
  const title = schedule.title(
    task && escapedWithin(task.name, 150),
    project && escapedWithin(project, 100),
    day?.date,
  );
  const before = at.at(-1)?.found ?? 0;
  const isAll = before === 0 && listed.length === (total ?? listed.length);
  return [
    title,
    ...(total === undefined || total === 0 ? [] : [schedule.count(total)]),
    ...(isAll || listed.length === 0
      ? []
      : [requestList.range(before + 1, before + listed.length)]),
  ].join(' · ');
}

function emptyBlocks(
  { day }: ScheduleListPage,
  { asItIs, isDayOver }: FoundSchedule,
  words: Words,
): KnownBlock[] {
  const { schedule } = words;
  const empty = isDayOver ? schedule.dayOver : day ? schedule.emptyDay : schedule.empty;
  return [
    section(empty),
    ...(asItIs ? [section(schedule.now(seenSentence(asItIs, words)))] : []),
    context(schedule.howTo(slashCommand('modify'), slashCommand('history'))),
  ];
}

/** Runs, and freezes where they begin. */
function inOrder({ listed, freezes, nowMs }: FoundSchedule, words: Words): KnownBlock[] {
  const shown = freezes.slice(0, FREEZES_MAX);
  const more = freezes.length - shown.length;
  const frozen = shown.map((freeze) => ({
    atMs: freeze.fromMs,
    block: context(listedFreezeSentence(freeze, nowMs, words)),
  }));
  const runs = listed.map((each) => ({
    atMs: each.foreseen.run.atMs,
    block: runBlock(each, words),
  }));
  return [
    ...[...frozen, ...runs].toSorted((a, b) => a.atMs - b.atMs).map(({ block }) => block),
    ...(more > 0 ? [context(words.schedule.moreFreezes(more, slashCommand('freeze')))] : []),
  ];
}

function runBlock({ foreseen, link }: ListedRun, words: Words): KnownBlock {
  const { request, isWayBack } = foreseen.run;
  const lines = section(runLines(foreseen, link, words).join('\n'));
  if (isWayBack) return lines;
  return { ...lines, accessory: labelled(reviewButton(request, words), request, words) };
}
