import type { ModifiableField } from '#src/relay/relay-task.ts';
import type { Problem, TaskRefusal } from '#src/relay/rules.ts';

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
