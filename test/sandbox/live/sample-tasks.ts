import { toWireTime, type WireTask } from './wire-task.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Long enough that thirty of them fill a Slack section more than twice over. */
const longUrl = (part: number): string =>
  `https://archive.example.com/vod/2026/11/marathon-of-classics/part-${String(part).padStart(2, '0')}.mp4` +
  `?auth_key=1790000000-0-0-${'0123456789abcdef'.repeat(2)}&Policy=${'eyJTdGF0ZW1lbnQiOlt7'.repeat(4)}`;

/** Six tasks that behave differently, created around the given time. */
export const sampleTasks = (nowMs: number, region = 'cn-north-4'): readonly WireTask[] => {
  const at = (offsetMs: number): string =>
    toWireTime(Math.floor(nowMs / minuteMs) * minuteMs + offsetMs);
  // A push key that outlives all tasks.
  const keyEnd = Math.floor((nowMs + 90 * dayMs) / 1000)
    .toString(16)
    .toUpperCase();
  const target = (app: string, stream: string) => ({
    region,
    domain: 'push.live.example.com',
    app_name: app,
    stream_name: stream,
    push_args: `txSecret=5f2d0c7a9be14e6380d1&txTime=${keyEnd}`,
  });
  const vod = { status: 'enable', source_type: 'PullVodPushLive', vod_loop_time: '-1' } as const;
  const defaults = {
    vod_refresh_type: 'immediate_new_source',
    vod_start_video_index: 0,
    vod_start_video_time: 0,
  } as const;

  return [
    {
      task_id: '7864b3dc-e92f-4d5b-9a7e-1c0f6b2d8e41',
      create_time: at(-9 * dayMs),
      ...target('live', 'news24'),
      ...vod,
      ...defaults,
      source_urls: [
        'https://media.example.com/news/morning-bulletin.mp4',
        'https://media.example.com/news/headlines-loop.mp4',
        'https://media.example.com/news/weather.mp4',
      ],
      start_time: at(-2 * dayMs),
      end_time: at(3 * dayMs),
      callback_events: ['TaskStart', 'TaskExit', 'ResetTaskConfig', 'TaskAlarm'],
    },
    {
      task_id: '0b6f4a52-3c1d-47e8-8f0a-55c9d7e1a230',
      create_time: at(-30 * dayMs),
      ...target('live', 'sports-loop'),
      ...vod,
      ...defaults,
      vod_loop_time: '12',
      vod_refresh_type: 'continue_from_break_point',
      source_urls: [
        'https://media.example.com/sports/highlights-1.mp4',
        'https://media.example.com/sports/highlights-2.mp4',
      ],
      start_time: at(-hourMs / 4),
      end_time: at(12 * hourMs),
      callback_events: ['TaskExit', 'TaskAlarm'],
    },
    {
      task_id: 'c2d91e07-84ab-4f36-b5d2-0e7a19f3c648',
      create_time: at(-4 * dayMs),
      ...target('live', 'kids-afternoon'),
      ...vod,
      ...defaults,
      status: 'pause',
      source_urls: [
        'https://media.example.com/kids/puppets.mp4',
        'https://media.example.com/kids/songs.mp4',
      ],
      start_time: at(-dayMs),
      end_time: at(2 * dayMs),
      callback_events: ['TaskStart', 'TaskExit'],
    },
    {
      task_id: 'e5a0c7f1-6d28-4b93-a14e-92bf30d6587c',
      create_time: at(-dayMs),
      ...target('live', 'city-camera'),
      status: 'enable',
      source_type: 'PullLivePushLive',
      source_urls: ['rtmp://camera.example.com/live/market-square'],
      start_time: at(-dayMs),
      end_time: at(5 * dayMs),
    },
    {
      task_id: '4f18d3b6-0a7c-4e52-9c85-d60e2b71fa39',
      create_time: at(-hourMs),
      region,
      ...vod,
      ...defaults,
      destination_url: `rtmp://partner.example.net/classics/all-night?key=${'k3y'.repeat(8)}`,
      source_urls: Array.from({ length: 30 }, (_, part) => longUrl(part + 1)),
      start_time: at(2 * hourMs),
      end_time: at(2 * hourMs + 6 * dayMs),
    },
    {
      task_id: '91ce5f20-b7d4-4a68-8e3f-7a40c6d2915b',
      status: 'enable',
      source_type: 'PullVodPushLive',
      source_urls: ['https://media.example.com/shop/teleshopping.mp4'],
    },
  ];
};
