import { toWireTime, type WireTask } from '#sandbox/live/wire-task.ts';

const HOUR_MS = 3_600_000;

/** A relay task that is on air, with three sources. */
export const benchTask = (index: number): WireTask => ({
  task_id: `bench-${String(index).padStart(6, '0')}`,
  region: 'cn-north-4',
  domain: 'push.live.example.com',
  app_name: 'live',
  stream_name: `channel-${index}`,
  status: 'enable',
  source_type: 'PullVodPushLive',
  source_urls: ['morning', 'headlines', 'weather'].map(
    (part) => `https://media.example.com/channel-${index}/${part}.mp4`,
  ),
  vod_loop_time: '1',
  vod_refresh_type: 'immediate_new_source',
  vod_start_video_index: 0,
  vod_start_video_time: 0,
  start_time: toWireTime(Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS),
  end_time: toWireTime(Math.floor(Date.now() / HOUR_MS) * HOUR_MS + 48 * HOUR_MS),
  callback_events: ['TaskStart', 'TaskExit'],
});
