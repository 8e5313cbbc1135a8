import { AT_ONCE_MS, createRuns, type FileRun, type TimedEvent } from './file-runs.ts';
import type { KeptEvent, Span } from './kept-event.ts';

/** A change that was applied to the task: what its playlist held before and after, as `fileOf` names files. */
export interface AppliedChange {
  readonly id: string;
  /** When its call was made, in Unix milliseconds. */
  readonly atMs: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export type AsRunRow =
  /** `by`: the request that put the file into the playlist, where one is known. */
  | (FileRun & { readonly by?: string | undefined })
  /** Between a file that ended and the next one. `isUnsure`: no replica took events for a part of it. */
  | (Span & { readonly kind: 'gap'; readonly isUnsure: boolean })
  /** After the last file that ended: nothing was reported any more. */
  | { readonly kind: 'quiet'; readonly fromMs: number }
  /** The same alarm, as often as it came within ten minutes each. */
  | (Span & { readonly kind: 'alarm'; readonly said?: string | undefined })
  | { readonly kind: 'started' | 'reset'; readonly fromMs: number }
  | { readonly kind: 'exited'; readonly fromMs: number; readonly said?: string | undefined }
  | { readonly kind: 'change'; readonly fromMs: number; readonly id: string }
  /** No replica took events: some may be missing. */
  | (Span & { readonly kind: 'silence' });

export interface AsRun {
  /** What belongs to the day, by time. */
  readonly rows: readonly AsRunRow[];
  /** Events of the day that arrived more than two minutes after they happened. */
  readonly late: number;
  /** Events of the day that came again. */
  readonly doubled: number;
  /** Events of the day whose time was not over when they arrived: the time of arrival counts. */
  readonly ahead: number;
}

const LATE_MS = 2 * 60_000;
/** Clocks differ by as much; a time that is further ahead is none. */
const CLOCKS_DIFFER_MS = 60_000;
const SAME_ALARM_MS = 10 * 60_000;
/** A reset this close to a change that was applied is its own. */
const OWN_RESET_MS = 2 * 60_000;

/**
 * What was on when, from the events of one task in whatever order they came: a day of it. Everything is as
 * reported; what was not reported is left open.
 */
export function asRun(input: {
  readonly events: readonly KeptEvent[];
  readonly changes: readonly AppliedChange[];
  readonly silences: readonly Span[];
  readonly day: Span;
  readonly nowMs: number;
}): AsRun {
  const { changes, silences, day, nowMs } = input;
  const timed = input.events.map(timedEvent);
  const distinct = withoutDoubles(timed).toSorted(byTime);
  const found = createRuns(distinct);
  const rows: AsRunRow[] = [
    ...changes.map(changeRow),
    ...found.runs.map((run) => ({ ...run, by: putThere(run, changes) })),
    ...taskRows(distinct, changes),
    ...alarmRows(distinct),
    ...emptyRows(found, silences, nowMs),
    ...silences.map((span) => ({ kind: 'silence' as const, ...span })),
  ];
  const ofDay = (events: readonly TimedEvent[]): number =>
    events.filter(({ atMs }) => atMs >= day.fromMs && atMs < day.untilMs).length;
  return {
    rows: rows
      .filter((row) => beginsAt(row) < day.untilMs && endsAt(row, nowMs) >= day.fromMs)
      .toSorted((a, b) => beginsAt(a) - beginsAt(b)),
    late: ofDay(distinct.filter(({ atMs, receivedAtMs }) => receivedAtMs - atMs > LATE_MS)),
    doubled: ofDay(timed) - ofDay(distinct),
    ahead: ofDay(distinct.filter(({ isAhead }) => isAhead)),
  };
}

function timedEvent(event: KeptEvent): TimedEvent {
  const { eventAtMs, receivedAtMs } = event;
  const isAhead = eventAtMs !== undefined && eventAtMs > receivedAtMs + CLOCKS_DIFFER_MS;
  return { ...event, isAhead, atMs: isAhead ? receivedAtMs : (eventAtMs ?? receivedAtMs) };
}

/** The same event of the same moment about the same file is one event, however often it was sent. */
function withoutDoubles(events: readonly TimedEvent[]): TimedEvent[] {
  const byName = Map.groupBy(events, (event) => `${event.atMs} ${nameOf(event)}`);
  return [...byName.values()].map((same) =>
    same.reduce((first, each) => (each.receivedAtMs < first.receivedAtMs ? each : first)),
  );
}

function nameOf({ event, file, index, said }: TimedEvent): string {
  return JSON.stringify([event, file, index, said]);
}

/** In an order that does not depend on that in which they arrived. */
function byTime(a: TimedEvent, b: TimedEvent): number {
  return a.atMs - b.atMs || (nameOf(a) < nameOf(b) ? -1 : 1);
}

/** Events tell whole seconds, and a file that begins with a change comes after it. */
function changeRow({ id, atMs }: AppliedChange): AsRunRow {
  return { kind: 'change', fromMs: Math.floor(atMs / 1000) * 1000, id };
}

/** When nothing was on, as far as was reported. */
function emptyRows(
  { gaps, endedAtMs }: ReturnType<typeof createRuns>,
  silences: readonly Span[],
  nowMs: number,
): AsRunRow[] {
  const isUnsure = (gap: Span): boolean =>
    silences.some(({ fromMs, untilMs }) => fromMs < gap.untilMs && untilMs > gap.fromMs);
  return [
    ...gaps.map((gap) => ({ kind: 'gap' as const, ...gap, isUnsure: isUnsure(gap) })),
    ...(endedAtMs !== undefined && nowMs - endedAtMs > AT_ONCE_MS
      ? [{ kind: 'quiet' as const, fromMs: endedAtMs }]
      : []),
  ];
}

/**
 * The request that put a file into the playlist that was in force at a moment: the last one that added it, if every
 * later one kept it. Undefined: it was there before, or got there in another way.
 */
function putThere(
  { file, fromMs }: FileRun,
  changes: readonly AppliedChange[],
): string | undefined {
  if (file === undefined || fromMs === undefined) return undefined;
  const past = changes
    .filter((change) => change.atMs <= fromMs + AT_ONCE_MS)
    .toSorted((a, b) => b.atMs - a.atMs);
  for (const { id, before, after } of past) {
    if (!after.includes(file)) return undefined;
    if (!before.includes(file)) return id;
  }
  return undefined;
}

function alarmRows(events: readonly TimedEvent[]): AsRunRow[] {
  const rows: (Span & { readonly kind: 'alarm'; readonly said?: string | undefined })[] = [];
  for (const { event, atMs, said } of events) {
    if (event !== 'TaskAlarm') continue;
    const at = rows.findLastIndex((row) => row.said === said);
    const same = rows[at];
    if (same && atMs - same.untilMs <= SAME_ALARM_MS) rows[at] = { ...same, untilMs: atMs };
    else rows.push({ kind: 'alarm', fromMs: atMs, untilMs: atMs, said });
  }
  return rows;
}

function taskRows(
  events: readonly TimedEvent[],
  changes: readonly AppliedChange[],
): readonly AsRunRow[] {
  const isOwn = (atMs: number): boolean =>
    changes.some((change) => Math.abs(change.atMs - atMs) <= OWN_RESET_MS);
  return events.flatMap(({ event, atMs: fromMs, said }): AsRunRow[] => {
    if (event === 'TaskStart') return [{ kind: 'started', fromMs }];
    if (event === 'TaskExit') return [{ kind: 'exited', fromMs, said }];
    return event === 'ResetTaskConfig' && !isOwn(fromMs) ? [{ kind: 'reset', fromMs }] : [];
  });
}

/** When a row begins, as far as that is known. */
export function beginsAt(row: AsRunRow): number {
  if (row.kind !== 'file') return row.fromMs;
  return row.fromMs ?? (row.end.kind === 'open' ? 0 : row.end.atMs);
}

function endsAt(row: AsRunRow, nowMs: number): number {
  switch (row.kind) {
    case 'file':
      return row.end.kind === 'open' ? nowMs : row.end.atMs;
    case 'quiet':
      return nowMs;
    case 'gap':
    case 'alarm':
    case 'silence':
      return row.untilMs;
    default:
      return row.fromMs;
  }
}
