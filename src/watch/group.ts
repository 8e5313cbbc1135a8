import type { MessageRef } from '#src/ports/shown.ts';
import type { TaskEvent } from './event.ts';

/**
 * Events of one kind of one task in one channel share a message: the first is posted at once, the others only raise its
 * count, so that a flapping source does not flood the channel.
 */
export interface EventGroup {
  readonly channel: string;
  readonly project: string;
  readonly taskId: string;
  readonly taskName: string;
  readonly event: string;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly count: number;
  /** What the newest event said, and when it happened or arrived. */
  readonly said: TaskEvent['said'];
  readonly saidAtMs?: number | undefined;
  /** When the newest event happened, if it was reported long after that. */
  readonly lateAtMs?: number | undefined;
  /** Ids of the newest events: one that is handled twice counts once. */
  readonly seen: readonly string[];
  /** The count that the message shows; 0 when there is none yet. */
  readonly shownCount: number;
  readonly shownAtMs: number;
  readonly message?: MessageRef | undefined;
}

/** How long events share a message, from the first one. */
export const WINDOW_MS = 5 * 60_000;

/** The same while its last events are not shown yet. */
const WINDOW_MAX_MS = 2 * WINDOW_MS;

/** Between two updates of one message: Slack allows 50 `chat.update` a minute in all (tier 3). */
export const UPDATE_EVERY_MS = 3_000;

/** A repeated delivery comes soon, with at most this many events in between. */
const SEEN_MAX = 100;

export interface Arrival {
  readonly id: string;
  readonly event: TaskEvent;
  readonly taskName: string;
  readonly channel: string;
  readonly project: string;
  /** When it happened, if it was reported long after that. */
  readonly lateAtMs?: number | undefined;
}

/** The group after an event, and when to show it; the same group if the event is not new. */
export function withEvent(
  group: EventGroup | undefined,
  arrival: Arrival,
  nowMs: number,
): { readonly next: EventGroup; readonly dueMs: number | undefined } {
  if (group?.seen.includes(arrival.id)) return { next: group, dueMs: undefined };
  if (!group || isOver(group, nowMs)) return { next: newGroup(arrival, nowMs), dueMs: nowMs };
  const { event, taskName, lateAtMs } = arrival;
  const saidAtMs = event.eventAtMs ?? nowMs;
  const isNewest = saidAtMs >= (group.saidAtMs ?? 0);
  return {
    next: {
      ...group,
      taskName,
      lastAtMs: nowMs,
      count: group.count + 1,
      ...(isNewest ? { said: event.said, saidAtMs, lateAtMs } : {}),
      seen: [...group.seen, arrival.id].slice(-SEEN_MAX),
    },
    dueMs: Math.max(nowMs, group.shownAtMs + UPDATE_EVERY_MS),
  };
}

function newGroup(arrival: Arrival, nowMs: number): EventGroup {
  const { id, event, channel, project, taskName, lateAtMs } = arrival;
  return {
    channel,
    project,
    taskId: event.taskId,
    taskName,
    event: event.event,
    firstAtMs: nowMs,
    lastAtMs: nowMs,
    count: 1,
    said: event.said,
    saidAtMs: event.eventAtMs ?? nowMs,
    lateAtMs,
    seen: [id],
    shownCount: 0,
    shownAtMs: 0,
  };
}

function isOver(group: EventGroup, nowMs: number): boolean {
  const ageMs = nowMs - group.firstAtMs;
  // A count that is not shown yet would be lost with its group.
  return ageMs >= WINDOW_MAX_MS || (ageMs >= WINDOW_MS && group.shownCount >= group.count);
}

/** The group after its message was updated; undefined if a new group has replaced it. */
export function withMessage(
  group: EventGroup | undefined,
  shown: EventGroup,
  message: MessageRef | undefined,
  nowMs: number,
): EventGroup | undefined {
  if (group?.firstAtMs !== shown.firstAtMs) return undefined;
  return { ...group, message, shownCount: shown.count, shownAtMs: nowMs };
}
