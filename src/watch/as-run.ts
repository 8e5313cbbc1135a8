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
  /** After the last file that ended, nothing was reported. */
  | { readonly kind: 'quiet'; readonly fromMs: number }
  /** The same alarm, repeated at most ten minutes apart. */
  | (Span & { readonly kind: 'alarm'; readonly said?: string | undefined })
  | { readonly kind: 'started' | 'reset'; readonly fromMs: number }
  | { readonly kind: 'exited'; readonly fromMs: number; readonly said?: string | undefined }
  | { readonly kind: 'change'; readonly fromMs: number; readonly id: string }
  /** No replica took events: some may be missing. */
  | (Span & { readonly kind: 'silence' });

export interface AsRun {
  /** The rows of the day, in order of time. */
  readonly rows: readonly AsRunRow[];
  /** Events of the day that arrived more than two minutes after they happened. */
  readonly late: number;
  /** Repeated events of the day. */
  readonly doubled: number;
  /** Events of the day with a time after their arrival; for them the time of arrival counts. */
  readonly ahead: number;
}

const LATE_MS = 2 * 60_000;
/** Clocks may differ by this much; a time further ahead is ignored. */
const CLOCKS_DIFFER_MS = 60_000;
const SAME_ALARM_MS = 10 * 60_000;
/** A reset this close to an applied change was caused by it. */
const OWN_RESET_MS = 2 * 60_000;

/**
 * What was played when on one day, from the events of one task in any order. It holds only what was reported; the rest
 * is left open.
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

/** An event with the same time and content counts once. */
function withoutDoubles(events: readonly TimedEvent[]): TimedEvent[] {
  const byName = Map.groupBy(events, (event) => `${event.atMs} ${nameOf(event)}`);
  return [...byName.values()].map((same) =>
    same.reduce((first, each) => (each.receivedAtMs < first.receivedAtMs ? each : first)),
  );
}

function nameOf({ event, file, index, said }: TimedEvent): string {
  return JSON.stringify([event, file, index, said]);
}

/** The same order no matter in which order the events arrived. */
function byTime(a: TimedEvent, b: TimedEvent): number {
  return a.atMs - b.atMs || (nameOf(a) < nameOf(b) ? -1 : 1);
}

/** Event times are whole seconds, so the change is rounded down to come before the file it starts. */
function changeRow({ id, atMs }: AppliedChange): AsRunRow {
  return { kind: 'change', fromMs: Math.floor(atMs / 1000) * 1000, id };
}

/** When no file was reported. */
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

/** The request that added a file, if every later one kept it. Undefined: the file was not added by a request. */
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

/** When a row begins, if known; otherwise when it ends. */
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
