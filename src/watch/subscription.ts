import type { Person } from '#src/approval/change-request.ts';
import { OUTCOME_NAMES, type OutcomeName } from '#src/approval/outcome-name.ts';

/** What is posted in one channel. */
export interface Subscription {
  /** Follows from what is watched and where, so that asking twice makes one. */
  readonly id: string;
  readonly channel: string;
  readonly project: string;
  /** Undefined: every task of the project. */
  readonly task?: { readonly id: string; readonly name: string } | undefined;
  /** Events of tasks, and `OutcomeName`s. Empty: every event of tasks. */
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

/** Whether somebody who watches this wants to hear that a change of this task turned out so. */
export function isToHear(
  { task, events, atMs }: Pick<Subscription, 'task' | 'events' | 'atMs'>,
  outcome: { readonly name: OutcomeName; readonly taskId: string; readonly atMs: number },
): boolean {
  const isTask = task === undefined || task.id === outcome.taskId;
  return isTask && events.includes(outcome.name) && atMs <= outcome.atMs;
}

/** The names of outcomes among what is watched, and the rest: events of tasks. */
export function outcomesIn(events: readonly string[]): {
  readonly outcomes: readonly string[];
  readonly taskEvents: readonly string[];
} {
  return {
    outcomes: events.filter(isOutcome),
    taskEvents: events.filter((event) => !isOutcome(event)),
  };
}

function isOutcome(event: string): boolean {
  return OUTCOME_NAMES.some((name) => name === event);
}
