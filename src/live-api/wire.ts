import { z } from 'zod';
import type { RelayTask } from '../relay/relay-task.ts';

const text = z.string().exactOptional();
const texts = z.array(z.string()).exactOptional();
/** Documented as int32; some answers of Huawei's services write numbers as text. */
const whole = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^-?\d{1,10}$/)
      .transform(Number),
  ])
  .exactOptional();
/** Documented as text; a whole number says the same. */
const loopTime = z.union([z.string(), z.int().transform(String)]).exactOptional();
const taskId = z.union([z.string().min(1), z.int().transform(String)]);

/** `LivePullTaskInfo` of the API reference; the names are the same on both sides. */
const taskSchema = z.object({
  task_id: taskId,
  status: text,
  source_urls: texts,
  vod_loop_time: loopTime,
  vod_refresh_type: text,
  vod_start_video_index: whole,
  vod_start_video_time: whole,
  start_time: text,
  end_time: text,
  callback_events: texts,
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
 * A relay task from an answer, or undefined when it is no object with a `task_id`. Nothing else makes
 * it fail: a field that nobody documented, or that has another type than documented, is kept under
 * `unknown`, so that the task still shows. `null` is a missing field.
 */
export function parseTask(json: unknown): RelayTask | undefined {
  const object = objectSchema.safeParse(json);
  if (!object.success || !taskId.safeParse(object.data['task_id']).success) return undefined;
  const entries = Object.entries(object.data).filter(([, value]) => value !== null);
  const unknown = entries.filter((entry) => !isKnown(entry));
  const task = taskSchema.parse(Object.fromEntries(entries.filter(isKnown)));
  return unknown.length === 0 ? task : { ...task, unknown: Object.fromEntries(unknown) };
}

function isKnown([name, value]: [string, unknown]): boolean {
  return knownFields.get(name)?.safeParse(value).success ?? false;
}

export interface TaskPage {
  readonly tasks: readonly RelayTask[];
  /** Entries in the list, whether they could be read or not. */
  readonly length: number;
  /** How many there are in the project, as the API says. */
  readonly total?: number;
}

const pageSchema = z.object({
  task_infos: z.array(z.unknown()).nullish(),
  total: whole.nullish().catch(undefined),
});

/**
 * A page of `GET /v1/{project_id}/pull/stream/task`, or undefined for another shape. An empty list
 * may be written as `null`, or be left out when `total` is 0.
 */
export function parseTaskPage(json: unknown): TaskPage | undefined {
  const page = pageSchema.safeParse(json);
  if (!page.success) return undefined;
  const { task_infos: infos, total } = page.data;
  if (infos === undefined && total !== 0) return undefined;
  const tasks = (infos ?? []).map(parseTask).filter((task) => task !== undefined);
  return { tasks, length: infos?.length ?? 0, ...(typeof total === 'number' && { total }) };
}

const modifiedSchema = z.object({ task_id: z.string() });

/** The `task_id` in the answer to a PUT; undefined for another shape. */
export function parseModifiedId(json: unknown): string | undefined {
  return modifiedSchema.safeParse(json).data?.task_id;
}
