import { describe, expect, test } from 'vitest';
import { createLiveStreams } from '#src/live-api/live-streams.ts';
import { streamTarget } from '#src/relay/live-stream.ts';
import { openAuth } from './set-up-tasks.ts';
import {
  type Answer,
  createClock,
  createKeptCalls,
  createKeptLog,
  createSimulatedFetch,
  json,
  project,
  refusal,
} from './simulated-fetch.ts';

const target = { domain: 'push.example.com', app: 'live', stream: 'news' };
const stream = {
  publish_domain: 'push.example.com',
  app: 'live',
  stream: 'news',
  video_codec: 'H264',
  audio_codec: 'AAC',
  video_frame_rate: 25,
  audio_frame_rate: 43,
  video_bitrate: 4012,
  audio_bitrate: 128,
  resolution: '1920x1080',
  client_ip: '203.0.113.7',
  start_time: '2026-11-24T06:00:00Z',
};
const listed = (...streams: readonly unknown[]): Answer =>
  json(200, { total_page: 1, total_num: streams.length, offset: 0, limit: 10, streams });

/** Looks for streams over a `fetch` with these answers; the last one repeats. */
function setUp(...answers: readonly (() => Answer)[]) {
  const clock = createClock();
  const { log } = createKeptLog();
  const { calls, onCall } = createKeptCalls();
  const { fetch, arrived } = createSimulatedFetch((_, nth) => {
    const answer = answers[nth - 1] ?? answers.at(-1);
    if (!answer) throw new Error('no answer is left');
    return answer();
  });
  const streams = createLiveStreams({ project, auth: openAuth, ...clock, log, fetch, onCall });
  return { look: () => streams.look(target), streams, clock, arrived, calls };
}

describe('a look at a stream', () => {
  test('asks only for that stream, and returns its format and start', async () => {
    const { look, arrived, calls } = setUp(() => listed(stream));

    expect(await look()).toEqual({
      ok: true,
      stream: {
        sinceMs: Date.parse('2026-11-24T06:00:00Z'),
        videoCodec: 'H264',
        audioCodec: 'AAC',
        resolution: '1920x1080',
        frameRate: 25,
        bitrate: 4140,
      },
    });
    expect(arrived[0]?.url.href).toBe(
      `https://live.example.com/v1/${project.projectId}/realtime/streams?app=live&limit=10&publish_domain=push.example.com&stream=news`,
    );
    expect(calls).toEqual([{ method: 'STREAMS', status: 200, ms: 0 }]);
  });

  test.each([
    ['an empty list', () => listed()],
    ['no list, and a count of 0', () => json(200, { total_num: 0 })],
    ['null for a list', () => json(200, { streams: null, total_num: 0 })],
  ])('finds none: %s', async (_name, answer) => {
    const { look } = setUp(answer);

    expect(await look()).toEqual({ ok: true, stream: undefined });
  });

  test.each([
    ['an empty list that counts streams', () => json(200, { streams: [], total_num: 3 })],
    ['other streams than were asked for', () => listed({ ...stream, stream: 'sport' })],
    ['entries that are no streams', () => listed('news', 7, null)],
    ['nothing', () => json(200, {})],
    ['a list that is text', () => json(200, { streams: 'none', total_num: 0 })],
    ['an error under a 200', () => refusal(200, 'LIVE.100011007')],
    ['an error', () => refusal(500, 'LIVE.100011000')],
  ])('does not know: %s', async (_name, answer) => {
    const { look } = setUp(answer);

    expect(await look()).toMatchObject({ ok: false });
  });

  test.each([
    ['text where numbers are', { video_frame_rate: '25', video_bitrate: '900' }, { frameRate: 25 }],
    ['numbers that are none', { video_frame_rate: 'many', resolution: 5 }, { bitrate: 4140 }],
    ['no time at all', { start_time: 'yesterday' }, { frameRate: 25 }],
    ['nothing but its name', { start_time: null, video_codec: null }, { frameRate: 25 }],
  ])('finds the stream whatever its fields hold: %s', async (_name, fields, told) => {
    const { look } = setUp(() => listed({ ...stream, ...fields }));

    expect(await look()).toMatchObject({ ok: true, stream: told });
  });

  test.each([401, 403, 404])(
    'after a %i the API is not asked again for ten minutes',
    async (status) => {
      const { look, clock, arrived } = setUp(
        () => refusal(status, 'LIVE.100011008'),
        () => listed(stream),
      );

      expect(await look()).toMatchObject({ ok: false, failure: { error_code: 'LIVE.100011008' } });
      expect(await look()).toMatchObject({ ok: false, failure: { error_code: 'LIVE.100011008' } });
      expect(arrived).toHaveLength(1);

      clock.pass(10 * 60_000);
      expect(await look()).toMatchObject({ ok: true });
    },
  );

  test('a refused domain does not prevent looking at another', async () => {
    const { look, streams } = setUp(
      () => refusal(404, 'LIVE.103011019'),
      () => listed(stream),
    );

    await look();

    expect(await streams.look({ ...target, domain: 'other.example.com' })).toMatchObject({
      ok: true,
    });
  });
});

describe('where a task can be looked for', () => {
  test.each([
    ['a domain, an app and a stream', { domain: 'd', app_name: 'a', stream_name: 's' }, true],
    ['no stream', { domain: 'd', app_name: 'a' }, false],
    [
      'another address to push to',
      { domain: 'd', app_name: 'a', stream_name: 's', destination_url: 'rtmp://elsewhere/x/y' },
      false,
    ],
  ])('%s', (_name, fields, isThere) => {
    expect(streamTarget({ task_id: 't', ...fields }) !== undefined).toBe(isThere);
  });
});
