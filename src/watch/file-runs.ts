import type { KeptEvent, Span } from './kept-event.ts';

/** An event with the moment that counts for it, in Unix milliseconds. */
export interface TimedEvent extends KeptEvent {
  readonly atMs: number;
  /** The sender's time was after the arrival, so the arrival counts. */
  readonly isAhead: boolean;
}

/** One file from its start to its end, if reported. */
export interface FileRun {
  readonly kind: 'file';
  readonly file?: string | undefined;
  readonly index?: string | undefined;
  /** Undefined: its start was not reported. */
  readonly fromMs?: number | undefined;
  readonly end: FileEnd;
}

export type FileEnd =
  | { readonly kind: 'reported'; readonly atMs: number }
  /** Its end was not reported, but another file or the task had started by then. */
  | { readonly kind: 'replaced'; readonly atMs: number }
  /** Its end was not reported, but the task exited then and the file was not reported again. */
  | { readonly kind: 'exited'; readonly atMs: number }
  | { readonly kind: 'open' };

/** A shorter gap between two files is not shown, since times are whole seconds, in milliseconds. */
export const AT_ONCE_MS = 5_000;

interface OpenFile {
  readonly file?: string | undefined;
  readonly index?: string | undefined;
  readonly fromMs: number;
  readonly exitedAtMs?: number | undefined;
}

interface Found {
  readonly runs: FileRun[];
  readonly gaps: Span[];
  open?: OpenFile | undefined;
  /** When the last file ended, if none is open. */
  endedAtMs?: number | undefined;
}

/** Files and the gaps between them, from events in the order of their times. */
export function createRuns(events: readonly TimedEvent[]): {
  readonly runs: readonly FileRun[];
  readonly gaps: readonly Span[];
  /** When the last file ended; undefined: one is on, or none ever was. */
  readonly endedAtMs?: number | undefined;
} {
  const found: Found = { runs: [], gaps: [] };
  for (const sameTime of Map.groupBy(events, ({ atMs }) => atMs).values()) {
    const left = [...sameTime];
    while (left.length > 0) {
      const [event] = left.splice(nextOf(left, found.open), 1);
      if (event) STEPS[event.event]?.(found, event);
    }
  }
  const { open } = found;
  if (open?.exitedAtMs !== undefined) close(found, { kind: 'exited', atMs: open.exitedAtMs });
  else if (open) close(found, { kind: 'open' });
  return found;
}

/** Which of several events of the same second came first: a file ends before the next one begins. */
function nextOf(events: readonly TimedEvent[], open: OpenFile | undefined): number {
  const first = (isIt: (event: TimedEvent) => boolean): number[] => {
    const at = events.findIndex(isIt);
    return at < 0 ? [] : [at];
  };
  const [next = 0] = [
    ...first((event) => event.event === 'VodSourceFileFinish' && isSame(open, event)),
    ...first(({ event }) => event === 'TaskExit'),
    ...first(({ event }) => event === 'TaskStart'),
    ...first(({ event }) => event === 'VodSourceFileStart'),
  ];
  return next;
}

const STEPS: Readonly<Record<string, (found: Found, event: TimedEvent) => void>> = {
  VodSourceFileStart(found, { atMs, file, index }) {
    end(found, atMs);
    const { endedAtMs } = found;
    if (endedAtMs !== undefined && atMs - endedAtMs > AT_ONCE_MS) {
      found.gaps.push({ fromMs: endedAtMs, untilMs: atMs });
    }
    found.open = { file, index, fromMs: atMs };
    found.endedAtMs = undefined;
  },
  VodSourceFileFinish(found, event) {
    const { atMs, file, index } = event;
    const reported = { kind: 'reported', atMs } as const;
    const last = found.runs.at(-1);
    if (isSame(found.open, event)) close(found, reported);
    else if (last && isLateEnd(last, event)) found.runs[found.runs.length - 1] = endOf(last, atMs);
    else {
      found.runs.push({ kind: 'file', file, index, end: reported });
      if (!found.open) found.endedAtMs = atMs;
    }
  },
  TaskStart(found, { atMs }) {
    end(found, atMs);
  },
  TaskExit(found, { atMs }) {
    // Similar APIs send it on a mere retry, so the file may go on.
    if (found.open) found.open = { ...found.open, exitedAtMs: found.open.exitedAtMs ?? atMs };
  },
};

/** Closes the open file, whose end was not reported, because something else begins. */
function end(found: Found, atMs: number): void {
  const exitedAtMs = found.open?.exitedAtMs;
  if (exitedAtMs !== undefined) close(found, { kind: 'exited', atMs: exitedAtMs });
  else if (found.open) close(found, { kind: 'replaced', atMs });
}

function close(found: Found, fileEnd: FileEnd): void {
  if (!found.open) return;
  const { file, index, fromMs } = found.open;
  found.runs.push({ kind: 'file', file, index, fromMs, end: fileEnd });
  found.open = undefined;
  found.endedAtMs = fileEnd.kind === 'open' ? undefined : fileEnd.atMs;
}

/** Whether an end may belong to a file; missing details match anything. */
function isSame(
  run: Pick<KeptEvent, 'file' | 'index'> | undefined,
  { file, index }: Pick<KeptEvent, 'file' | 'index'>,
): boolean {
  return run !== undefined && mayBe(run.file, file) && mayBe(run.index, index);
}

function mayBe(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

/** Whether an event is the end of a file, reported right after the start of the next one. */
function isLateEnd(run: FileRun, event: TimedEvent): boolean {
  const { end: known } = run;
  const isOpen = known.kind === 'replaced' && event.atMs - known.atMs <= AT_ONCE_MS;
  return isOpen && isSame(run, event);
}

function endOf(run: FileRun, atMs: number): FileRun {
  return { ...run, end: { kind: 'reported', atMs } };
}
