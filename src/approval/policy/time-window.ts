import { dateIn } from '#src/relay/time.ts';

/** As people write them in the configuration, in the order of ISO 8601. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** Times of day in a time zone, `18:00`; until `24:00` means until the end of the day. */
export interface DailyWindow {
  readonly from: string;
  /** If not later than `from`, it is on the next day. */
  readonly to: string;
  readonly timeZone: string;
}

/** One day's window. `day` is the one on which it begins; its end is exclusive. */
export interface WindowOfDay {
  readonly day: Weekday;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The window at a moment, or undefined. If clocks change, it begins at the first moment that shows its beginning and
 * ends at the last that shows its end.
 */
export function windowAt(window: DailyWindow, atMs: number): WindowOfDay | undefined {
  const today = dateIn(atMs, window.timeZone);
  return [today, today.subtract({ days: 1 })]
    .map((date) => windowOf(window, date))
    .find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
}

/** The window that begins on a date in its time zone. */
export function windowOf(
  { from, to, timeZone }: DailyWindow,
  date: Temporal.PlainDate,
): WindowOfDay {
  const isNextDay = to === '24:00' || to <= from;
  const lastDate = isNextDay ? date.add({ days: 1 }) : date;
  const begin = date.toPlainDateTime(from);
  const end = lastDate.toPlainDateTime(to === '24:00' ? '00:00' : to);
  return {
    day: weekdayOf(date),
    fromMs: begin.toZonedDateTime(timeZone, { disambiguation: 'earlier' }).epochMilliseconds,
    toMs: end.toZonedDateTime(timeZone, { disambiguation: 'later' }).epochMilliseconds,
  };
}

export function weekdayAt(atMs: number, timeZone: string): Weekday {
  return weekdayOf(dateIn(atMs, timeZone));
}

export function weekdayOf({ dayOfWeek }: Temporal.PlainDate): Weekday {
  const day = WEEKDAYS[dayOfWeek - 1];
  if (day === undefined) throw new Error(`no day of the week: ${dayOfWeek}`);
  return day;
}
