import { sha256 } from '#src/basics/sha256.ts';

/** What a batch keeps of its parts. */

/** Tasks of one batch. */
export const PARTS_MAX = 100;

/** Parts that run at a time: the calls of a project have a gate of their own, and people need a turn too. */
export const AT_ONCE = 4;

/** One of the requests that a batch is carried out by. */
export interface Part {
  /** `R-142.7` */
  readonly id: string;
  readonly taskId: string;
  readonly digest: string;
}

/** What has become of a part, in the order in which people read it. */
export const PART_STANDINGS = [
  'off_air',
  'failed',
  'stale',
  'not_run',
  'done',
  'runs',
  'waits',
] as const;

export type PartStanding = (typeof PART_STANDINGS)[number];

/** How many parts stand how. */
export type PartCounts = Readonly<Record<PartStanding, number>>;

export interface Batch {
  /** In the order in which they run. */
  readonly parts: readonly Part[];
  /** The preset that it applies, if any. */
  readonly preset?: string | undefined;
  /** How its parts stood when it ended. */
  readonly counts?: PartCounts | undefined;
  /** Parts of which people were told that the stream was gone after the change, in that order. */
  readonly gone?: readonly string[] | undefined;
}

/** The id of a part; `number` counts from 1. */
export function partId(batch: string, number: number): string {
  return `${batch}.${number}`;
}

/** What is approved: every part, in its order. */
export function digestOfParts(parts: readonly Part[]): string {
  return sha256(parts.map(({ id, digest }) => `${id} ${digest}`).join('\n'));
}
