import { defaultOf, fieldOf, knownValue, momentOf, urlsOf } from '../field.ts';
import type { Payload } from '../payload.ts';
import { MODIFIABLE_FIELDS, type RelayTask } from '../relay-task.ts';

/** What a task will play and when, as far as its fields tell. */
export interface Plan {
  readonly isPaused: boolean;
  /** Milliseconds; minus infinity if the start is missing or not a time. */
  readonly startMs: number;
  /** Milliseconds; infinity if the end is missing or not a time. */
  readonly endMs: number;
  /** Source URLs in the order in which they are played. */
  readonly files: readonly string[];
  /** How often the list is played; infinity for "until the end time". */
  readonly rounds: number;
  /** Where playback begins: an index into `files`, and seconds into that file. */
  readonly startFile: number;
  readonly startSeconds: number;
  /** As the API holds it; an unknown word is kept. */
  readonly refreshType: string;
}

export function planOf(task: RelayTask): Plan {
  const [startMs, endMs] = [momentOf(task, 'start_time'), momentOf(task, 'end_time')];
  const loop = knownValue(task, 'vod_loop_time') ?? '-1';
  const refresh = fieldOf(task, 'vod_refresh_type');
  return {
    isPaused: knownValue(task, 'status') === 'pause',
    startMs: typeof startMs === 'number' ? startMs : -Infinity,
    endMs: typeof endMs === 'number' ? endMs : Infinity,
    files: urlsOf(task),
    rounds: loop === '-1' ? Infinity : Number(loop),
    startFile: knownValue(task, 'vod_start_video_index') ?? 0,
    startSeconds: knownValue(task, 'vod_start_video_time') ?? 0,
    refreshType: 'value' in refresh ? refresh.value : (defaultOf('vod_refresh_type') ?? ''),
  };
}

/**
 * The plan once the API has accepted a payload at `atMs`. What the payload leaves out is kept or falls back to its
 * default.
 */
export function planAfter(
  task: RelayTask,
  payload: Payload,
  { atMs, keepsOmitted }: { readonly atMs: number; readonly keepsOmitted: boolean },
): Plan {
  if (keepsOmitted) return planOf({ ...task, ...payload });
  const omitted = MODIFIABLE_FIELDS.filter((field) => payload[field] === undefined);
  const defaults = Object.fromEntries(
    omitted.flatMap((field) => {
      const value = defaultOf(field);
      return value === undefined ? [] : [[field, value]];
    }),
  );
  const plan = planOf({ ...task, ...payload, ...defaults });
  // The documented default of a start is the present.
  return payload.start_time === undefined
    ? { ...plan, startMs: Math.min(plan.startMs, atMs) }
    : plan;
}
