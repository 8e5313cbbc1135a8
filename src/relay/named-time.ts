import { dateIn, dayNamed } from './time.ts';

/** A time as people type it: `18:00`, on a date or the next one, by the clock of a zone or with an offset. */
export interface NamedTime {
  /** `today`, `tomorrow`, a day of the week or a date (`2026-12-01`). Undefined: the next time that clocks show it. */
  readonly date?: string | undefined;
  /** `18:00` */
  readonly time: string;
  /** `+08:00` or `Z`. Undefined: that of the zone. */
  readonly offset?: string | undefined;
}

/** The moment, or why there is not exactly one. */
export type FoundTime =
  | { readonly kind: 'moment'; readonly atMs: number }
  | { readonly kind: 'passed' }
  /** Clocks are put forward over it. */
  | { readonly kind: 'skipped'; readonly date: string }
  /** Clocks are put back over it; each of the moments has an offset of its own. */
  | { readonly kind: 'twice'; readonly date: string; readonly offsets: readonly string[] };

/** Which moment after `nowMs` is meant in a time zone (IANA), or by the clock with its own offset. */
export function momentNamed(named: NamedTime, nowMs: number, zone: string): FoundTime {
  const { date: word, offset } = named;
  const timeZone = offset === 'Z' ? 'UTC' : (offset ?? zone);
  const today = dateIn(nowMs, timeZone);
  if (word !== undefined) {
    const { date } = dayNamed(word, nowMs, timeZone);
    return momentOn(Temporal.PlainDate.from(date), named, nowMs, timeZone);
  }
  const found = momentOn(today, named, nowMs, timeZone);
  return found.kind === 'passed' ? momentOn(today.add({ days: 1 }), named, nowMs, timeZone) : found;
}

function momentOn(
  day: Temporal.PlainDate,
  { time }: NamedTime,
  nowMs: number,
  timeZone: string,
): FoundTime {
  const date = day.toString();
  const wall = day.toPlainDateTime(time);
  const [first, second] = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toZonedDateTime(timeZone, { disambiguation }),
  );
  if (!first || !second) throw new Error('no moments');
  const later = [first, second].filter((each) => each.epochMilliseconds > nowMs);
  if (later.length === 0) return { kind: 'passed' };
  const isThere = first.toPlainDateTime().equals(wall);
  if (!isThere) return { kind: 'skipped', date };
  // Only one of two equal times may be left.
  if (first.equals(second) || later.length === 1) {
    return { kind: 'moment', atMs: later[0]?.epochMilliseconds ?? nowMs };
  }
  return { kind: 'twice', date, offsets: [first.offset, second.offset] };
}
