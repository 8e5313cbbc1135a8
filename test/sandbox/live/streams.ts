import { invalid, refusal, type Answer } from './answer.ts';
import { integer } from './list.ts';
import { pushedFromMs, type OnAir, type Playback } from './on-air.ts';
import { toWireTime, type WireTask } from './wire-task.ts';

/** How the stream of a task behaves on its domain. None of it is documented, so all of it can be chosen. */
export interface StreamBehaviour {
  /** From the moment a push begins until its stream is listed; infinity: it never is. 0 if left out. */
  readonly upAfterMs?: number;
  /** How long it then lasts although the task continues. Infinity if left out. */
  readonly downAfterMs?: number;
  /** Its picture is black, which listings do not tell. */
  readonly isBlack?: boolean;
  /** Replaces fields of the listed stream: odd numbers, other types, nothing. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Answers to a listing other than streams. */
export type StreamsAnswer = 'listed' | 'no_permission' | 'not_found';

/** A task, what of it is on air, and since when it pushes. */
export interface Pushed {
  readonly task: WireTask;
  readonly onAir: OnAir;
  readonly playback: Playback;
  readonly behaviour: StreamBehaviour;
}

/** `GET /v1/{project_id}/realtime/streams`: the streams that are pushed to a domain now. */
export const listStreams = (input: {
  readonly query: URLSearchParams;
  readonly pushed: readonly Pushed[];
  readonly answer: StreamsAnswer;
  readonly nowMs: number;
}): Answer => {
  const { query, pushed, answer, nowMs } = input;
  if (answer === 'no_permission') {
    return refusal(403, 'LIVE.100011008', 'The user does not have the permission.');
  }
  if (answer === 'not_found') {
    return refusal(404, 'LIVE.103011019', 'The resource does not exist.');
  }
  const problem = problemOf(query);
  if (problem !== undefined) return invalid(problem);
  const offset = integer(query.get('offset'), { low: 0, high: 2_147_483_647, absent: 0 }) ?? 0;
  const limit = integer(query.get('limit'), { low: 1, high: 100, absent: 10 }) ?? 10;
  const found = pushed
    .filter(({ task }) => isAsked(task, query))
    .flatMap((one) => streamOf(one, nowMs));
  return {
    status: 200,
    body: {
      total_page: Math.ceil(found.length / limit),
      total_num: found.length,
      offset,
      limit,
      streams: found.slice(offset, offset + limit),
    },
  };
};

const known = new Set(['publish_domain', 'app', 'stream', 'offset', 'limit']);

const problemOf = (query: URLSearchParams): string | undefined => {
  for (const name of new Set(query.keys())) {
    if (!known.has(name)) return `unknown query parameter ${name}`;
    if (query.getAll(name).length > 1) return `${name} is given twice`;
    if (query.get(name) === '') return `${name} is empty`;
  }
  if (!query.has('publish_domain')) return 'publish_domain is mandatory';
  if (query.has('stream') && !query.has('app')) return 'stream needs app';
  const offset = integer(query.get('offset'), { low: 0, high: 2_147_483_647, absent: 0 });
  if (offset === undefined) return 'offset must be an integer from 0';
  const limit = integer(query.get('limit'), { low: 1, high: 100, absent: 10 });
  return limit === undefined ? 'limit must be an integer from 1 to 100' : undefined;
};

const isAsked = (task: WireTask, query: URLSearchParams): boolean =>
  task.domain === query.get('publish_domain') &&
  (!query.has('app') || task.app_name === query.get('app')) &&
  (!query.has('stream') || task.stream_name === query.get('stream'));

/** What viewers see of a task. */
export type Seen =
  /** The stream is there since then, with a file in it, or black. */
  | (Extract<OnAir, { readonly state: 'on_air' }> & {
      readonly picture: 'file' | 'black';
      readonly sinceMs: number;
    })
  /** No stream: nothing is pushed, or the stream has not come up or is lost. */
  | {
      readonly picture: 'none';
      readonly why: Exclude<OnAir['state'], 'on_air'> | 'not_up' | 'gone';
    };

export const seenAt = ({ task, onAir, playback, behaviour }: Pushed, nowMs: number): Seen => {
  if (onAir.state !== 'on_air') return { picture: 'none', why: onAir.state };
  const { upAfterMs = 0, downAfterMs = Infinity, isBlack = false } = behaviour;
  const sinceMs = pushedFromMs(task, playback);
  const upMs = sinceMs + upAfterMs;
  if (nowMs < upMs) return { picture: 'none', why: 'not_up' };
  if (nowMs >= upMs + downAfterMs) return { picture: 'none', why: 'gone' };
  return { ...onAir, picture: isBlack ? 'black' : 'file', sinceMs };
};

/** None if the task is off air or its stream is not listed. */
const streamOf = (one: Pushed, nowMs: number): object[] => {
  const { task, behaviour } = one;
  const seen = seenAt(one, nowMs);
  if (seen.picture === 'none') return [];
  return [
    {
      publish_domain: task.domain,
      app: task.app_name,
      stream: task.stream_name,
      video_codec: 'H264',
      audio_codec: 'AAC',
      video_frame_rate: 25,
      audio_frame_rate: 43,
      video_bitrate: 4012,
      audio_bitrate: 128,
      resolution: '1920x1080',
      client_ip: '203.0.113.7',
      start_time: toWireTime(seen.sinceMs),
      ...behaviour.fields,
    },
  ];
};
