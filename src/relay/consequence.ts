import type { Change } from './change.ts';
import { fieldOf, knownValue, momentOf, urlsOf } from './field.ts';
import type { RelayTask } from './relay-task.ts';
import { windowDoubt } from './window.ts';

/**
 * What a change means for viewers, most serious first. Sentences for them live with the words;
 * the facts are from the API's description of the fields.
 */
export type Consequence =
  | 'stops_now'
  | 'starts_again'
  | 'perhaps_on_air'
  | 'switches_to_new_list'
  | 'restarts_current_file'
  | 'resumes_current_file'
  | 'refresh_unknown'
  | 'ends_earlier'
  | 'ends_later'
  | 'ends_elsewhere'
  | 'starts_elsewhere'
  | 'perhaps_too_long'
  | 'events_only'
  | 'not_on_air';

/**
 * Whether the task is inside its window and enabled, so that viewers may be watching. Undefined where its
 * status is a word that we do not know, or one of its times is no time.
 */
export function isLiveNow(task: RelayTask, nowMs: number): boolean | undefined {
  const status = fieldOf(task, 'status');
  if (status.kind === 'known' && status.value === 'pause') return false;
  const [startMs, endMs] = [momentOf(task, 'start_time'), momentOf(task, 'end_time')];
  if (typeof startMs === 'number' && nowMs < startMs) return false;
  if (typeof endMs === 'number' && endMs <= nowMs) return false;
  const isUnclear = startMs === 'unclear' || endMs === 'unclear';
  return isUnclear || status.kind === 'opaque' || status.kind === 'unreadable' ? undefined : true;
}

/**
 * Whether a change ends the task earlier than it would have; a task without an end that gets one does.
 * Undefined where the end of the task is no time.
 */
export function endsEarlier(base: RelayTask, change: Change): boolean | undefined {
  const wanted = momentOf(change, 'end_time');
  const held = momentOf(base, 'end_time');
  if (wanted === 'none') return false;
  if (held === 'none') return true;
  return wanted === 'unclear' || held === 'unclear' ? undefined : wanted < held;
}

/** Whether a change takes a source off the list; of one that is on it twice, either place counts. */
export function removesSources(
  base: RelayTask,
  { source_urls: urls }: Change,
): boolean | undefined {
  if (urls === undefined) return false;
  if (fieldOf(base, 'source_urls').kind === 'unreadable') return undefined;
  const left = [...urls];
  return urlsOf(base).some((url) => {
    const place = left.indexOf(url);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}

export function consequencesOf(base: RelayTask, change: Change, nowMs: number): Consequence[] {
  if (Object.keys(change).join() === 'callback_events') return ['events_only'];
  const found: Consequence[] = [];
  const isLive = isLiveNow(base, nowMs);
  if (change.status === 'pause') found.push('stops_now');
  if (change.status === 'enable') found.push('starts_again');
  if (isLive === undefined) found.push('perhaps_on_air');
  if (isLive !== false && change.status === undefined) {
    found.push(refreshOf({ ...base, ...change }));
  }
  if (isLive === false && change.status === undefined) found.push('not_on_air');
  if (change.end_time !== undefined) found.push(endOf(endsEarlier(base, change)));
  if (change.start_time !== undefined) found.push('starts_elsewhere');
  if (windowDoubt(base, change, nowMs) === 'perhaps_too_long') found.push('perhaps_too_long');
  return found;
}

function endOf(isEarlier: boolean | undefined): Consequence {
  if (isEarlier === undefined) return 'ends_elsewhere';
  return isEarlier ? 'ends_earlier' : 'ends_later';
}

function refreshOf(after: RelayTask): Consequence {
  const held = fieldOf(after, 'vod_refresh_type');
  if (held.kind === 'opaque') return 'refresh_unknown';
  const type = knownValue(after, 'vod_refresh_type');
  if (type === 'continue_from_file_start') return 'restarts_current_file';
  if (type === 'continue_from_break_point') return 'resumes_current_file';
  return 'switches_to_new_list';
}
