import type { Change } from './change.ts';
import { rawOf, sameValue } from './field.ts';
import { MODIFIABLE_FIELDS, type ModifiableField, type RelayTask } from './relay-task.ts';

/** A field that does not hold the expected value. */
export interface FieldDifference {
  readonly field: ModifiableField;
  readonly expected: unknown;
  readonly found: unknown;
}

/**
 * How the live task differs from the base of a change. Only modifiable fields count, and a field that cannot be read
 * counts as moved.
 */
export interface Drift {
  /** Fields that moved and that the change writes: the change is stale. */
  readonly overlapping: readonly FieldDifference[];
  /** Fields that moved and that the change leaves alone. */
  readonly disjoint: readonly FieldDifference[];
}

export function driftOf(base: RelayTask, live: RelayTask, change: Change): Drift {
  const moved = differencesAfter(base, {}, live);
  return {
    overlapping: moved.filter(({ field }) => change[field] !== undefined),
    disjoint: moved.filter(({ field }) => change[field] === undefined),
  };
}

/** What no call changes. Where it differs, the task was deleted, and another one has its id. */
const FIXED = ['source_type', 'domain', 'app_name', 'stream_name'] as const;

/** Whether this is not the task on which a change was based, although it has its id. */
export function isAnotherTask(base: RelayTask, live: RelayTask): boolean {
  return FIXED.some((field) => {
    const [before, now] = [base[field], live[field]];
    return before !== undefined && now !== undefined && before !== now;
  });
}

/** What the task should hold after a change to `base`, against what it was found to hold. */
export function differencesAfter(
  base: RelayTask,
  change: Change,
  found: RelayTask,
): FieldDifference[] {
  return MODIFIABLE_FIELDS.map((field) => ({
    field,
    expected: change[field] ?? rawOf(base, field),
    found: rawOf(found, field),
  })).filter(({ field, expected, found: held }) => !sameValue(field, expected, held));
}

/** Whether every field that a change writes has the requested value. */
export function holdsChange(change: Change, found: RelayTask): boolean {
  return MODIFIABLE_FIELDS.every(
    (field) => change[field] === undefined || sameValue(field, change[field], rawOf(found, field)),
  );
}
