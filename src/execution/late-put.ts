import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import type { TaskChanges } from '#src/approval/run/task-changes.ts';
import { rawOf, sameValue } from '#src/relay/field.ts';
import { holdsChange } from '#src/relay/drift.ts';
import { MODIFIABLE_FIELDS, type RelayTask } from '#src/relay/relay-task.ts';

/**
 * The last change of the task that was applied after a moment by another request, which the task should still have. A
 * retry of the same request counts as its own.
 */
export function appliedLast(
  request: ChangeRequest,
  changes: TaskChanges,
  sinceMs: number,
): ChangeRequest | undefined {
  const last = lastApplied(changes, sinceMs);
  return last?.id === request.id ? undefined : last;
}

/**
 * Whether the task has what the PUT of this request carries although nothing else put it there. Pure. Somebody may
 * have made the same change in the console; then the task has what was requested as well.
 */
export function hasTakenEffect(
  request: ChangeRequest,
  changes: TaskChanges,
  sinceMs: number,
  task: RelayTask,
): boolean {
  const last = lastApplied(changes, sinceMs);
  const expected = last ? { ...last.base, ...last.payload } : request.base;
  const moved = MODIFIABLE_FIELDS.some(
    (field) =>
      request.payload[field] !== undefined &&
      !sameValue(field, request.payload[field], rawOf(expected, field)) &&
      sameValue(field, request.payload[field], rawOf(task, field)),
  );
  return moved && holdsChange(request.change, task);
}

function lastApplied({ closed }: TaskChanges, sinceMs: number): ChangeRequest | undefined {
  const applied = closed.flatMap((request) => {
    const line = request.history.findLast(({ event }) => event === 'succeed');
    return line && line.atMs > sinceMs ? [{ request, atMs: line.atMs }] : [];
  });
  return applied.toSorted((a, b) => b.atMs - a.atMs)[0]?.request;
}
