import type { ChangeRequest } from '#src/approval/change-request.ts';
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

/** More events come than are taken. Nothing was kept of this one, so it may be sent again. */
export class TooManyEventsError extends Error {
  override readonly name = 'TooManyEventsError';
}

export interface WatchStore {
  readonly subscriptions: () => Promise<readonly Subscription[]>;
  readonly subscribe: (subscription: Subscription) => Promise<void>;
  readonly unsubscribe: (id: string) => Promise<void>;
  /**
   * Keeps an event, for a while also for the as-run log of its task, and asks the dispatcher to handle it, in one
   * step; false for a repeated one. Throws a `TooManyEventsError` where more come in a minute than are taken.
   */
  readonly take: (taken: TakenEvent) => Promise<boolean>;
  /** What is kept for the as-run log of a task. */
  readonly keptOf: (taskId: string) => Promise<KeptEvents>;
  /** The tasks of which something is kept, with when they were heard of last, the newest first. */
  readonly heardOf: () => Promise<readonly { readonly taskId: string; readonly atMs: number }[]>;
  /** Notes that events are taken now, so that it can be said when none were. */
  readonly listen: (nowMs: number) => Promise<void>;
  readonly load: (eventId: string) => Promise<TakenEvent | undefined>;
  /** An event was handled; that it came is remembered. */
  readonly drop: (eventId: string) => Promise<void>;
  readonly group: (key: string) => Promise<EventGroup | undefined>;
  /** Writes what `change` makes of a group, on top of what others write meanwhile; shows it when due. */
  readonly changeGroup: (key: string, change: Changing<EventGroup>) => Promise<void>;
  readonly guardLine: (requestId: string) => Promise<GuardLine | undefined>;
  /** The same for what was reported after a change; when due its stream is looked at, or its request is shown. */
  readonly changeGuardLine: (
    requestId: string,
    change: Changing<GuardLine>,
    then: 'look' | 'show',
  ) => Promise<void>;
  /** True for the first to ask: a request is told once that its task was reset. */
  readonly claimNote: (requestId: string) => Promise<boolean>;
  readonly releaseNote: (requestId: string) => Promise<void>;
}

/** What is to be written in place of what there is, and when somebody has to see to it. Undefined, or what there is: nothing. */
export type Changing<Kept> = (
  before: Kept | undefined,
) => { readonly next: Kept; readonly dueMs?: number | undefined } | undefined;

/** What the task was found to hold when it was read because of an event. */
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

/** A project as far as watching is concerned. */
export interface WatchProject {
  readonly name: string;
  /** Which project of the cloud it is. */
  readonly cloud: string;
  /** For how long after a change its stream is looked at, in milliseconds. Undefined: not at all. */
  readonly guardMs?: number | undefined;
  readonly tasks: Pick<RelayTasks, 'read'>;
}
