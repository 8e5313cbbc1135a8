import { sha256 } from '#src/basics/sha256.ts';
import type { Change } from './change.ts';
import {
  defaultOf,
  fieldOf,
  momentOf,
  rawOf,
  sameValue,
  sentBack,
  unreadableFields,
} from './field.ts';
import {
  MODIFIABLE_FIELDS,
  type ModifiableField,
  type ModifiableFields,
  type RelayTask,
} from './relay-task.ts';

/** The body of `PUT /v1/{project_id}/pull/stream/task`, exactly as it is sent. */
export interface Payload extends ModifiableFields {
  readonly task_id: string;
}

/**
 * What a project sends. The API does not say whether a field that is left out keeps its value or falls back to its
 * default, so `merged` sends the whole task; `changed` sends only what differs.
 */
export type SendMode = 'merged' | 'changed';

/**
 * The body that turns `base` into what the change asks for.
 *
 * `vod_refresh_type` is always included, since it decides what viewers see and has a default. Unchanged fields are
 * sent back as the task holds them, or left out where that is safer: see `sentBack`.
 *
 * Throws for a base that cannot be read, which `taskRefusal` should have refused before.
 */
export function buildPayload(input: {
  readonly base: RelayTask;
  readonly change: Change;
  readonly send: SendMode;
  readonly nowMs: number;
}): Payload {
  const { base, change, send, nowMs } = input;
  const [unread] = unreadableFields(base);
  if (unread) throw new Error(`no payload: ${unread.field} of the task cannot be read`);
  const valueOf = (field: ModifiableField) => {
    if (change[field] !== undefined) return change[field];
    if (field === 'vod_refresh_type') return sentBack(base, field, nowMs) ?? defaultOf(field);
    return send === 'changed' ? undefined : sentBack(base, field, nowMs);
  };
  const sent = MODIFIABLE_FIELDS.map((field) => [field, valueOf(field)] as const);
  return {
    task_id: base.task_id,
    ...Object.fromEntries(sent.filter(([, value]) => value !== undefined)),
  };
}

/**
 * Fields that a payload leaves out and that do not hold their documented default: they change too if the API fills in
 * defaults. A start that is left out becomes the present.
 */
export function fieldsLeftOut(base: RelayTask, payload: Payload, nowMs: number): ModifiableField[] {
  return MODIFIABLE_FIELDS.filter((field) => {
    if (payload[field] !== undefined) return false;
    if (field === 'start_time') {
      const startMs = momentOf(base, field);
      return startMs === 'unclear' || (startMs !== 'none' && startMs > nowMs);
    }
    return defaultOf(field) !== undefined && !sameValue(field, rawOf(base, field), undefined);
  });
}

/** Fields with opaque values that a change leaves alone, by what the payload does with them. */
export function opaqueUntouched(
  base: RelayTask,
  change: Change,
  payload: Payload,
): { readonly sentBack: readonly ModifiableField[]; readonly leftOut: readonly ModifiableField[] } {
  const untouched = MODIFIABLE_FIELDS.filter(
    (field) => change[field] === undefined && fieldOf(base, field).kind === 'opaque',
  );
  return {
    sentBack: untouched.filter((field) => payload[field] !== undefined),
    leftOut: untouched.filter((field) => payload[field] === undefined),
  };
}

/**
 * SHA-256 of the canonical JSON of a payload, as 64 hexadecimal characters: keys sorted, no white space. The same
 * payload has the same digest in every process, also after being stored.
 */
export function digestOf(payload: Payload): string {
  return sha256(canonicalJson(payload));
}

/** JSON with the keys of every object in code unit order and no white space. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
