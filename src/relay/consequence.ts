import { type Change } from './change.ts';
import type { RelayTask } from './relay-task.ts';

/**
 * What a change means for viewers, most serious first. Sentences for them live with the words;
 * the facts are from the API's description of the fields.
 */
export type Consequence =
  | 'stops_now'
  | 'starts_again'
  | 'switches_to_new_list'
  | 'restarts_current_file'
  | 'resumes_current_file'
  | 'ends_earlier'
  | 'ends_later'
  | 'starts_elsewhere'
  | 'events_only'
  | 'not_on_air';

/** Whether the task is inside its window and enabled, so that viewers may be watching. */
export function isLiveNow(task: RelayTask, nowMs: number): boolean {
  if (task.status === 'pause') return false;
  const startMs = task.start_time ? Date.parse(task.start_time) : Number.NEGATIVE_INFINITY;
  const endMs = task.end_time ? Date.parse(task.end_time) : Number.POSITIVE_INFINITY;
  return startMs <= nowMs && nowMs < endMs;
}

export function consequencesOf(base: RelayTask, change: Change, nowMs: number): Consequence[] {
  if (Object.keys(change).join() === 'callback_events') return ['events_only'];
  const found: Consequence[] = [];
  const live = isLiveNow(base, nowMs);
  if (change.status === 'pause') found.push('stops_now');
  if (change.status === 'enable') found.push('starts_again');
  if (live && change.status === undefined) found.push(refreshOf({ ...base, ...change }));
  if (!live && change.status === undefined) found.push('not_on_air');
  if (change.end_time !== undefined && base.end_time) {
    const later = Date.parse(change.end_time) > Date.parse(base.end_time);
    found.push(later ? 'ends_later' : 'ends_earlier');
  }
  if (change.start_time !== undefined) found.push('starts_elsewhere');
  return found;
}

function refreshOf(after: RelayTask): Consequence {
  if (after.vod_refresh_type === 'continue_from_file_start') return 'restarts_current_file';
  if (after.vod_refresh_type === 'continue_from_break_point') return 'resumes_current_file';
  return 'switches_to_new_list';
}
