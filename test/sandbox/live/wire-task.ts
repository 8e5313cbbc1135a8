/** A relay task as the API lists it. Everything but the id may be missing in a listing. */
export interface WireTask {
  readonly task_id: string;
  readonly status?: string;
  readonly create_time?: string;
  readonly region?: string;
  readonly source_type?: string;
  readonly source_urls?: readonly string[];
  readonly domain?: string;
  readonly app_name?: string;
  readonly stream_name?: string;
  readonly push_args?: string;
  readonly destination_url?: string;
  readonly start_time?: string;
  readonly end_time?: string;
  readonly callback_events?: readonly string[];
  readonly callback_url?: string;
  readonly backup_source_type?: string;
  readonly backup_source_urls?: readonly string[];
  readonly vod_loop_time?: string;
  readonly vod_start_video_index?: number;
  readonly vod_start_video_time?: number;
  readonly vod_refresh_type?: string;
}

export type WireTaskFields = Partial<Omit<WireTask, 'task_id'>>;

/** Fields as the API may answer them when it does not keep to its own reference. */
export type RawFields = Readonly<Record<string, unknown>>;

export const taskEvents = [
  'TaskStart',
  'TaskExit',
  'VodSourceFileStart',
  'VodSourceFileFinish',
  'ResetTaskConfig',
  'TaskAlarm',
] as const;

export type TaskEvent = (typeof taskEvents)[number];

/** The one form of time the API takes: UTC, whole seconds. */
export const toWireTime = (ms: number): string =>
  new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** Undefined for anything that is not that form, or is no date of the calendar (30 February). */
export const fromWireTime = (text: unknown): number | undefined => {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text))
    return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || toWireTime(ms) !== text ? undefined : ms;
};
