import { fromWireTime, type WireTask } from './wire-task.ts';

/** Where the push began after it was last (re)started. */
export interface Playback {
  readonly sinceMs: number;
  readonly index: number;
  readonly offsetSeconds: number;
}

export type OnAir =
  | {
      readonly state: 'on_air';
      readonly url: string;
      readonly index: number;
      readonly positionSeconds: number;
      /** Counted from 1. */
      readonly round: number;
    }
  /** `finished`: all rounds are done. `ended`: the end time has passed. `waiting`: not started yet. */
  | { readonly state: 'paused' | 'waiting' | 'ended' | 'finished' | 'no_source' };

/** The service does not tell how long a file is, and the simulated one has no files. */
const fileSeconds = 60;

export const onAirAt = (task: WireTask, playback: Playback, nowMs: number): OnAir => {
  if (task.status === 'pause') return { state: 'paused' };
  const startMs = fromWireTime(task.start_time) ?? 0;
  const endMs = fromWireTime(task.end_time) ?? Infinity;
  if (nowMs < startMs) return { state: 'waiting' };
  if (nowMs >= endMs) return { state: 'ended' };

  const urls = urlsOf(task);
  const elapsedSeconds = Math.max(0, nowMs - Math.max(playback.sinceMs, startMs)) / 1000;
  const playedSeconds =
    task.source_type === 'PullVodPushLive'
      ? playback.index * fileSeconds +
        Math.min(playback.offsetSeconds, fileSeconds - 1) +
        elapsedSeconds
      : 0;
  const files = Math.floor(playedSeconds / fileSeconds);
  const rounds = Math.floor(files / Math.max(urls.length, 1));
  const loops = Number(task.vod_loop_time ?? '-1');
  if (loops > 0 && rounds >= loops) return { state: 'finished' };

  const index = files % Math.max(urls.length, 1);
  const url = urls[index];
  if (url === undefined) return { state: 'no_source' };
  return {
    state: 'on_air',
    url,
    index,
    positionSeconds: playedSeconds % fileSeconds,
    round: rounds + 1,
  };
};

export const firstPlayback = (task: WireTask, nowMs: number): Playback => ({
  sinceMs: nowMs,
  index: wholeOf(task.vod_start_video_index),
  offsetSeconds: wholeOf(task.vod_start_video_time),
});

/** A task may have been told to hold anything; what is no number counts as none. */
const wholeOf = (value: unknown): number => (Number.isInteger(value) ? Number(value) : 0);

const urlsOf = ({ source_urls: urls }: WireTask): readonly string[] =>
  Array.isArray(urls) ? urls : [];

/**
 * Where the push goes on after a modification, which breaks it in any case. `broken` is what was on
 * air at the break, or when the task was paused.
 */
export const restartedPlayback = (task: WireTask, broken: OnAir, nowMs: number): Playback => {
  const afresh = firstPlayback(task, nowMs);
  if (broken.state !== 'on_air' || task.vod_refresh_type === 'immediate_new_source') return afresh;
  const index = urlsOf(task).indexOf(broken.url);
  if (index === -1 || task.vod_refresh_type === undefined) return afresh;
  const isFromBreak = task.vod_refresh_type === 'continue_from_break_point';
  return { sinceMs: nowMs, index, offsetSeconds: isFromBreak ? broken.positionSeconds : 0 };
};
