import { type Change, changedFields } from './change.ts';
import { askable, defaultOf, fieldOf, momentOf } from './field.ts';
import type { ModifiableField, ModifiableFields, RelayTask } from './relay-task.ts';
import { wireTime } from './time.ts';

/** What brings back the state before a change, as far as it can be asked for. */
export interface BeforeState {
  readonly prefill: ModifiableFields;
  /** Fields that held something which cannot be asked for, or nothing where nothing cannot be asked for. */
  readonly notAskable: readonly ModifiableField[];
  readonly passedStart?: PassedStart | undefined;
}

/** A start before the change that has passed: the API takes none in the past. */
export interface PassedStart {
  readonly wasMs: number;
  /** The start that is asked for instead; undefined: the task has started, so its start stays. */
  readonly insteadMs?: number | undefined;
}

/** How far ahead a start is asked for in place of one that has passed: time for an approval. */
const SOON_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

/**
 * What the fields of a change held before it, in `base`, to be asked for on the `task` as it is now. A field that was
 * missing goes back to its documented default.
 */
export function beforeState(
  { base, change }: { readonly base: RelayTask; readonly change: Change },
  task: RelayTask,
  nowMs: number,
): BeforeState {
  const passedStart = passedStartOf(base, change, task, nowMs);
  const values = changedFields(change).map((field) => {
    const isMissing = fieldOf(base, field).kind === 'missing';
    return [field, isMissing ? defaultOf(field) : askable(base, field)] as const;
  });
  const { start_time: start, ...others } = Object.fromEntries(
    values.filter(([, value]) => value !== undefined),
  ) as ModifiableFields;
  const instead = passedStart ? passedStart.insteadMs : start;
  return {
    prefill: {
      ...others,
      ...(instead === undefined
        ? {}
        : { start_time: typeof instead === 'number' ? wireTime(instead) : instead }),
    },
    notAskable: values.filter(([, value]) => value === undefined).map(([field]) => field),
    passedStart,
  };
}

function passedStartOf(
  base: RelayTask,
  change: Change,
  task: RelayTask,
  nowMs: number,
): PassedStart | undefined {
  const wasMs = momentOf(base, 'start_time');
  if (change.start_time === undefined || typeof wasMs !== 'number' || wasMs > nowMs)
    return undefined;
  const startMs = momentOf(task, 'start_time');
  const hasStarted = typeof startMs !== 'number' || startMs <= nowMs;
  if (hasStarted) return { wasMs };
  return { wasMs, insteadMs: Math.ceil((nowMs + SOON_MS) / MINUTE_MS) * MINUTE_MS };
}
