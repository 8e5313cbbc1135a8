import { z } from 'zod';
import { CLOSED_STATES } from '#src/approval/record/change-request.ts';
import { fromJson } from '#src/basics/from-json.ts';

/** Where a page begins: the cursor of the page before, and how many were found before it. */
const startSchema = z.object({
  after: z.string().regex(/^\d{1,16}:R-\d{1,16}(?:\.\d{1,3})?$/),
  found: z.int().min(0),
});

const pageSchema = z.object({
  /** Undefined: every project. */
  project: z.string().optional(),
  /** The starts of this page (last) and of those before it; the first page has none. */
  at: z.array(startSchema).readonly(),
});

/** A task, and a day of a time zone. */
const taskSchema = z.object({ id: z.string(), name: z.string() });
const daySchema = z.object({ date: z.iso.date(), timeZone: z.string() });

const openPageSchema = pageSchema.extend({
  kind: z.literal('requests'),
  scope: z.enum(['mine', 'open', 'pending', 'all']),
});

const historyPageSchema = pageSchema.extend({
  kind: z.literal('history'),
  task: taskSchema.optional(),
  words: z.array(z.string()).readonly(),
  state: z.enum(CLOSED_STATES).optional(),
  /** Closed on this day. */
  day: daySchema.optional(),
});

const schedulePageSchema = pageSchema.extend({
  kind: z.literal('schedule'),
  task: taskSchema.optional(),
  /** Runs on this day. */
  day: daySchema.optional(),
});

const anyPageSchema = z.discriminatedUnion('kind', [
  openPageSchema,
  historyPageSchema,
  schedulePageSchema,
]);

/** Everything a page of requests is made from. It is kept in the buttons, so they survive a restart. */
export type RequestListPage = z.infer<typeof openPageSchema>;
export type HistoryPage = z.infer<typeof historyPageSchema>;
export type ScheduleListPage = z.infer<typeof schedulePageSchema>;
export type AnyPage = z.infer<typeof anyPageSchema>;

/** How many pages can be turned back one by one; after that comes the first page. */
const BACK_MAX = 10;

/** The next page; `found`: how many were on this page and those before. */
export function nextPage<Page extends AnyPage>(page: Page, after: string, found: number): Page {
  return { ...page, at: [...page.at, { after, found }].slice(-BACK_MAX) };
}

/** The page before this one, or undefined on the first. */
export function previousPage<Page extends AnyPage>(page: Page): Page | undefined {
  return page.at.length === 0 ? undefined : { ...page, at: page.at.slice(0, -1) };
}

/** A button takes 2,000 characters (Slack); if need be, fewer pages can be turned back one by one. */
export function toPageValue(page: AnyPage): string | undefined {
  for (let from = 0; from <= page.at.length; from += 1) {
    const value = JSON.stringify({ ...page, at: page.at.slice(from) });
    if (value.length <= 2_000)
      return page.at.length > 0 && from === page.at.length ? undefined : value;
  }
  return undefined;
}

export function fromPageValue(value: string): AnyPage | undefined {
  return anyPageSchema.safeParse(fromJson(value)).data;
}

/** When the last request before a cursor was closed or made, in Unix milliseconds. */
export function timeOf(after: string): number {
  return Number.parseInt(after, 10);
}
