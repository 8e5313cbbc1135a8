import type { Rival } from '#src/relay/forecast/push-target.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';

/**
 * Tells which other tasks of a project push to the same target as this one. It waits for the list of tasks no longer
 * than `waitMs` and never throws: where the list is not there in time, no other task is known.
 */
export type FindRivals = (
  project: string,
  task: RelayTask,
  waitMs: number,
) => Promise<readonly Rival[]>;
