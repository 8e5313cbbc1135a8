import type { Draft } from '#src/ports/draft.ts';
import {
  defaultOf,
  fieldOf,
  knownValue,
  momentOf,
  rawOf,
  SOURCE_URLS_MAX,
  urlsOf,
} from '#src/relay/field.ts';
import {
  CALLBACK_EVENTS,
  type FieldValues,
  MODIFIABLE_FIELDS,
  type ModifiableField,
  type ModifiableFields,
  type RelayTask,
} from '#src/relay/relay-task.ts';
import { wireTime } from '#src/relay/time.ts';
import { valueText } from '#src/slack/kit/field-value.ts';
import type { Words } from '#src/slack/words/index.ts';

/** A `plain_text_input` takes this many characters, its initial value included (Block Kit). */
export const INPUT_MAX = 3_000;

/** What a form with a task is filled from. */
export type Filled = Pick<Draft, 'prefill' | 'purpose' | 'filled'> & { readonly base: RelayTask };

/** A draft with a project and a task. */
export type Complete = Draft & { readonly project: string; readonly base: RelayTask };

/** The fields a form asks about; for a pause, a resume or a later end only those it needs. */
export function askedFields({ purpose }: Pick<Draft, 'purpose'>): readonly ModifiableField[] {
  switch (purpose) {
    case 'pause':
      return [];
    case 'resume':
      return ['vod_refresh_type'];
    case 'extend':
      return ['vod_loop_time', 'end_time'];
    case undefined:
      return MODIFIABLE_FIELDS;
  }
}

/** The task with the prefilled values, as the inputs show it. */
export function shownTask({ base, prefill }: Filled): RelayTask {
  return { ...base, ...prefill };
}

/**
 * What each input shows at first, as it would be typed; undefined if it is empty, because the task holds nothing, or
 * nothing that can be chosen or typed. A new field without an entry does not compile.
 */
export const SHOWN: {
  readonly [Field in ModifiableField]: (filled: Filled) => FieldValues[Field] | undefined;
} = {
  status: (filled) => knownValue(shownTask(filled), 'status'),
  source_urls: (filled) => (urlsFit(shownTask(filled)) ? linesOf(shownTask(filled)) : undefined),
  // For a resume nothing is preselected, so that people choose deliberately.
  vod_refresh_type: (filled) =>
    filled.purpose === 'resume' ? undefined : knownOrDefault(filled, 'vod_refresh_type'),
  vod_loop_time: (filled) => knownOrDefault(filled, 'vod_loop_time'),
  vod_start_video_index: (filled) => knownOrDefault(filled, 'vod_start_video_index'),
  vod_start_video_time: (filled) => knownOrDefault(filled, 'vod_start_video_time'),
  start_time: (filled) => pickedTime(filled, 'start_time'),
  end_time: (filled) => pickedTime(filled, 'end_time'),
  callback_events: (filled) => {
    const held = fieldOf(shownTask(filled), 'callback_events');
    const events: readonly string[] = 'value' in held ? held.value : CALLBACK_EVENTS;
    return CALLBACK_EVENTS.filter((event) => events.includes(event));
  },
};

function knownOrDefault<Field extends ModifiableField>(
  filled: Filled,
  field: Field,
): FieldValues[Field] | undefined {
  const held = fieldOf(shownTask(filled), field);
  if (held.kind === 'missing') return defaultOf(field);
  return held.kind === 'known' ? held.value : undefined;
}

function pickedTime(filled: Filled, field: 'start_time' | 'end_time'): string | undefined {
  const atMs = pickedMsOf(filled, field);
  return atMs === undefined ? undefined : wireTime(atMs);
}

/** What a picker shows, in milliseconds: whole seconds of ten digits, that is, from September 2001 on. */
export function pickedMsOf(filled: Filled, field: 'start_time' | 'end_time'): number | undefined {
  const atMs = momentOf(shownTask(filled), field);
  if (typeof atMs !== 'number') return undefined;
  const seconds = Math.floor(atMs / 1000);
  return seconds >= 1_000_000_000 && seconds <= 9_999_999_999 ? seconds * 1000 : undefined;
}

/** Whether every URL that a task holds can be shown in a box; if not, the list cannot be edited here. */
export function urlsFit(task: RelayTask): boolean {
  const urls = urlsOf(task);
  return urls.length <= SOURCE_URLS_MAX && urls.every((url) => url.length <= INPUT_MAX);
}

function linesOf(task: RelayTask): readonly string[] {
  return urlsOf(task).flatMap(typedLines);
}

/** The URLs typed into a box, one per line. */
export function typedLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Whether an input still holds what it showed at first, so its field is not part of the change. */
export function isUntouched<Field extends ModifiableField>(
  field: Field,
  typed: ModifiableFields[Field],
  filled: Filled,
): boolean {
  return textOf(typed) === textOf(SHOWN[field](filled));
}

/** The same text for the same value. */
function textOf(value: string | number | readonly string[] | undefined): string {
  if (value === undefined || value === '') return '[]';
  return JSON.stringify(typeof value === 'object' ? value : [value]);
}

/** The hint of an input: it names an opaque value, which stays unless the input is changed. */
export function hintOf(
  field: ModifiableField,
  filled: Filled,
  words: Words,
  usual?: string,
): string | undefined {
  const task = shownTask(filled);
  const isOpaque = fieldOf(task, field).kind === 'opaque';
  const held = isOpaque ? words.form.holds(valueText(field, rawOf(task, field), words)) : undefined;
  return [held, usual].filter((part) => part !== undefined).join(' ') || undefined;
}
