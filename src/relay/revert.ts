import { given } from '../basics/given.ts';
import { type Change, changedFields } from './change.ts';
import { askable, defaultOf, fieldOf, momentOf } from './field.ts';
import type { ModifiableField, ModifiableFields, RelayTask } from './relay-task.ts';
import { wireTime } from './time.ts';

/** What restores the state before a change, as far as that can be requested. */
export interface BeforeState {
  readonly prefill: ModifiableFields;
  /** Fields whose previous value cannot be requested, including a missing value without a default. */
  readonly notAskable: readonly ModifiableField[];
  readonly passedStart?: PassedStart | undefined;
}

/** The previous start, if it has passed: the API accepts no start in the past. */
export interface PassedStart {
  readonly wasMs: number;
  /** The start to request instead; undefined: the task has started, so its start stays. */
  readonly insteadMs?: number | undefined;
}

/** How far ahead to set a start in place of a past one: it leaves time for an approval. */
const SOON_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

/**
 * The values in `base` of the fields that a change wrote, to be requested for the `task` as it is now. A field that
 * was missing gets its documented default.
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
  const insteadMs = passedStart?.insteadMs;
  const instead = insteadMs === undefined ? undefined : wireTime(insteadMs);
  return {
    prefill: { ...others, ...given({ start_time: passedStart ? instead : start }) },
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
