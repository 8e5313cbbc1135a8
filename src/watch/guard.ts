import type { TaskEvent } from './event.ts';

/** Events that may mean that a change broke the stream. Similar APIs also send them on harmless retries. */
const GUARDED = ['TaskAlarm', 'TaskExit'] as const;

export type GuardedEvent = (typeof GUARDED)[number];

/** What was reported of a task after a change: one line in the thread of the request that was applied last. */
export interface GuardLine {
  readonly request: string;
  readonly counts: Readonly<Record<GuardedEvent, number>>;
  /** When the newest event arrived, in Unix milliseconds. */
  readonly lastAtMs: number;
  /** What the newest event said. */
  readonly said: TaskEvent['said'];
  /** Ids of the newest events: one that is handled twice counts once. */
  readonly seen: readonly string[];
  readonly looked?: GuardLook | undefined;
}

/** The last look at the stream because of such events. */
export interface GuardLook {
  readonly seen: 'present' | 'absent' | 'unknown';
  readonly atMs: number;
  /** How many events had come before it. */
  readonly count: number;
  /** One more like it would call people. */
  readonly isDoubtful: boolean;
}

/** The least time between two looks because of events, in milliseconds. */
export const GUARD_LOOK_EVERY_MS = 15_000;

/** If no stream was seen, people are pinged only after another look this much later, in milliseconds. */
export const GUARD_DOUBTFUL_AGAIN_MS = 30_000;

const SEEN_MAX = 100;

export function guardedEvent(event: string): GuardedEvent | undefined {
  return GUARDED.find((name) => name === event);
}

/** The line after an event; the same line if the event is not new. */
export function withGuarded(
  line: GuardLine | undefined,
  heard: {
    readonly id: string;
    readonly request: string;
    readonly event: GuardedEvent;
    readonly said: TaskEvent['said'];
    readonly atMs: number;
  },
): GuardLine {
  const { id, request, event, said, atMs } = heard;
  if (line?.seen.includes(id)) return line;
  const before = line ?? { counts: { TaskAlarm: 0, TaskExit: 0 }, seen: [], lastAtMs: 0 };
  return {
    ...line,
    request,
    counts: { ...before.counts, [event]: before.counts[event] + 1 },
    lastAtMs: Math.max(before.lastAtMs, atMs),
    said: line && atMs < line.lastAtMs ? line.said : said,
    seen: [...before.seen, id].slice(-SEEN_MAX),
  };
}

export function guardedCount({ counts }: GuardLine): number {
  return counts.TaskAlarm + counts.TaskExit;
}

/** When to look at the stream because of the newest event. */
export function guardLookMs({ looked }: GuardLine, nowMs: number): number {
  return Math.max(nowMs, (looked?.atMs ?? 0) + GUARD_LOOK_EVERY_MS);
}

/** Whether there are events since the last look, or it was doubtful. */
export function isToLook(line: GuardLine): boolean {
  return (
    line.looked === undefined || line.looked.isDoubtful || line.looked.count < guardedCount(line)
  );
}
