import {
  CALLBACK_EVENTS,
  MODIFIABLE_FIELDS,
  type ModifiableField,
  type ModifiableFields,
  type RelayTask,
} from './relay-task.ts';

/** What somebody asks for: only the fields that should differ from the task as it was shown. */
export type Change = ModifiableFields;

/** The fields of `wanted` whose value is not the one in `base`. */
export function changeFrom(base: RelayTask, wanted: ModifiableFields): Change {
  const differing = MODIFIABLE_FIELDS.filter(
    (field) => wanted[field] !== undefined && !sameValue(field, base[field], wanted[field]),
  );
  return Object.fromEntries(differing.map((field) => [field, wanted[field]]));
}

/** The fields a change touches, in the order people read them. */
export function changedFields(change: Change): ModifiableField[] {
  return MODIFIABLE_FIELDS.filter((field) => change[field] !== undefined);
}

/**
 * Whether two values of a field mean the same to the API: lists by content (events in any order),
 * times by the instant, and a missing list of events is every event.
 */
export function sameValue(field: ModifiableField, a: unknown, b: unknown): boolean {
  return JSON.stringify(normalised(field, a)) === JSON.stringify(normalised(field, b));
}

function normalised(field: ModifiableField, value: unknown): unknown {
  switch (field) {
    case 'callback_events':
      return Array.isArray(value) ? value.map(String).toSorted() : ALL_EVENTS;
    case 'start_time':
    case 'end_time':
      return typeof value === 'string' && value !== '' ? instantOf(value) : null;
    case 'vod_loop_time':
      return value === undefined || value === '' ? '-1' : value;
    case 'vod_start_video_index':
    case 'vod_start_video_time':
      return value ?? 0;
    case 'vod_refresh_type':
      return value ?? 'immediate_new_source';
    case 'status':
    case 'source_urls':
      return value ?? null;
  }
}

/** A text that is no time stands for itself: it is the same as no other text. */
function instantOf(text: string): number | string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? text : ms;
}

const ALL_EVENTS = [...CALLBACK_EVENTS].toSorted();
