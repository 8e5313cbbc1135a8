import { createHash } from 'node:crypto';
import { type Change, sameValue } from './change.ts';
import {
  MODIFIABLE_FIELDS,
  type ModifiableField,
  type ModifiableFields,
  REFRESH_TYPES,
  type RelayTask,
} from './relay-task.ts';

/** The body of `PUT /v1/{project_id}/pull/stream/task`, exactly as it is sent. */
export interface Payload extends ModifiableFields {
  readonly task_id: string;
}

/**
 * What a project sends. The API does not say whether a field that is left out keeps its value or
 * falls back to its default, so `merged` sends the task whole; `changed` sends what differs.
 */
export type SendMode = 'merged' | 'changed';

/**
 * The body that turns `base` into what the change asks for.
 *
 * `vod_refresh_type` is always in it, since it decides what viewers see and has a default. A start
 * time that is unchanged and past is left out: every running task has one, and whether the API
 * accepts it again is not documented.
 */
export function buildPayload(input: {
  readonly base: RelayTask;
  readonly change: Change;
  readonly send: SendMode;
  readonly nowMs: number;
}): Payload {
  const { base, change, send, nowMs } = input;
  const isSent = (field: (typeof MODIFIABLE_FIELDS)[number]): boolean => {
    if (field in change || field === 'vod_refresh_type') return true;
    if (send === 'changed') return false;
    return !(field === 'start_time' && base.start_time && Date.parse(base.start_time) <= nowMs);
  };
  const after = { vod_refresh_type: REFRESH_TYPES[0], ...base, ...change };
  // What the API answered with nothing in it is as good as left out, and no value to send.
  const isThere = (field: (typeof MODIFIABLE_FIELDS)[number]): boolean =>
    after[field] !== undefined && (field in change || after[field] !== '');
  const sent = MODIFIABLE_FIELDS.filter((field) => isSent(field) && isThere(field));
  return { task_id: base.task_id, ...Object.fromEntries(sent.map((f) => [f, after[f]])) };
}

/**
 * Fields that a project leaves out of what it sends, and that hold something else than the API's
 * default: should the API fill in its defaults, these change as well. The defaults are those of the
 * API page "Modifying a Relay Task".
 */
export function fieldsLeftOut(base: RelayTask, change: Change, send: SendMode): ModifiableField[] {
  if (send === 'merged') return [];
  const withDefault = [
    'vod_loop_time',
    'vod_start_video_index',
    'vod_start_video_time',
    'callback_events',
  ] as const satisfies readonly ModifiableField[];
  return withDefault.filter(
    (field) => !(field in change) && !sameValue(field, base[field], undefined),
  );
}

/**
 * SHA-256 of the canonical JSON of a payload, as 64 hexadecimal characters: keys sorted, no white
 * space. The same payload has the same digest in every process and after every trip through a store.
 */
export function digestOf(payload: Payload): string {
  return createHash('sha256').update(canonicalJson(payload)).digest('hex');
}

/** JSON with the keys of every object in code unit order and no white space. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
