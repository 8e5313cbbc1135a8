import { type Change, changedFields } from './change.ts';
import {
  CALLBACK_EVENTS,
  MODIFIABLE_SOURCE_TYPE,
  type ModifiableField,
  REFRESH_TYPES,
  type RelayTask,
  STATUSES,
} from './relay-task.ts';
import { type SourcePolicy, type SourceUrlProblem, sourceUrlProblem } from './source-url.ts';

/** `source_urls` of the modify call hold 1 to 30 items (API page, wording of April 2026). */
export const SOURCE_URLS_MAX = 30;

/**
 * The API pages say "at most start + 7 days" in one place and "less than seven days" in another;
 * what both allow is strictly less.
 */
export const TASK_WINDOW_MAX_MS = 7 * 24 * 60 * 60 * 1000;

/** The API's integers are 32 bits wide. */
export const INT32_MAX = 2_147_483_647;

/** Something wrong with a change, at the field where it was typed; `line` counts from 1. */
export type Problem = { readonly field: ModifiableField | 'reason' | 'apply_at' } & (
  | { readonly code: 'no_change' }
  | { readonly code: 'reason_missing' }
  | ({ readonly line: number; readonly url: string } & SourceUrlProblem)
  | { readonly code: 'url_twice'; readonly line: number; readonly first: number }
  | { readonly code: 'urls_missing' }
  | { readonly code: 'urls_too_many'; readonly count: number; readonly max: number }
  | { readonly code: 'index_not_a_number' }
  | { readonly code: 'index_past_list'; readonly index: number; readonly last: number }
  | { readonly code: 'seconds_not_a_number' }
  | { readonly code: 'loop_not_a_count' }
  | { readonly code: 'end_not_after_start' }
  | { readonly code: 'end_not_after_now' }
  | { readonly code: 'window_too_long' }
  | { readonly code: 'time_malformed' }
  | { readonly code: 'start_passed' }
  | { readonly code: 'apply_at_passed' }
  | { readonly code: 'break_glass_now' }
  | { readonly code: 'digest_mismatch' }
  | { readonly code: 'frozen'; readonly why: string; readonly untilMs: number }
  | { readonly code: 'events_missing' }
  | { readonly code: 'unknown_value'; readonly value: string }
);

/** Why a task cannot be changed at all, or undefined. */
export function taskRefusal(
  task: RelayTask,
): { readonly code: 'wrong_source_type'; readonly sourceType: string } | undefined {
  if (task.source_type === MODIFIABLE_SOURCE_TYPE) return undefined;
  return { code: 'wrong_source_type', sourceType: task.source_type ?? '?' };
}

/**
 * Everything that is wrong with a change to `base` at the moment `nowMs`; empty when it may be
 * asked for. The same check runs again right before the call, because time alone can break it.
 */
export function problemsOf(input: {
  readonly base: RelayTask;
  readonly change: Change;
  readonly sources: SourcePolicy;
  readonly nowMs: number;
}): Problem[] {
  const { base, change, sources, nowMs } = input;
  if (changedFields(change).length === 0) return [{ field: 'status', code: 'no_change' }];
  return [
    ...wordProblems(change),
    ...urlProblems(change.source_urls, sources),
    ...playbackProblems(base, change),
    ...timeProblems(base, change, nowMs),
  ];
}

function wordProblems(change: Change): Problem[] {
  const problems: Problem[] = [];
  const { status, vod_refresh_type: refresh, callback_events: events } = change;
  if (status !== undefined && !isOneOf(STATUSES, status)) {
    problems.push({ field: 'status', code: 'unknown_value', value: status });
  }
  if (refresh !== undefined && !isOneOf(REFRESH_TYPES, refresh)) {
    problems.push({ field: 'vod_refresh_type', code: 'unknown_value', value: refresh });
  }
  if (events?.length === 0) problems.push({ field: 'callback_events', code: 'events_missing' });
  const stranger = events?.find((event) => !isOneOf(CALLBACK_EVENTS, event));
  if (stranger !== undefined) {
    problems.push({ field: 'callback_events', code: 'unknown_value', value: stranger });
  }
  return problems;
}

function urlProblems(urls: readonly string[] | undefined, sources: SourcePolicy): Problem[] {
  if (urls === undefined) return [];
  const field = 'source_urls';
  if (urls.length === 0) return [{ field, code: 'urls_missing' }];
  const problems: Problem[] = [];
  if (urls.length > SOURCE_URLS_MAX) {
    problems.push({ field, code: 'urls_too_many', count: urls.length, max: SOURCE_URLS_MAX });
  }
  for (const [index, url] of urls.entries()) {
    const line = index + 1;
    const wrong = sourceUrlProblem(url, sources);
    const first = urls.indexOf(url) + 1;
    if (wrong) problems.push({ field, line, url, ...wrong });
    else if (first < line) problems.push({ field, code: 'url_twice', line, first });
  }
  return problems;
}

function playbackProblems(base: RelayTask, change: Change): Problem[] {
  const problems: Problem[] = [];
  const { vod_loop_time: loop, vod_start_video_time: seconds } = change;
  if (loop !== undefined && !/^(-1|[1-9]\d{0,8})$/.test(loop)) {
    problems.push({ field: 'vod_loop_time', code: 'loop_not_a_count' });
  }
  if (seconds !== undefined && !isInt32(seconds)) {
    problems.push({ field: 'vod_start_video_time', code: 'seconds_not_a_number' });
  }
  // A shorter list can push the stored index past its end, so the index in force is what counts.
  const index = change.vod_start_video_index ?? base.vod_start_video_index ?? 0;
  const last = (change.source_urls ?? base.source_urls ?? []).length - 1;
  const field = 'vod_start_video_index';
  if (!isInt32(index)) problems.push({ field, code: 'index_not_a_number' });
  else if (last >= 0 && index > last)
    problems.push({ field, code: 'index_past_list', index, last });
  return problems;
}

function timeProblems(base: RelayTask, change: Change, nowMs: number): Problem[] {
  const malformed = (['start_time', 'end_time'] as const).filter(
    (field) => change[field] !== undefined && !isWireTime(change[field]),
  );
  if (malformed.length > 0) return malformed.map((field) => ({ field, code: 'time_malformed' }));

  // A window that the API has accepted already is no reason to refuse a pause.
  const isWindowChanged = change.start_time !== undefined || change.end_time !== undefined;
  const startMs = toMs(change.start_time ?? base.start_time);
  const endMs = toMs(change.end_time ?? base.end_time);
  const endField = change.end_time === undefined && change.start_time ? 'start_time' : 'end_time';
  const problems: Problem[] = [];
  if (change.start_time !== undefined && startMs !== undefined && startMs <= nowMs) {
    problems.push({ field: 'start_time', code: 'start_passed' });
  }
  if (endMs !== undefined && startMs !== undefined && endMs <= startMs) {
    problems.push({ field: endField, code: 'end_not_after_start' });
  } else if (endMs !== undefined && endMs <= nowMs) {
    problems.push({ field: 'end_time', code: 'end_not_after_now' });
  } else if (
    isWindowChanged &&
    endMs !== undefined &&
    endMs - (startMs ?? nowMs) >= TASK_WINDOW_MAX_MS
  ) {
    problems.push({ field: endField, code: 'window_too_long' });
  }
  return problems;
}

/** Whether a time is written as the API wants it, `YYYY-MM-DDThh:mm:ssZ`, on a day that exists. */
function isWireTime(text: string): boolean {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text.replace(/Z$/, '.000Z');
}

function toMs(time: string | undefined): number | undefined {
  if (time === undefined || time === '') return undefined;
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? undefined : ms;
}

function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= INT32_MAX;
}

function isOneOf(words: readonly string[], word: string): boolean {
  return words.includes(word);
}
