import { z } from 'zod';
import { MODIFIABLE_FIELDS, type RelayTask } from '../relay/relay-task.ts';

const text = z.string().exactOptional();
const texts = z.array(z.string()).exactOptional();
const taskId = z.union([z.string().min(1), z.int().transform(String)]);
/**
 * `LivePullTaskInfo` of the API reference, without its modifiable fields: those are kept as they came, and
 * `relay/field.ts` says what they mean. We use the API's names.
 */
const taskSchema = z.object({
  task_id: taskId,
  source_type: text,
  region: text,
  create_time: text,
  domain: text,
  app_name: text,
  stream_name: text,
  push_args: text,
  destination_url: text,
  callback_url: text,
  backup_source_type: text,
  backup_source_urls: texts,
});
const knownFields = new Map<string, z.ZodType>(Object.entries(taskSchema.shape));

const objectSchema = z.record(z.string(), z.unknown());

/**
 * A relay task from an answer, or undefined when it is not an object with a `task_id`. Nothing else makes it fail:
 * modifiable fields keep whatever came, and other fields that are undocumented or have another type than documented
 * are kept under `unknown`. `null` counts as missing.
 */
export function parseTask(json: unknown): RelayTask | undefined {
  const object = objectSchema.safeParse(json);
  if (!object.success || !taskId.safeParse(object.data['task_id']).success) return undefined;
  const entries = Object.entries(object.data)
    .filter(([, value]) => value !== null)
    .map(([name, value]): [string, unknown] => [name, kept(value)]);
  const modifiable = entries.filter(([name]) => modifiableFields.has(name));
  const others = entries.filter(([name]) => !modifiableFields.has(name));
  const unknown = others.filter((entry) => !isKnown(entry));
  const task = {
    ...taskSchema.parse(Object.fromEntries(others.filter(isKnown))),
    ...Object.fromEntries(modifiable),
  };
  return unknown.length === 0 ? task : { ...task, unknown: Object.fromEntries(unknown) };
}

/**
 * Deeper levels of a value are dropped: no field has more than two, and stores and screens walk through all of them.
 */
const LEVELS_MAX = 20;

/**
 * A value that can be stored and shown: levels that are too deep are dropped, and a number that JSON cannot write
 * (1e400) is put into an object, which no field accepts.
 */
function kept(value: unknown, level = 0): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  if (value === null || typeof value !== 'object') return value;
  if (level >= LEVELS_MAX) return '…';
  if (Array.isArray(value)) return value.map((item) => kept(item, level + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, kept(inner, level + 1)]),
  );
}

const modifiableFields: ReadonlySet<string> = new Set(MODIFIABLE_FIELDS);

function isKnown([name, value]: [string, unknown]): boolean {
  return knownFields.get(name)?.safeParse(value).success ?? false;
}

export interface TaskPage {
  readonly tasks: readonly RelayTask[];
  /** Entries in the list, whether or not they could be read. */
  readonly length: number;
  /** How many tasks the project has, according to the API. */
  readonly total?: number | undefined;
}

/** Some answers of Huawei's services write numbers as text. */
const count = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,10}$/)
    .transform(Number),
]);
const pageSchema = z.object({
  task_infos: z.array(z.unknown()).nullish(),
  total: count.nullish().catch(undefined),
});

/**
 * A page of `GET /v1/{project_id}/pull/stream/task`, or undefined for another shape. An empty list may be written as
 * `null`, or be left out when `total` is 0. An empty first page with a `total` above 0 contradicts itself, and an
 * `error_code` is a refusal: neither says which tasks exist.
 */
export function parseTaskPage(json: unknown, offset = 0): TaskPage | undefined {
  const page = pageSchema.safeParse(json);
  if (!page.success) return undefined;
  const { task_infos: infos, total } = page.data;
  if (infos === undefined && total !== 0) return undefined;
  if (holdsErrorCode(json)) return undefined;
  const length = infos?.length ?? 0;
  if (offset === 0 && length === 0 && typeof total === 'number' && total > 0) return undefined;
  const tasks = (infos ?? []).map(parseTask).filter((task) => task !== undefined);
  return { tasks, length, total: typeof total === 'number' ? total : undefined };
}

const withErrorCode = z.object({ error_code: z.unknown() });

/** Whether an answer, even one with status 200, holds an `error_code`. */
export function holdsErrorCode(json: unknown): boolean {
  const code = withErrorCode.safeParse(json).data?.error_code;
  return code !== undefined && code !== null && code !== '';
}

const modifiedSchema = z.object({ task_id: z.string() });

/** The `task_id` in the answer to a PUT; undefined for another shape. */
export function parseModifiedId(json: unknown): string | undefined {
  return modifiedSchema.safeParse(json).data?.task_id;
}
