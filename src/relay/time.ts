/** A date and a time of day, with or without seconds, fraction and zone. */
const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::[0-5]\d(?:[.,]\d{1,9})?)?) ?([Zz]|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * The moment that a time of the API stands for; undefined if it is not a time. A time without a zone is UTC, as in
 * Huawei's own client, whatever the zone of this machine.
 */
export function instantOf(text: string): Temporal.Instant | undefined {
  const [, date, time, zone = 'Z'] = DATE_TIME.exec(text) ?? [];
  if (date === undefined || time === undefined) return undefined;
  try {
    return Temporal.Instant.from(`${date}T${time}${zone}`);
  } catch {
    // A day or an hour that does not exist.
    return undefined;
  }
}

/** Whether a text that is a time is written as the API documents it, `YYYY-MM-DDThh:mm:ssZ`. */
export function isInWireForm(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text);
}

/** A moment in local time, with the name of the zone: `2026-11-29 17:00 Asia/Shanghai`. */
export function zonedTime(atMs: number, timeZone: string): string {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
  return `${at.toPlainDate().toString()} ${at.toPlainTime().toString({ smallestUnit: 'minute' })} ${timeZone}`;
}

/**
 * A day in a time zone, in milliseconds: from its first moment to that of the next day, which may not be 24 hours
 * later.
 */
export function dayIn(
  date: string,
  timeZone: string,
): { readonly fromMs: number; readonly untilMs: number } {
  const day = Temporal.PlainDate.from(date);
  const startMs = (each: Temporal.PlainDate) => each.toZonedDateTime(timeZone).epochMilliseconds;
  return { fromMs: startMs(day), untilMs: startMs(day.add({ days: 1 })) };
}

/** Days of the week as people type them, from Monday on. */
export const DAYS_OF_WEEK = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

const NEAR_DAYS: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };

/**
 * The day that a word means in a zone, with that zone: `yesterday`, `today`, `tomorrow`, the next of a day of the week
 * (it may be today), or a date (`2026-11-28`).
 */
export function dayNamed(
  word: string,
  nowMs: number,
  timeZone: string,
): { readonly date: string; readonly timeZone: string } {
  const today = dateIn(nowMs, timeZone);
  const weekday = DAYS_OF_WEEK.findIndex((day) => day === word) + 1;
  const days = weekday > 0 ? (weekday - today.dayOfWeek + 7) % 7 : NEAR_DAYS[word];
  const date = days === undefined ? Temporal.PlainDate.from(word) : today.add({ days });
  return { date: date.toString(), timeZone };
}

/** The date of a moment in a zone: `2026-11-28`. */
export function dateIn(atMs: number, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** Whether this runtime knows a time zone of that name (IANA). Offsets do not count, since they have no summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** A moment as the API writes it: UTC, without its fraction. */
export function wireTime(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
