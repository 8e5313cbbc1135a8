import { describe, expect, test } from 'vitest';
import { call, caller, nowMs, playLive, projectId, vodTask } from './test-client.ts';
import type { SimulatedLive, SimulatedLiveOptions } from './simulated-live.ts';

const pushed = {
  ...vodTask,
  domain: 'push.example.com',
  app_name: 'live',
  stream_name: 'news',
  vod_loop_time: '-1',
};
const play = (options: Partial<SimulatedLiveOptions> = {}): Promise<SimulatedLive> =>
  playLive({ tasks: [pushed], ...options });

/** What is listed for the task, asked as somebody who has signed in. */
const asker = async (live: SimulatedLive) => {
  const { headers } = await caller(live);
  return (query = '?publish_domain=push.example.com&app=live&stream=news') =>
    call(`${live.url}/v1/${projectId}/realtime/streams${query}`, { headers });
};

describe('a listing of streams', () => {
  test('has the streams of running tasks, with codecs, rates and start', async () => {
    const listed = await asker(await play());

    expect(await listed()).toMatchObject({
      status: 200,
      body: {
        total_num: 1,
        streams: [
          {
            publish_domain: 'push.example.com',
            app: 'live',
            stream: 'news',
            video_codec: 'H264',
            resolution: '1920x1080',
            start_time: '2026-11-24T06:00:00Z',
          },
        ],
      },
    });
  });

  test.for([
    ['another domain', '?publish_domain=other.example.com'],
    ['another app', '?publish_domain=push.example.com&app=radio'],
    ['another stream', '?publish_domain=push.example.com&app=live&stream=sport'],
  ] as const)('is empty for %s', async ([, query]) => {
    const listed = await asker(await play());

    expect((await listed(query)).body['streams']).toEqual([]);
  });

  test.for([
    '',
    '?publish_domain=',
    '?publish_domain=a&stream=news',
    '?publish_domain=a&limit=101',
  ])('refuses the query "%s"', async (query) => {
    const listed = await asker(await play());

    expect((await listed(query)).status).toBe(400);
  });

  test('has nothing of a task that is paused', async () => {
    const live = await play();
    const listed = await asker(live);

    live.edit('task-1', { status: 'pause' });

    expect((await listed()).body['streams']).toEqual([]);
  });

  test('has a stream late, until it drops, or never', async () => {
    const live = await play();
    const listed = await asker(live);
    const countAt = async (seconds: number): Promise<unknown> => {
      live.setNow(nowMs + seconds * 1000);
      return (await listed()).body['total_num'];
    };

    live.streamOf('task-1', { upAfterMs: 20_000, downAfterMs: 60_000 });
    expect([await countAt(19), await countAt(20), await countAt(79), await countAt(80)]).toEqual([
      0, 1, 1, 0,
    ]);

    live.streamOf('task-1', { upAfterMs: Infinity });
    expect(await countAt(81)).toBe(0);
  });

  test('may hold any values in place of documented ones', async () => {
    const live = await play();
    const listed = await asker(live);

    live.streamOf('task-1', { fields: { video_frame_rate: 'many', start_time: null } });

    expect((await listed()).body['streams']).toMatchObject([
      { video_frame_rate: 'many', start_time: null },
    ]);
  });

  test.for([
    ['no_permission', 403],
    ['not_found', 404],
  ] as const)('is refused for everybody: %s', async ([answer, status]) => {
    const live = await play();
    const listed = await asker(live);

    live.answerStreams(answer);

    expect((await listed()).status).toBe(status);
  });
});

describe('what viewers see', () => {
  const minuteMs = 60_000;

  test('is the current file, while its stream is present', async () => {
    const live = await play();

    expect(live.viewers('task-1')).toMatchObject({
      picture: 'file',
      url: expect.stringMatching(/^(https|rtmp):/),
      sinceMs: nowMs,
    });
    live.edit('task-1', { status: 'pause' });
    expect(live.viewers('task-1')).toEqual({ picture: 'none', why: 'paused' });
  });

  test('is nothing before the stream comes up and after it is lost', async () => {
    const live = await play();
    live.streamOf('task-1', { upAfterMs: minuteMs, downAfterMs: minuteMs });
    const seenAt = (ms: number) => {
      live.setNow(nowMs + ms);
      return live.viewers('task-1');
    };

    expect(seenAt(minuteMs - 1)).toEqual({ picture: 'none', why: 'not_up' });
    expect(seenAt(minuteMs)).toMatchObject({ picture: 'file' });
    expect(seenAt(2 * minuteMs)).toEqual({ picture: 'none', why: 'gone' });
  });

  test('may be black although the stream is listed as any other', async () => {
    const live = await play();
    const listed = await asker(live);
    const before = await listed();
    live.streamOf('task-1', { isBlack: true });

    expect(live.viewers('task-1')).toMatchObject({ picture: 'black' });
    expect((await listed()).body).toMatchObject({
      streams: (before.body as { streams: object[] }).streams,
    });
  });
});
