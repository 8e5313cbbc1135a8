import { isDeepStrictEqual } from 'node:util';
import { fromWireTime, type WireTask } from './wire-task.ts';

/** Where the push began after it was last (re)started. */
export interface Playback {
  readonly sinceMs: number;
  readonly index: number;
  readonly offsetSeconds: number;
  /** Completed rounds, if a modification does not reset the count. */
  readonly doneRounds?: number;
  /** It continues although its start was moved into the future. */
  readonly isStartIgnored?: boolean;
  /** It has ended and is not revived by more time or rounds. */
  readonly isOver?: boolean;
}

/** Undocumented effects of modifying a running task. */
export interface PlayRules {
  readonly eventsAlone: 'break' | 'go_on';
  readonly endAlone: 'break' | 'go_on';
  readonly movedStart: 'wait' | 'go_on';
  /** Rounds after a switch to the list at once. */
  readonly rounds: 'restart' | 'go_on';
  readonly ended: 'revive' | 'stay';
}

/** For each the worst reading for viewers. */
export const strictPlay: PlayRules = {
  eventsAlone: 'break',
  endAlone: 'break',
  movedStart: 'wait',
  rounds: 'restart',
  ended: 'revive',
};

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

/** The service does not give lengths of files, and the simulated one has no files. */
const fileSeconds = 60;

export const onAirAt = (task: WireTask, playback: Playback, nowMs: number): OnAir => {
  if (task.status === 'pause') return { state: 'paused' };
  const startMs = fromWireTime(task.start_time) ?? 0;
  const endMs = fromWireTime(task.end_time) ?? Infinity;
  if (nowMs < startMs && !playback.isStartIgnored) return { state: 'waiting' };
  if (nowMs >= endMs || playback.isOver) return { state: 'ended' };

  const urls = urlsOf(task);
  const elapsedSeconds = Math.max(0, nowMs - pushedFromMs(task, playback)) / 1000;
  const playedSeconds =
    task.source_type === 'PullVodPushLive'
      ? playback.index * fileSeconds +
        Math.min(playback.offsetSeconds, fileSeconds - 1) +
        elapsedSeconds
      : 0;
  const files = Math.floor(playedSeconds / fileSeconds);
  const rounds = Math.floor(files / Math.max(urls.length, 1)) + (playback.doneRounds ?? 0);
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

/** A task pushes nothing before its start. */
export const pushedFromMs = (task: WireTask, { sinceMs, isStartIgnored }: Playback): number =>
  isStartIgnored === true ? sinceMs : Math.max(sinceMs, fromWireTime(task.start_time) ?? 0);

export const firstPlayback = (task: WireTask, nowMs: number): Playback => ({
  sinceMs: nowMs,
  index: wholeOf(task.vod_start_video_index),
  offsetSeconds: wholeOf(task.vod_start_video_time),
});

/** A task may hold anything; other values than numbers count as missing. */
const wholeOf = (value: unknown): number => (Number.isInteger(value) ? Number(value) : 0);

const urlsOf = ({ source_urls: urls }: WireTask): readonly string[] =>
  Array.isArray(urls) ? urls : [];

/**
 * Where playback continues after a modification of `before`. `broken`: what was on air at the interruption or pause.
 */
export const playbackAfter = (
  before: { readonly task: WireTask; readonly playback: Playback; readonly broken: OnAir },
  task: WireTask,
  rules: PlayRules,
  nowMs: number,
): Playback => {
  const { playback, broken } = before;
  const isOver = playback.isOver === true || ['ended', 'finished'].includes(broken.state);
  if (isOver && rules.ended === 'stay') return { ...playback, isOver: true };
  if (isUntouched(before.task, task, rules)) return playback;
  const startMs = fromWireTime(task.start_time) ?? 0;
  const goesOn = broken.state === 'on_air' && startMs > nowMs && rules.movedStart === 'go_on';
  const next = restartedPlayback(task, broken, rules, nowMs);
  return goesOn ? { ...next, isStartIgnored: true } : next;
};

/** Whether only fields changed that do not interrupt the push. */
const isUntouched = (before: WireTask, after: WireTask, rules: PlayRules): boolean => {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof WireTask>;
  const changed = [...fields].filter((field) => !isDeepStrictEqual(before[field], after[field]));
  const alone: Readonly<Record<string, 'break' | 'go_on'>> = {
    callback_events: rules.eventsAlone,
    end_time: rules.endAlone,
  };
  return changed.length > 0 && changed.every((field) => alone[field] === 'go_on');
};

const restartedPlayback = (
  task: WireTask,
  broken: OnAir,
  rules: PlayRules,
  nowMs: number,
): Playback => {
  const afresh = firstPlayback(task, nowMs);
  if (broken.state !== 'on_air') return afresh;
  if (task.vod_refresh_type === 'immediate_new_source') {
    return rules.rounds === 'go_on' ? { ...afresh, doneRounds: broken.round - 1 } : afresh;
  }
  const index = urlsOf(task).indexOf(broken.url);
  if (index === -1 || task.vod_refresh_type === undefined) return afresh;
  const isFromBreak = task.vod_refresh_type === 'continue_from_break_point';
  return { sinceMs: nowMs, index, offsetSeconds: isFromBreak ? broken.positionSeconds : 0 };
};
