import { sha256 } from '#src/basics/sha256.ts';

/** What a batch keeps of its parts. */

/** Tasks of one batch. */
export const PARTS_MAX = 100;

/** Parts that run at a time: the calls of a project have a limit, and people need some of it too. */
export const AT_ONCE = 4;

/** One of the requests that carry out a batch. */
export interface Part {
  /** `R-142.7` */
  readonly id: string;
  readonly taskId: string;
  readonly digest: string;
}

/** The result of a part, in the order in which people read it. */
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

/** How many parts have which result. */
export type PartCounts = Readonly<Record<PartStanding, number>>;

export interface Batch {
  /** In the order in which they run. */
  readonly parts: readonly Part[];
  /** The preset that it applies, if any. */
  readonly preset?: string | undefined;
  /** The results of its parts when it ended. */
  readonly counts?: PartCounts | undefined;
  /** Parts for which people were told that the stream was lost after the change, in that order. */
  readonly gone?: readonly string[] | undefined;
}

/** The id of a part; `number` counts from 1. */
export function partId(batch: string, number: number): string {
  return `${batch}.${number}`;
}

/** The digest that is approved: it covers every part, in order. */
export function digestOfParts(parts: readonly Part[]): string {
  return sha256(parts.map(({ id, digest }) => `${id} ${digest}`).join('\n'));
}
