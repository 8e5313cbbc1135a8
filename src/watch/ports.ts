import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { MessageRef } from '#src/ports/shown.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';
import type { RelayTasks } from '#src/relay/live-api.ts';
import type { TaskEvent } from './event.ts';
import type { EventGroup } from './group.ts';
import type { GuardLine } from './guard.ts';
import type { KeptEvents } from './kept-event.ts';
import type { Subscription } from './subscription.ts';

/** An event as it was taken, under the digest of its body. */
export interface TakenEvent {
  readonly id: string;
  readonly event: TaskEvent;
  readonly receivedAtMs: number;
}

/** Too many events come. This one was not kept, so it may be sent again. */
export class TooManyEventsError extends Error {
  override readonly name = 'TooManyEventsError';
}

export interface WatchStore {
  readonly subscriptions: () => Promise<readonly Subscription[]>;
  readonly subscribe: (subscription: Subscription) => Promise<void>;
  readonly unsubscribe: (id: string) => Promise<void>;
  /**
   * Keeps an event, for a while also for the as-run log of its task, and queues it for the dispatcher, in one step; false
   * for a repeated one. Throws a `TooManyEventsError` over the limit per minute.
   */
  readonly take: (taken: TakenEvent) => Promise<boolean>;
  /** The events kept for the as-run log of a task. */
  readonly keptOf: (taskId: string) => Promise<KeptEvents>;
  /** The tasks with kept events and the time of the last one, newest first. */
  readonly heardOf: () => Promise<readonly { readonly taskId: string; readonly atMs: number }[]>;
  /** Notes that events are taken now, so that times without a replica are known. */
  readonly listen: (nowMs: number) => Promise<void>;
  readonly load: (eventId: string) => Promise<TakenEvent | undefined>;
  /** Forgets a handled event, but not that it came. */
  readonly drop: (eventId: string) => Promise<void>;
  readonly group: (key: string) => Promise<EventGroup | undefined>;
  /** Writes what `change` makes of the latest version of a group, and shows it when due. */
  readonly changeGroup: (key: string, change: Changing<EventGroup>) => Promise<void>;
  readonly guardLine: (requestId: string) => Promise<GuardLine | undefined>;
  /** The same for the events after a change; when due, looks at the stream or shows the request. */
  readonly changeGuardLine: (
    requestId: string,
    change: Changing<GuardLine>,
    then: 'look' | 'show',
  ) => Promise<void>;
  /** True for the first caller, so that a reset is noted once in the thread of a request. */
  readonly claimNote: (requestId: string) => Promise<boolean>;
  readonly releaseNote: (requestId: string) => Promise<void>;
}

/** Returns what to write, and when to act on it. Undefined, or the unchanged value: writes nothing. */
export type Changing<Kept> = (
  before: Kept | undefined,
) => { readonly next: Kept; readonly dueMs?: number | undefined } | undefined;

/** The task as read because of an event. */
export type Found =
  | { readonly kind: 'task'; readonly task: RelayTask; readonly atMs: number }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unread' }
  /** The event says nothing about state, so nothing was read. */
  | { readonly kind: 'not_asked' };

export interface WatchPoster {
  readonly post: (group: EventGroup, found: Found) => Promise<MessageRef | 'no_access'>;
  /** False when the message is gone. */
  readonly update: (message: MessageRef, group: EventGroup, found: Found) => Promise<boolean>;
  /** A line in the thread of a request; false while it has no card. */
  readonly note: (request: ChangeRequest, taken: TakenEvent) => Promise<boolean>;
}

export interface WatchProject {
  readonly name: string;
  readonly cloud: string;
  /** For how long after a change its stream is looked at, in milliseconds. Undefined: not at all. */
  readonly guardMs?: number | undefined;
  readonly tasks: Pick<RelayTasks, 'read'>;
}
