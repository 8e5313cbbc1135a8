import {
  CALLBACK_EVENTS,
  type FieldValues,
  MODIFIABLE_FIELDS,
  type ModifiableField,
  REFRESH_TYPES,
  type RawFields,
  type RelayTask,
  STATUSES,
} from './relay-task.ts';
import { instantOf, isInWireForm, wireTime } from './time.ts';

/** `source_urls` of the modify call hold 1 to 30 items (API page, wording of April 2026). */
export const SOURCE_URLS_MAX = 30;

/** The API's integers are 32 bits wide. */
export const INT32_MAX = 2_147_483_647;

/**
 * What a field's value from the API means:
 *
 * - `missing`: no value, an empty text, or the zero time of Go
 * - `known`: a value as the API documents it; `value` in the documented form (`3` for `"3"`)
 * - `opaque`: the right JSON type, but nothing we know; `value` as it came. A time in an undocumented form is opaque
 * and has `atMs`; text that is not a time has none
 * - `unreadable`: another JSON type, a fraction for a whole number, a number that does not fit 32 bits
 */
export type Reading<Value> =
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'known' | 'opaque';
      readonly value: Value;
      /** Equal for values that mean the same to the API. Without it, `value` as JSON is compared. */
      readonly meaning?: string;
      /** The moment of a time, in milliseconds. */
      readonly atMs?: number;
    }
  | { readonly kind: 'unreadable'; readonly raw: unknown };

type Opaque<Value> = Extract<Reading<Value>, { readonly value: Value }>;

interface FieldMeaning<Value> {
  /** `raw` is what the API sent, neither undefined nor null. */
  readonly read: (raw: unknown) => Reading<Value>;
  /** The documented default of a field that is left out; undefined where none is documented. */
  readonly defaultValue?: Value;
  /** Whether an opaque value that nobody changed is sent back as it came, in a payload that holds the whole task. */
  readonly isSentBack: (held: Opaque<Value>) => boolean;
}

/** Every modifiable field needs an entry, or this does not compile. */
const FIELDS: { readonly [Field in ModifiableField]: FieldMeaning<FieldValues[Field]> } = {
  status: {
    read: (raw) => readWord(raw, STATUSES),
    // The API accepts two words only and documents no default: left out, the status stays.
    isSentBack: () => false,
  },
  source_urls: {
    read: readUrls,
    // An empty list, or one of more than 30, is refused. There is no default, so a list left out
    // stays.
    isSentBack: ({ value }) => value.length > 0 && value.length <= SOURCE_URLS_MAX,
  },
  vod_refresh_type: {
    read: (raw) => readWord(raw, REFRESH_TYPES),
    defaultValue: REFRESH_TYPES[0],
    // Left out, it would become the default, and viewers would see a different switch. A service
    // that sends a newer word accepts it as well.
    isSentBack: () => true,
  },
  vod_loop_time: {
    read: readLoop,
    defaultValue: '-1',
    // The API accepts -1 and numbers of rounds; "0" and other text would be refused.
    isSentBack: () => false,
  },
  vod_start_video_index: {
    read: readWhole,
    defaultValue: 0,
    // Negative, and the page begins at 0.
    isSentBack: () => false,
  },
  vod_start_video_time: {
    read: readWhole,
    defaultValue: 0,
    // Negative, and the page begins at 0.
    isSentBack: () => false,
  },
  start_time: {
    read: readTime,
    // Left out, it becomes the present: a task for tomorrow would start at once. Text that is not a
    // time would be refused.
    isSentBack: ({ atMs }) => atMs !== undefined,
  },
  end_time: {
    read: readTime,
    // The API accepts one form of time and documents no default: left out, the end stays.
    isSentBack: () => false,
  },
  callback_events: {
    read: readEvents,
    defaultValue: CALLBACK_EVENTS,
    // Left out, they become all events. An empty list is not forbidden, and a service that sends a
    // newer event accepts it as well.
    isSentBack: () => true,
  },
};

/** The documented default of a field, if any. A start that is left out becomes the present. */
export function defaultOf<Field extends ModifiableField>(
  field: Field,
): FieldValues[Field] | undefined {
  return FIELDS[field].defaultValue;
}

export function readField<Field extends ModifiableField>(
  field: Field,
  raw: unknown,
): Reading<FieldValues[Field]> {
  return raw === undefined || raw === null ? { kind: 'missing' } : FIELDS[field].read(raw);
}

/** What the API sent for a field. Up to version 0.2, unreadable values were kept under `unknown`. */
export function rawOf(task: Held, field: ModifiableField): unknown {
  return task[field] ?? task.unknown?.[field];
}

/** A relay task, or anything else with its modifiable fields: a change, a payload. */
type Held = RawFields & Pick<RelayTask, 'unknown'>;

/** What a task holds in a field. */
export function fieldOf<Field extends ModifiableField>(
  task: Held,
  field: Field,
): Reading<FieldValues[Field]> {
  return readField(field, rawOf(task, field));
}

/** The value of a field where it is known; undefined for everything else. */
export function knownValue<Field extends ModifiableField>(
  task: Held,
  field: Field,
): FieldValues[Field] | undefined {
  const held = fieldOf(task, field);
  return held.kind === 'known' ? held.value : undefined;
}

/** The source URLs of a task, even if such a list could not be requested. */
export function urlsOf(task: Held): readonly string[] {
  const held = fieldOf(task, 'source_urls');
  return 'value' in held ? held.value : [];
}

/** When a task starts or ends, in milliseconds; `unclear` for a value that is not a time. */
export function momentOf(
  task: Held,
  field: 'start_time' | 'end_time',
): number | 'none' | 'unclear' {
  const held = fieldOf(task, field);
  if (held.kind === 'missing') return 'none';
  return held.kind === 'unreadable' ? 'unclear' : (held.atMs ?? 'unclear');
}

/** A field that cannot be read, with what the API sent for it. */
export interface UnreadableField {
  readonly field: ModifiableField;
  readonly raw: unknown;
}

/** The fields of a task that cannot be read. Such a task must not be changed, nor anything concluded from it. */
export function unreadableFields(task: Held): UnreadableField[] {
  return MODIFIABLE_FIELDS.flatMap((field) => {
    const held = fieldOf(task, field);
    return held.kind === 'unreadable' ? [{ field, raw: held.raw }] : [];
  });
}

/**
 * What is sent back to the API for an unchanged field when the whole task is sent; undefined when the field is left
 * out. A past start is left out: every running task has one, and whether the API accepts it again is not documented.
 */
export function sentBack<Field extends ModifiableField>(
  task: Held,
  field: Field,
  nowMs: number,
): FieldValues[Field] | undefined {
  const held = fieldOf(task, field);
  if (!('value' in held)) return undefined;
  if (field === 'start_time' && held.atMs !== undefined && held.atMs <= nowMs) return undefined;
  return held.kind === 'known' || FIELDS[field].isSentBack(held) ? held.value : undefined;
}

/**
 * A task's value in a form that can be requested: a known one as documented, a time in another form as its whole
 * second. Undefined for anything else.
 */
export function askable<Field extends ModifiableField>(
  task: Held,
  field: Field,
): FieldValues[Field] | string | undefined {
  const held = fieldOf(task, field);
  if (!('value' in held)) return undefined;
  if (held.kind === 'known') return held.value;
  return held.atMs === undefined ? undefined : wireTime(held.atMs);
}

/**
 * Whether two values of a field mean the same to the API: lists by content (events in any order), times by the
 * instant, a missing value as its default. An unreadable value equals nothing, not even itself.
 */
export function sameValue(field: ModifiableField, a: unknown, b: unknown): boolean {
  const meanings = [a, b].map((raw) => meaningOf(field, readField(field, raw)));
  return meanings[0] !== undefined && meanings[0] === meanings[1];
}

function meaningOf(field: ModifiableField, read: Reading<unknown>): string | undefined {
  if (read.kind === 'unreadable') return undefined;
  if (read.kind !== 'missing') return read.meaning ?? JSON.stringify(read.value);
  const fallback = defaultOf(field);
  return fallback === undefined ? 'missing' : meaningOf(field, readField(field, fallback));
}

function unreadable(raw: unknown) {
  return { kind: 'unreadable', raw } as const;
}

function readWord(raw: unknown, words: readonly string[]): Reading<string> {
  if (typeof raw !== 'string') return unreadable(raw);
  if (raw === '') return { kind: 'missing' };
  return { kind: words.includes(raw) ? 'known' : 'opaque', value: raw };
}

function readUrls(raw: unknown): Reading<readonly string[]> {
  if (!isTexts(raw)) return unreadable(raw);
  const isKnown = raw.length > 0 && raw.length <= SOURCE_URLS_MAX && raw.every(hasScheme);
  return { kind: isKnown ? 'known' : 'opaque', value: raw };
}

function hasScheme(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^\s/]/i.test(url);
}

/** Documented as text; a whole number means the same. */
function readLoop(raw: unknown): Reading<string> {
  if (Number.isSafeInteger(raw)) return readLoop(String(raw));
  if (typeof raw !== 'string') return unreadable(raw);
  if (raw === '') return { kind: 'missing' };
  return { kind: /^(-1|[1-9]\d{0,17})$/.test(raw) ? 'known' : 'opaque', value: raw };
}

/** Documented as a number of 32 bits; some answers of Huawei's services write numbers as text. */
function readWhole(raw: unknown): Reading<number> {
  const value = typeof raw === 'string' && /^-?(0|[1-9]\d{0,9})$/.test(raw) ? Number(raw) : raw;
  if (typeof value !== 'number' || !Number.isInteger(value)) return unreadable(raw);
  if (value > INT32_MAX || value < -INT32_MAX - 1) return unreadable(raw);
  return { kind: value >= 0 ? 'known' : 'opaque', value };
}

/** What a program in Go writes for a time that was never set. */
const GO_ZERO_TIME = instantOf('0001-01-01T00:00:00Z')?.epochMilliseconds;

function readTime(raw: unknown): Reading<string> {
  if (typeof raw !== 'string') return unreadable(raw);
  if (raw === '') return { kind: 'missing' };
  const instant = instantOf(raw);
  if (instant === undefined) return { kind: 'opaque', value: raw };
  const atMs = instant.epochMilliseconds;
  if (atMs === GO_ZERO_TIME) return { kind: 'missing' };
  const kind = isInWireForm(raw) ? 'known' : 'opaque';
  return { kind, value: raw, atMs, meaning: instant.toString() };
}

function readEvents(raw: unknown): Reading<readonly string[]> {
  if (!isTexts(raw)) return unreadable(raw);
  const known: readonly string[] = CALLBACK_EVENTS;
  const isKnown = raw.length > 0 && raw.every((event) => known.includes(event));
  const isOnce = new Set(raw).size === raw.length;
  const meaning = JSON.stringify(raw.toSorted());
  return { kind: isKnown && isOnce ? 'known' : 'opaque', value: raw, meaning };
}

function isTexts(raw: unknown): raw is readonly string[] {
  return Array.isArray(raw) && raw.every((item) => typeof item === 'string');
}
