/**
 * Why a chosen local time may not be the intended moment: clocks show it `twice`, or never show it (`skipped`), in
 * which case pickers move it forward.
 */
export type TimeDoubt =
  | { readonly kind: 'twice'; readonly wall: string; readonly moments: readonly [Moment, Moment] }
  /** `wall`: the time that does not exist. */
  | { readonly kind: 'skipped'; readonly wall: string; readonly moments: readonly [Moment] };

/** A moment in local time. */
export interface Moment {
  readonly atMs: number;
  /** `02:30` */
  readonly wall: string;
  /** From UTC: `+02:00` */
  readonly offset: string;
}

/** What is ambiguous about a moment that somebody chose in a time zone (IANA); undefined for nearly all of them. */
export function timeDoubt(atMs: number, timeZone: string): TimeDoubt | undefined {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
  const onTheWall = at.toPlainDateTime();
  const [first, second] = (['earlier', 'later'] as const).map((disambiguation) =>
    onTheWall.toZonedDateTime(timeZone, { disambiguation }),
  );
  if (first && second && !first.equals(second)) {
    return { kind: 'twice', wall: wallOf(at), moments: [momentOf(first), momentOf(second)] };
  }
  // A clock change at this very moment counts as past.
  const change = at.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const skippedNs =
    change && change.offsetNanoseconds - change.subtract({ nanoseconds: 1 }).offsetNanoseconds;
  if (!change || !skippedNs || skippedNs <= 0) return undefined;
  const sinceMs = atMs - change.epochMilliseconds;
  if (sinceMs * 1e6 >= skippedNs) return undefined;
  const chosen = onTheWall.subtract({ nanoseconds: skippedNs });
  return { kind: 'skipped', wall: wallOf(chosen), moments: [momentOf(at)] };
}

function momentOf(at: Temporal.ZonedDateTime): Moment {
  return { atMs: at.epochMilliseconds, wall: wallOf(at), offset: at.offset };
}

function wallOf(at: Temporal.ZonedDateTime | Temporal.PlainDateTime): string {
  return at.toPlainTime().toString({ smallestUnit: 'minute' });
}
