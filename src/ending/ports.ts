import type { Ending } from '#src/relay/forecast/ending.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';

/** When relay tasks of a project go off air by themselves. */
export interface Endings {
  /** By task id; a task that is missing is paused, has ended, or has no end. Asks the store alone. */
  readonly of: (
    project: string,
    tasks: readonly RelayTask[],
  ) => Promise<ReadonlyMap<string, Ending>>;
}
