import type { Person } from '#src/approval/change-request.ts';

/** What is posted in one channel. */
export interface Subscription {
  /** Follows from what is watched and where, so that asking twice makes one. */
  readonly id: string;
  readonly channel: string;
  readonly project: string;
  /** Undefined: every task of the project. */
  readonly task?: { readonly id: string; readonly name: string } | undefined;
  /** Empty: every event. */
  readonly events: readonly string[];
  readonly by: Person;
  readonly atMs: number;
}

/** More lines than this nobody keeps in view, and each is looked at for every event (own limit). */
export const SUBSCRIPTIONS_MAX = 50;

/** Whether an event is asked for, as far as that can be told without knowing the task's project. */
export function isWatched(
  { task, events }: Pick<Subscription, 'task' | 'events'>,
  event: { readonly event: string; readonly taskId: string },
): boolean {
  const isTask = task === undefined || task.id === event.taskId;
  return isTask && (events.length === 0 || events.includes(event.event));
}
