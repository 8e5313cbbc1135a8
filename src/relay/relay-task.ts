/** The fields that `PUT /v1/{project_id}/pull/stream/task` can change, in reading order. */
export const MODIFIABLE_FIELDS = [
  'status',
  'source_urls',
  'vod_refresh_type',
  'vod_loop_time',
  'vod_start_video_index',
  'vod_start_video_time',
  'start_time',
  'end_time',
  'callback_events',
] as const;

export type ModifiableField = (typeof MODIFIABLE_FIELDS)[number];

/** The values of modifiable fields, as documented, requested and sent. */
export interface FieldValues {
  /** `enable` or `pause`. */
  readonly status: string;
  readonly source_urls: readonly string[];
  readonly vod_refresh_type: string;
  /** Decimal text: `"-1"` loops until the end time, `"N"` plays the list N rounds. */
  readonly vod_loop_time: string;
  /** Index into `source_urls`, from 0. */
  readonly vod_start_video_index: number;
  /** Seconds into the file that `vod_start_video_index` names. */
  readonly vod_start_video_time: number;
  /** UTC, `YYYY-MM-DDThh:mm:ssZ`. */
  readonly start_time: string;
  /** UTC, `YYYY-MM-DDThh:mm:ssZ`. */
  readonly end_time: string;
  /** The API leaves it out when all events are sent. */
  readonly callback_events: readonly string[];
}

/** Modifiable fields with values as requested and sent; a missing field is left alone. */
export type ModifiableFields = { readonly [Field in ModifiableField]?: FieldValues[Field] };

/** Modifiable fields as the API sent them; `readField` says what a value means. */
export type RawFields = { readonly [Field in ModifiableField]?: unknown };

/**
 * A relay task as the Live API holds it, under the API's own field names: people see the same names on the card, in
 * the policy and in the API's documentation.
 *
 * Every field but `task_id` may be missing: the API marks none of them as mandatory in its answer.
 */
export interface RelayTask extends RawFields {
  readonly task_id: string;

  readonly source_type?: string;
  readonly region?: string;
  readonly create_time?: string;
  readonly domain?: string;
  readonly app_name?: string;
  readonly stream_name?: string;
  readonly push_args?: string;
  readonly destination_url?: string;
  readonly callback_url?: string;
  readonly backup_source_type?: string;
  readonly backup_source_urls?: readonly string[];

  /** Undocumented fields, and unmodifiable fields of the wrong type, as they came. */
  readonly unknown?: Readonly<Record<string, unknown>>;
}

/** The one source type whose tasks can be modified (API page "Modifying a Relay Task"). */
export const MODIFIABLE_SOURCE_TYPE = 'PullVodPushLive';

export const STATUSES = ['enable', 'pause'] as const;

export const REFRESH_TYPES = [
  'immediate_new_source',
  'continue_from_file_start',
  'continue_from_break_point',
] as const;

export const CALLBACK_EVENTS = [
  'TaskStart',
  'TaskExit',
  'VodSourceFileStart',
  'VodSourceFileFinish',
  'ResetTaskConfig',
  'TaskAlarm',
] as const;

/**
 * What people call the task: where it pushes to, or its id if the API does not say. The id also stands for a name of
 * several lines, which could pass for other lines of a card.
 */
export function taskName({ task_id, app_name: app, stream_name: stream }: RelayTask): string {
  const name = `${app}/${stream}`;
  return app && stream && !name.includes('\n') ? name : task_id;
}
