import { DAYS_OF_WEEK } from '#src/relay/time.ts';

/** Days to come that have a name. */
export const COMING_DAYS = ['today', 'tomorrow', ...DAYS_OF_WEEK] as const;

const PREFIX = /^(?:day|date):/i;
const NAMED = /^(?:today|yesterday)$/i;
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;

/** Whether a word is meant as a day: it begins with `day:`, looks like a date, or is `today` or `yesterday`. */
export function isAboutDay(word: string): boolean {
  return PREFIX.test(word) || DATE.test(word) || NAMED.test(word);
}

/** Whether a word looks like a date in another order, like `31.12.`, `12/31/2026` or `2026/12/31`. */
export function isOddDate(word: string): boolean {
  return /^\d{1,4}([./])\d{1,2}(?:\1(?:\d{2}|\d{4})|\.)$/.test(word);
}

/** The day in such a word, without the prefix. */
export function saidOfDay(word: string): string {
  return word.replace(PREFIX, '').toLowerCase();
}

/** `today`, `yesterday` or a date as `2026-11-28`; undefined for anything else. */
export function dayFrom(word: string): string | undefined {
  const said = saidOfDay(word);
  if (said === 'today' || said === 'yesterday') return said;
  const [, year = '', month = '', day = ''] = DATE.exec(said) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  try {
    return Temporal.PlainDate.from(date).year > 1970 ? date : undefined;
  } catch {
    // A day that does not exist, or one that is written in another order.
    return undefined;
  }
}

/** `today`, `tomorrow`, a day of the week, also as `fri`, or a date; undefined for anything else. */
export function comingDayFrom(word: string): string | undefined {
  const said = saidOfDay(word);
  const named = COMING_DAYS.find((day) => day === said);
  const short = said.length === 3 ? DAYS_OF_WEEK.find((day) => day.startsWith(said)) : undefined;
  const date = dayFrom(said);
  return named ?? short ?? (date === 'yesterday' ? undefined : date);
}
