import { type Change, changedFields } from './change.ts';
import {
  fieldOf,
  knownValue,
  momentOf,
  readField,
  SOURCE_URLS_MAX,
  type UnreadableField,
  unreadableFields,
  urlsOf,
} from './field.ts';
import {
  CALLBACK_EVENTS,
  MODIFIABLE_SOURCE_TYPE,
  type ModifiableField,
  type RelayTask,
} from './relay-task.ts';
import { planOf } from './forecast/plan.ts';
import { type SourcePolicy, type SourceUrlProblem, sourceUrlProblem } from './source-url.ts';
import { windowDoubt } from './window.ts';

/** Something wrong with a change, at the field where it was typed; `line` counts from 1. */
export type Problem = { readonly field: ModifiableField | 'reason' | 'apply_at' | 'then_back' } & (
  | { readonly code: 'no_change' }
  | { readonly code: 'reason_missing' }
  | ({ readonly line: number; readonly url: string } & SourceUrlProblem)
  | { readonly code: 'urls_missing' }
  /** It is missing or not media, and the configuration forbids that. */
  | { readonly code: 'source_unplayable'; readonly line: number }
  | { readonly code: 'urls_too_many'; readonly count: number; readonly max: number }
  | { readonly code: 'index_not_a_number' }
  /** The file that was chosen by name is no longer in the list, or is in it several times. */
  | { readonly code: 'start_file_moved'; readonly chosen: string }
  | { readonly code: 'index_past_list'; readonly index: number; readonly last: number }
  | { readonly code: 'seconds_not_a_number' }
  /** `file` counts from 1; `lengthSeconds` is its measured length. */
  | { readonly code: 'start_past_end'; readonly file: number; readonly lengthSeconds: number }
  | { readonly code: 'loop_not_a_count' }
  | { readonly code: 'end_not_after_start' }
  | { readonly code: 'end_not_after_now' }
  | { readonly code: 'window_too_long' }
  | { readonly code: 'time_malformed' }
  | { readonly code: 'start_passed' }
  | { readonly code: 'apply_at_passed' }
  | { readonly code: 'break_glass_now' }
  /** The way back: it comes before the change, sets nothing back, or belongs to an emergency. */
  | { readonly code: 'then_back_too_early' }
  | { readonly code: 'then_back_nothing' }
  | { readonly code: 'break_glass_stays' }
  | { readonly code: 'digest_mismatch' }
  /** Viewers would lose more than was approved. */
  | { readonly code: 'worse_than_approved' }
  | { readonly code: 'frozen'; readonly why: string; readonly untilMs: number }
  | { readonly code: 'events_missing' }
  | { readonly code: 'unknown_value'; readonly value: string }
);

/** Why a task cannot be changed at all. */
export type TaskRefusal =
  | { readonly code: 'wrong_source_type'; readonly sourceType: string }
  /** A change would be based on a guess. */
  | { readonly code: 'unreadable'; readonly fields: readonly UnreadableField[] };

export function taskRefusal(task: RelayTask): TaskRefusal | undefined {
  if (task.source_type !== MODIFIABLE_SOURCE_TYPE) {
    return { code: 'wrong_source_type', sourceType: task.source_type ?? '?' };
  }
  const fields = unreadableFields(task);
  return fields.length === 0 ? undefined : { code: 'unreadable', fields };
}

/**
 * Everything that is wrong with a change to `base` at `nowMs`; empty when it may be requested. The same check runs
 * again right before the call, because a change can become invalid as time passes.
 */
export function problemsOf(input: {
  readonly base: RelayTask;
  readonly change: Change;
  readonly sources: SourcePolicy;
  readonly nowMs: number;
  /** Lengths of files in seconds, by URL, as far as they were checked. */
  readonly durations?: ReadonlyMap<string, number> | undefined;
}): Problem[] {
  const { base, change, sources, nowMs, durations } = input;
  if (changedFields(change).length === 0) return [{ field: 'status', code: 'no_change' }];
  return [
    ...wordProblems(change),
    ...urlProblems(change.source_urls, sources),
    ...playbackProblems(base, change),
    ...startProblems(base, change, durations),
    ...timeProblems(base, change, nowMs),
  ];
}

function wordProblems(change: Change): Problem[] {
  const problems: Problem[] = [];
  const { callback_events: events } = change;
  for (const field of ['status', 'vod_refresh_type'] as const) {
    const value = change[field];
    if (value !== undefined && !isDocumented(field, value)) {
      problems.push({ field, code: 'unknown_value', value });
    }
  }
  if (events?.length === 0) problems.push({ field: 'callback_events', code: 'events_missing' });
  const known: readonly string[] = CALLBACK_EVENTS;
  const stranger = events?.find((event) => !known.includes(event));
  if (stranger !== undefined) {
    problems.push({ field: 'callback_events', code: 'unknown_value', value: stranger });
  }
  return problems;
}

function isDocumented(field: ModifiableField, value: unknown): boolean {
  return readField(field, value).kind === 'known';
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
    if (wrong) problems.push({ field, line, url, ...wrong });
  }
  return problems;
}

/** Our limit on the number of rounds: the API has none, and nobody needs ten digits. */
const LOOP_DIGITS_MAX = 9;

function playbackProblems(base: RelayTask, change: Change): Problem[] {
  const problems: Problem[] = [];
  const { vod_loop_time: loop, vod_start_video_time: seconds } = change;
  const isLoop = loop === undefined || isDocumented('vod_loop_time', loop);
  if (!isLoop || (loop?.length ?? 0) > LOOP_DIGITS_MAX) {
    problems.push({ field: 'vod_loop_time', code: 'loop_not_a_count' });
  }
  if (seconds !== undefined && !isDocumented('vod_start_video_time', seconds)) {
    problems.push({ field: 'vod_start_video_time', code: 'seconds_not_a_number' });
  }
  // A shorter list can push the stored index past its end, so the index in force is what counts.
  const field = 'vod_start_video_index';
  const index = change[field] ?? knownValue(base, field) ?? 0;
  const last = (change.source_urls ?? urlsOf(base)).length - 1;
  if (!isDocumented(field, index)) problems.push({ field, code: 'index_not_a_number' });
  else if (last >= 0 && index > last)
    problems.push({ field, code: 'index_past_list', index, last });
  return problems;
}

const START_FIELDS = ['source_urls', 'vod_start_video_index', 'vod_start_video_time'] as const;

/** A start position past the end of its file. A position that the change leaves alone, file included, is allowed. */
function startProblems(
  base: RelayTask,
  change: Change,
  durations: ReadonlyMap<string, number> = new Map(),
): Problem[] {
  const { files, startFile, startSeconds } = planOf({ ...base, ...change });
  const lengthSeconds = durations.get(files[startFile] ?? '');
  const isAsked = START_FIELDS.some((field) => change[field] !== undefined);
  if (!isAsked || lengthSeconds === undefined) return [];
  // Position 0 is always valid.
  if (startSeconds === 0 || startSeconds < lengthSeconds) return [];
  const file = startFile + 1;
  return [{ field: 'vod_start_video_time', code: 'start_past_end', file, lengthSeconds }];
}

function timeProblems(base: RelayTask, change: Change, nowMs: number): Problem[] {
  const malformed = (['start_time', 'end_time'] as const).filter(
    (field) => change[field] !== undefined && !isDocumented(field, change[field]),
  );
  if (malformed.length > 0) return malformed.map((field) => ({ field, code: 'time_malformed' }));

  const after = { ...base, ...change };
  const [startMs, endMs] = [momentOf(after, 'start_time'), momentOf(after, 'end_time')];
  const endField = change.end_time === undefined && change.start_time ? 'start_time' : 'end_time';
  const problems: Problem[] = [];
  if (change.start_time !== undefined && typeof startMs === 'number' && startMs <= nowMs) {
    problems.push({ field: 'start_time', code: 'start_passed' });
  }
  // An end that is sent back must be valid; one in another form is not sent and does no harm.
  const isSent = fieldOf(after, 'end_time').kind === 'known';
  if (typeof endMs !== 'number' || (!isSent && change.start_time === undefined)) return problems;
  if (typeof startMs === 'number' && endMs <= startMs) {
    problems.push({ field: endField, code: 'end_not_after_start' });
  } else if (endMs <= nowMs) {
    problems.push({ field: 'end_time', code: 'end_not_after_now' });
  } else if (windowDoubt(base, change, nowMs) === 'too_long') {
    problems.push({ field: endField, code: 'window_too_long' });
  }
  return problems;
}
