import type { RivalFindings } from '#src/approval/findings.ts';
import type { Rival } from '#src/relay/forecast/push-target.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';

/** Finds other tasks of a project that push to the same target. Reading and looking are two things: a decision only reads. */
export interface RivalTasks extends RivalFindings {
  /**
   * Reads the list of tasks unless that was done lately, and waits for it no longer than `waitMs`. Never throws: where
   * the list is not there in time, what was found before is told, and undefined is nothing known.
   */
  readonly looked: (
    project: string,
    task: RelayTask,
    waitMs: number,
  ) => Promise<readonly Rival[] | undefined>;
}

/** The tasks that share a target with another, by the SHA-256 of that target. */
export type RivalsByTarget = Readonly<Record<string, readonly Rival[]>>;

/** Where they are kept for a while, for each project of the cloud. */
export interface RivalStore {
  readonly load: (cloud: string) => Promise<RivalsByTarget | undefined>;
  readonly save: (cloud: string, rivals: RivalsByTarget) => Promise<void>;
}
