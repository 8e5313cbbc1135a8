import type { RivalFindings } from '#src/approval/record/findings.ts';
import type { Rival } from '#src/relay/forecast/push-target.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';

/** Finds other tasks of a project that push to the same target. Decisions only read what is stored. */
export interface RivalTasks extends RivalFindings {
  /**
   * Reads the list of tasks unless it was read recently, and waits at most `waitMs`. Never throws: if the list is
   * late, earlier findings are returned, or undefined.
   */
  readonly looked: (
    project: string,
    task: RelayTask,
    waitMs: number,
  ) => Promise<readonly Rival[] | undefined>;
}

/** The tasks that share a target with another, by the SHA-256 of that target. */
export type RivalsByTarget = Readonly<Record<string, readonly Rival[]>>;

/** Keeps them for a while, by project of the cloud. */
export interface RivalStore {
  readonly load: (cloud: string) => Promise<RivalsByTarget | undefined>;
  readonly save: (cloud: string, rivals: RivalsByTarget) => Promise<void>;
}
