import { sha256 } from '#src/basics/sha256.ts';
import type { ShownEffect } from '#src/relay/forecast/worse.ts';
import type { OnFailure } from '#src/relay/preset.ts';
import type { ModifiableField } from '#src/relay/relay-task.ts';
import type { Problem, TaskRefusal } from '#src/relay/rules.ts';

/** Tasks of one batch. */
export const PARTS_MAX = 100;

/** How the parts of a batch run, as a project says. */
export interface BatchSettings {
  readonly atOnce: number;
  /** Where neither the preset nor the requester says. */
  readonly onFailure: OnFailure;
}

/** Where nothing is configured: as many as a project has calls at a time, and one that fails stops no other. */
export const BATCH_DEFAULTS: BatchSettings = { atOnce: 4, onFailure: 'go_on' };

/** The most parts that may run at a time: their calls wait for each other, and other requests need a turn too. */
export const AT_ONCE_MAX = 16;

/** One of the requests that carry out a batch. */
export interface Part {
  /** `R-142.7` */
  readonly id: string;
  readonly taskId: string;
  readonly digest: string;
  /** What the last person who approved was shown that its viewers will see. Undefined: nobody has approved since this is kept. */
  readonly effects?: readonly ShownEffect[] | undefined;
}

/** The result of a part, in the order in which people read it. */
export const PART_STANDINGS = [
  'off_air',
  'failed',
  'held_back',
  'stale',
  'not_run',
  'done',
  'runs',
  'waits',
] as const;

export type PartStanding = (typeof PART_STANDINGS)[number];

export type PartCounts = Readonly<Record<PartStanding, number>>;

export interface Batch {
  /** In the order in which they run. */
  readonly parts: readonly Part[];
  /** What was asked for and could not be included. */
  readonly left?: readonly LeftOut[] | undefined;
  /** The preset that it applies, if any. */
  readonly preset?: string | undefined;
  /** Undefined: made before it could be chosen, so the others go on. */
  readonly onFailure?: OnFailure | undefined;
  /** How many run at a time. Undefined: as many as by default. */
  readonly atOnce?: number | undefined;
  /** Each time that the rest waited for an answer, the last one perhaps still does. */
  readonly halts?: readonly Halt[] | undefined;
  /** Parts that have not begun are not going to. */
  readonly isStopped?: true | undefined;
  /** The results of its parts when it ended. */
  readonly counts?: PartCounts | undefined;
  /** Parts for which people were told that the stream was lost after the change, in that order. */
  readonly gone?: readonly string[] | undefined;
  /** Parts for which they were told that they took effect after they had failed. */
  readonly late?: readonly string[] | undefined;
}

/** What was asked for and is not in a batch. */
export interface LeftOut {
  /** The name of a task, or the word that was typed. */
  readonly name: string;
  readonly why: WhyLeftOut;
}

export type WhyLeftOut =
  /** The word names no task, or several. */
  | { readonly reason: 'no_task' | 'several_tasks' }
  /** It has all of these settings already. */
  | { readonly reason: 'same' }
  | { readonly reason: 'task_gone' }
  | { readonly reason: 'unchangeable'; readonly refusal: TaskRefusal }
  | { readonly reason: 'problems'; readonly problems: readonly Problem[] }
  | { readonly reason: 'frozen'; readonly untilMs: number; readonly why: string }
  /** Of a revert: there is nothing to revert, it is reverted already, or earlier values cannot be requested. */
  | { readonly reason: 'not_applied' | 'reverted_already' }
  | { readonly reason: 'not_set_back'; readonly fields: readonly ModifiableField[] };

/** Parts were not applied, and the rest waits until somebody says whether it is to run. */
export interface Halt {
  /** The version of the batch that asks. */
  readonly version: number;
  /** Ids of the parts that were not applied and that nobody has let pass before. */
  readonly failed: readonly string[];
  readonly waiting: number;
  /** Without an answer until then, the rest is not run. */
  readonly untilMs: number;
  readonly answer?: 'go_on' | 'stop_rest' | undefined;
}

/** The question that a batch waits for, if it does. */
export function openHalt(batch: Batch | undefined): Halt | undefined {
  const last = batch?.halts?.at(-1);
  return batch?.isStopped || last?.answer ? undefined : last;
}

/** The id of a part; `number` counts from 1. */
export function partId(batch: string, number: number): string {
  return `${batch}.${number}`;
}

/** The digest that is approved: it covers every part, in order. */
export function digestOfParts(parts: readonly Part[]): string {
  return sha256(parts.map(({ id, digest }) => `${id} ${digest}`).join('\n'));
}
