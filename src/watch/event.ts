import { fromJson } from '#src/basics/from-json.ts';
import { CALLBACK_EVENTS } from '#src/relay/relay-task.ts';
import { withMaskedUrls } from '#src/relay/secret.ts';

/**
 * What a callback of the Live API seems to say. Its body is not documented, so it is a hint and never a fact: the state
 * of the task is read from the API before anybody is told.
 */
export interface TaskEvent {
  readonly event: string;
  readonly taskId: string;
  /** When it happened according to the sender, if given. */
  readonly eventAtMs?: number | undefined;
  /** What the sender adds: code, message, kind of alarm, file. Signing keys are masked. */
  readonly said: readonly (readonly [name: string, value: string])[];
}

/** Characters of one value from the sender: an alarm is a sentence, and longer values are dumps. */
const SAID_MAX = 300;

/** Ids of relay tasks are shorter than this; longer text is not an id (own limit). */
const TASK_ID_MAX = 128;

const EVENT_FIELDS = ['event', 'callback_event', 'event_type', 'event_name', 'type'];
const TASK_FIELDS = ['task_id', 'taskid'];
const TIME_FIELDS = ['event_time', 'time', 'timestamp'];
/** Objects, or JSON as text, in which the most similar APIs put the details. */
const INNER_FIELDS = ['msg', 'data', 'body', 'task_info'];
const SAID_FIELDS = ['type', 'code', 'message', 'reason', 'index', 'url'];

/** Reads a callback tolerantly: names in any case, one level deep. Undefined: not understood. */
export function readEvent(body: unknown): TaskEvent | undefined {
  const outer = fieldsOf(body);
  const parts = [outer, ...INNER_FIELDS.map((name) => fieldsOf(outer.get(name)))];
  const event = first(parts, EVENT_FIELDS, eventNamed);
  const taskId = first(parts, TASK_FIELDS, taskIdFrom);
  if (event === undefined || taskId === undefined) return undefined;
  return {
    event,
    taskId,
    eventAtMs: first(parts, TIME_FIELDS, momentFrom),
    said: SAID_FIELDS.flatMap((name) => {
      const value = first(parts, [name], wordsFrom);
      return value === undefined || eventNamed(value) ? [] : [[name, value] as const];
    }),
  };
}

/** Signature fields of similar APIs; they differ when the sender tries again. */
const SIGNATURE_FIELDS = ['sign', 't', 'auth_sign', 'auth_timestamp'];

/** What stays the same when an event is sent again. */
export function identityOf(body: unknown): string {
  const fields = [...fieldsOf(body)].filter(([name]) => !SIGNATURE_FIELDS.includes(name));
  return JSON.stringify(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

type Fields = ReadonlyMap<string, unknown>;

/** Fields by lower-case name; `TaskId` and `task_id` are the same. */
function fieldsOf(value: unknown): Fields {
  const parsed = typeof value === 'string' ? fromJson(value) : value;
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) return new Map();
  return new Map(Object.entries(parsed).map(([name, inner]) => [snakeCase(name), inner]));
}

function snakeCase(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}

function first<Value>(
  parts: readonly Fields[],
  names: readonly string[],
  read: (value: unknown) => Value | undefined,
): Value | undefined {
  for (const part of parts) {
    for (const name of names) {
      const value = read(part.get(name));
      if (value !== undefined) return value;
    }
  }
  return undefined;
}

function eventNamed(value: unknown): string | undefined {
  return CALLBACK_EVENTS.find((event) => event === value);
}

function taskIdFrom(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  const isId = typeof text === 'string' && /^[^\s\p{C}]+$/u.test(text) && text.length > 0;
  return isId && text.length <= TASK_ID_MAX ? text : undefined;
}

const ZONED = /\d(?:Z|[+-]\d{2}:?\d{2})$/i;

/** From seconds, milliseconds or a date as text; a date without a zone is ignored. */
function momentFrom(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  const ms =
    typeof number === 'number'
      ? number * (number < 100_000_000_000 ? 1000 : 1)
      : typeof number === 'string' && ZONED.test(number)
        ? Date.parse(number)
        : Number.NaN;
  // A number outside this century is not a time.
  return ms > Date.UTC(2000) && ms < Date.UTC(2100) ? ms : undefined;
}

function wordsFrom(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  return cut(withMaskedUrls(value.trim()), SAID_MAX);
}

export function cut(text: string, max: number): string {
  const points = Array.from(text);
  return points.length <= max ? text : `${points.slice(0, max - 1).join('')}…`;
}
