import type { Person } from '#src/approval/record/change-request.ts';
import { OUTCOME_NAMES, type OutcomeName } from '#src/approval/record/watched-outcome.ts';

export interface Subscription {
  /** Derived from the channel and what it watches, so that subscribing twice makes one. */
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

/** Each is checked for every event, and nobody reads a longer list (own limit). */
export const SUBSCRIPTIONS_MAX = 50;

/** Whether a subscription matches an event; the project of the task is checked elsewhere. */
export function isWatched(
  { task, events }: Pick<Subscription, 'task' | 'events'>,
  event: { readonly event: string; readonly taskId: string },
): boolean {
  const isTask = task === undefined || task.id === event.taskId;
  return isTask && (events.length === 0 || events.includes(event.event));
}

export function isToHear(
  { task, events, atMs }: Pick<Subscription, 'task' | 'events' | 'atMs'>,
  outcome: { readonly name: OutcomeName; readonly taskId: string; readonly atMs: number },
): boolean {
  const isTask = task === undefined || task.id === outcome.taskId;
  return isTask && events.includes(outcome.name) && atMs <= outcome.atMs;
}

/** Splits what is watched into outcomes of changes and events of tasks. */
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
