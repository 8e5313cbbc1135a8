import { isDeepStrictEqual } from 'node:util';
import { invalid, refusal, type Answer } from './answer.ts';
import {
  fromWireTime,
  taskEvents,
  toWireTime,
  type WireTask,
  type WireTaskFields,
} from './wire-task.ts';

export type Omission = 'keep' | 'reset';

export interface ModifyRules {
  /** Whether an omitted field keeps its value; the documentation allows both. */
  readonly omission: Omission;
  /** Whether a start in the past is accepted is undocumented; the console refuses it. */
  readonly pastStart: 'accept' | 'refuse';
  /** The documented 404 arrives as 400 from some of this vendor's services. */
  readonly notFoundStatus: 404 | 400;
  /** One page allows seven days from start to end, another less than that. */
  readonly sevenDays: 'at_most' | 'less_than';
  /** Whether seven days count from the stored start or from now if the start is omitted. */
  readonly omittedStart: 'stored' | 'now';
  /** Whether an undocumented value that the task holds is accepted back. */
  readonly ownValues: 'refuse' | 'accept';
  /** Whether a list may name a file twice. */
  readonly repeatedUrl: 'accept' | 'refuse';
  /** By the documentation, a start position has to be within the list. */
  readonly indexOutOfList: 'refuse' | 'accept';
}

export type ModifyResult =
  | { readonly kind: 'refused'; readonly answer: Answer }
  | { readonly kind: 'modified'; readonly task: WireTask };

const refused = (answer: Answer): ModifyResult => ({ kind: 'refused', answer });

const sevenDaysMs = 7 * 24 * 60 * 60 * 1000;
const maxInt32 = 2_147_483_647;
const maxSourceUrls = 30;

export const modify = (input: {
  readonly body: unknown;
  readonly find: (taskId: string) => WireTask | undefined;
  readonly rules: ModifyRules;
  readonly nowMs: number;
}): ModifyResult => {
  const { body, rules, nowMs } = input;

  if (!isRecord(body)) return refused(invalid('the body must be a JSON object'));
  const held = typeof body['task_id'] === 'string' ? input.find(body['task_id']) : undefined;
  const wrong = firstWrongField(body, rules.ownValues === 'accept' ? held : undefined);
  if (wrong !== undefined) return refused(invalid(wrong));

  const task = held;
  if (task === undefined) {
    return refused(refusal(rules.notFoundStatus, 'LIVE.103011019', 'The task does not exist.'));
  }
  if (task.source_type !== 'PullVodPushLive') {
    return refused(
      refusal(
        400,
        'LIVE.103011022',
        `The operation is not allowed: source_type is ${task.source_type}, only PullVodPushLive can be modified`,
      ),
    );
  }

  const { task_id: _, ...fields } = body as unknown as WireTask;
  const sent = fields.vod_loop_time === '' ? { ...fields, vod_loop_time: '-1' } : fields;
  const absent = rules.omission === 'reset' ? defaults(nowMs) : {};
  const next: WireTask = { ...task, ...absent, ...sent };
  const conflict = firstConflict({ sent, next, rules, nowMs });
  return conflict === undefined ? { kind: 'modified', task: next } : refused(invalid(conflict));
};

/** `status`, `source_urls` and `end_time` have no documented default: they stay either way. */
const defaults = (nowMs: number): WireTaskFields => ({
  vod_loop_time: '-1',
  vod_refresh_type: 'immediate_new_source',
  vod_start_video_index: 0,
  vod_start_video_time: 0,
  start_time: toWireTime(nowMs),
  callback_events: taskEvents,
});

/** Returns what is wrong with a value, as the end of a sentence that starts with the field. */
type Check = (value: unknown) => string | undefined;

const oneOf =
  (...allowed: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && allowed.includes(value)
      ? undefined
      : `must be one of ${allowed.join(', ')}`;

const int32: Check = (value) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= maxInt32
    ? undefined
    : `must be an integer from 0 to ${maxInt32}`;

const time: Check = (value) =>
  typeof value === 'string' && fromWireTime(value) !== undefined
    ? undefined
    : 'must be a UTC time as YYYY-MM-DDThh:mm:ssZ';

const taskId: Check = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'must be a non-empty string';

const sourceUrls: Check = (value) => {
  if (!Array.isArray(value)) return 'must be an array of strings';
  if (value.length < 1 || value.length > maxSourceUrls)
    return `must have 1 to ${maxSourceUrls} items`;
  const bad = value.findIndex(
    (url) =>
      typeof url !== 'string' ||
      !/^[a-z][a-z0-9+.-]*:\/\/[^\s/]\S*$/i.test(url) ||
      !URL.canParse(url),
  );
  return bad === -1 ? undefined : `item ${bad} is not a URL`;
};

const loopTime: Check = (value) => {
  if (typeof value !== 'string') return 'must be a string';
  const isRounds = /^[1-9]\d*$/.test(value) && Number(value) <= maxInt32;
  return value === '' || value === '-1' || isRounds
    ? undefined
    : 'must be "-1" or a number of rounds';
};

const callbackEvents: Check = (value) => {
  if (!Array.isArray(value) || value.length === 0) return 'must be a non-empty array of strings';
  const known: readonly unknown[] = taskEvents;
  if (!value.every((event) => known.includes(event)))
    return `must be a subset of ${taskEvents.join(', ')}`;
  return new Set(value).size === value.length ? undefined : 'must not name an event twice';
};

const checks: Readonly<Record<string, Check>> = {
  task_id: taskId,
  status: oneOf('pause', 'enable'),
  source_urls: sourceUrls,
  vod_loop_time: loopTime,
  vod_refresh_type: oneOf(
    'immediate_new_source',
    'continue_from_file_start',
    'continue_from_break_point',
  ),
  vod_start_video_index: int32,
  vod_start_video_time: int32,
  start_time: time,
  end_time: time,
  callback_events: callbackEvents,
};

/** `own`: the task whose own values are accepted back. */
const firstWrongField = (
  body: Readonly<Record<string, unknown>>,
  own: WireTask | undefined,
): string | undefined => {
  if (!('task_id' in body)) return 'task_id is mandatory';
  for (const [name, value] of Object.entries(body)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) return `unknown field ${name}`;
    const isOwn = own !== undefined && isDeepStrictEqual(value, own[name as keyof WireTask]);
    const wrong = isOwn ? undefined : check(value);
    if (wrong !== undefined) return `${name} ${wrong}`;
  }
  return undefined;
};

/** Problems between fields that are valid one by one. */
const firstConflict = (input: {
  readonly sent: WireTaskFields;
  readonly next: WireTask;
  readonly rules: ModifyRules;
  readonly nowMs: number;
}): string | undefined => {
  const { sent, next, rules, nowMs } = input;
  const urls = Array.isArray(next.source_urls) ? next.source_urls : [];
  if (rules.repeatedUrl === 'refuse' && new Set(urls).size < urls.length) {
    return 'source_urls must not name a URL twice';
  }
  const isOut = (next.vod_start_video_index ?? 0) > Math.max(urls.length - 1, 0);
  if (isOut && rules.indexOutOfList === 'refuse') {
    return 'vod_start_video_index must be at most the number of source_urls minus 1';
  }
  const startMs = fromWireTime(next.start_time);
  const endMs = fromWireTime(next.end_time);
  if (sent.end_time !== undefined && endMs !== undefined && endMs <= nowMs) {
    return 'end_time must be later than the current time';
  }
  if (rules.pastStart === 'refuse' && sent.start_time !== undefined && (startMs ?? 0) < nowMs) {
    return 'start_time must be later than the current time';
  }
  const isWindowTouched =
    sent.start_time !== undefined || sent.end_time !== undefined || rules.omission === 'reset';
  if (!isWindowTouched || startMs === undefined || endMs === undefined) return undefined;
  if (startMs >= endMs) return 'start_time must be earlier than end_time';
  const isOmitted = sent.start_time === undefined && rules.omittedStart === 'now';
  const lengthMs = endMs - (isOmitted ? nowMs : startMs);
  if (lengthMs > sevenDaysMs) return 'end_time must be within 7 days of start_time';
  if (rules.sevenDays === 'less_than' && lengthMs === sevenDaysMs) {
    return 'end_time must be less than 7 days after start_time';
  }
  return undefined;
};

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
