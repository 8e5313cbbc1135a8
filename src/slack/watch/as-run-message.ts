import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { fromJson } from '#src/basics/from-json.ts';
import { fileNames } from '#src/relay/file-name.ts';
import { button, buttonRow, context, section } from '#src/slack/kit/blocks.ts';
import { ACTION } from '#src/slack/kit/ids.ts';
import { type Message, messageFrom, messageOf } from '#src/slack/kit/message.ts';
import { packed } from '#src/slack/kit/split-text.ts';
import { escaped, escapedWithin, moment, slashCommand } from '#src/slack/kit/text.ts';
import type { Words } from '#src/slack/words/index.ts';
import type { AsRun } from '#src/watch/as-run.ts';
import type { KeptEvents, Span } from '#src/watch/kept-event.ts';
import { noteSentences, type RowDeps, rowSentence } from './as-run-sentences.ts';

/** Rows of one page: with the longest names they fit in a message (13,000 characters). */
export const AS_RUN_PAGE_SIZE = 20;

const SECTION_MAX = 2_800;

const pageSchema = z.object({
  project: z.string(),
  task: z.object({ id: z.string(), name: z.string() }),
  day: z.object({ date: z.iso.date(), timeZone: z.string() }),
  /** Undefined: the last page of a day that is not over, otherwise the first. */
  page: z.int().min(0).optional(),
});

/** Everything a page is made from, so that its buttons survive a restart. */
export type AsRunPage = z.infer<typeof pageSchema>;

export function fromAsRunValue(value: string): AsRunPage | undefined {
  return pageSchema.safeParse(fromJson(value)).data;
}

/** A page of the as-run log. */
export function renderAsRun(
  asked: AsRunPage,
  found: {
    readonly run: AsRun;
    readonly kept: KeptEvents;
    readonly span: Span;
    readonly nowMs: number;
    /** Why there may be no events of that day; undefined if there are some. */
    readonly why: string | undefined;
  } & Omit<RowDeps, 'fileName'>,
  words: Words,
): Message {
  const { run, kept, span } = found;
  const { rows } = run;
  const files = rows.flatMap((row) => (row.kind === 'file' && row.file ? [row.file] : []));
  const fileName = fileNames(files);
  const last = Math.max(0, Math.ceil(rows.length / AS_RUN_PAGE_SIZE) - 1);
  const isOver = span.untilMs <= found.nowMs;
  const page = Math.min(asked.page ?? (isOver ? 0 : last), last);
  const from = page * AS_RUN_PAGE_SIZE;
  const shown = rows.slice(from, from + AS_RUN_PAGE_SIZE);
  const range = last > 0 ? [words.asRun.range(from + 1, from + shown.length, rows.length)] : [];
  const lines = shown.map((row) => rowSentence(row, { ...found, fileName }, words));
  const hint = words.asRun.hint(asked.day.timeZone);
  return messageOf([
    section([titleOf(asked, words), ...range].join(' · ')),
    ...(found.why === undefined ? [] : [section(`${words.asRun.nothing} ${found.why}`)]),
    ...packed(lines, SECTION_MAX).map((text) => section(text)),
    context([...noteSentences(kept, run, span, words), hint].join(' ')),
    ...pageButtons({ ...asked, page }, last, words),
  ]);
}

/** The most tasks that are listed. */
const TASKS_MAX = 20;

/** The tasks of a project with kept events. */
export function renderHeard(
  project: string,
  heard: readonly { readonly name: string; readonly atMs: number }[],
  { asRun }: Words,
): Message {
  const example = slashCommand('asrun live/news-24h');
  if (heard.length === 0) return messageFrom(asRun.noneHeard(escaped(project), example));
  const more = heard.length - TASKS_MAX;
  return messageFrom(
    [
      asRun.heard(heard.length, escaped(project), example),
      ...heard
        .slice(0, TASKS_MAX)
        .map(({ name, atMs }) => asRun.heardTask(escapedWithin(name, 100), moment(atMs))),
      ...(more > 0 ? [asRun.moreHeard(more)] : []),
    ].join('\n'),
  );
}

function titleOf({ project, task, day }: AsRunPage, { asRun }: Words): string {
  return asRun.title(escapedWithin(task.name, 150), escaped(project), day.date, day.timeZone);
}

function pageButtons(
  at: AsRunPage & { readonly page: number },
  last: number,
  { buttons }: Words,
): KnownBlock[] {
  const turn = (action_id: string, text: string, page: number) =>
    button(action_id, text, JSON.stringify({ ...at, page }));
  const shown = [
    ...(at.page > 0 ? [turn(ACTION.asRunPrevious, buttons.previous, at.page - 1)] : []),
    ...(at.page < last ? [turn(ACTION.asRunNext, buttons.next, at.page + 1)] : []),
  ];
  // A button takes 2,000 characters (Slack), and nothing limits the id of a task.
  const fits = shown.every(({ value = '' }) => value.length <= 2_000);
  return fits ? buttonRow(shown) : [];
}
