import { describe, expect, test } from 'vitest';
import { caller, nowMs, playLive, vodTask } from './test-client.ts';
import { taskEvents, toWireTime, type WireTask } from './wire-task.ts';

const hourMs = 60 * 60 * 1000;
const weekMs = 7 * 24 * hourMs;
const url = 'https://media.example.com/a.mp4';
const urls = (count: number) => Array.from({ length: count }, () => url);

describe('a modification is refused', () => {
  test.for<[why: string, fields: Record<string, unknown>, says: string]>([
    ['for an unknown status', { status: 'stop' }, 'status must be one of'],
    ['for a status that is null', { status: null }, 'status must be one of'],
    ['for no source at all', { source_urls: [] }, '1 to 30 items'],
    ['for 31 sources', { source_urls: urls(31) }, '1 to 30 items'],
    ['for one source as text', { source_urls: url }, 'array of strings'],
    ['for a source that is no address', { source_urls: [url, 'a.mp4'] }, 'item 1 is not a URL'],
    ['for a source with a blank', { source_urls: ['https://a.example/b c.mp4'] }, 'item 0'],
    ['for rounds as a number', { vod_loop_time: 3 }, 'vod_loop_time must be a string'],
    ['for no rounds', { vod_loop_time: '0' }, 'vod_loop_time must be "-1"'],
    ['for negative rounds', { vod_loop_time: '-2' }, 'vod_loop_time must be "-1"'],
    ['for an unknown refresh', { vod_refresh_type: 'at_once' }, 'vod_refresh_type must be one of'],
    ['for an index as text', { vod_start_video_index: '1' }, 'must be an integer'],
    ['for a negative index', { vod_start_video_index: -1 }, 'must be an integer'],
    ['for an index past the list held', { vod_start_video_index: 2 }, 'number of source_urls'],
    ['for a list too short for the index', { source_urls: [url] }, 'number of source_urls'],
    ['for half a second', { vod_start_video_time: 0.5 }, 'must be an integer'],
    ['for a second past 32 bits', { vod_start_video_time: 2 ** 31 }, 'must be an integer'],
    ['for milliseconds', { end_time: '2026-11-24T08:00:00.000Z' }, 'end_time must be a UTC time'],
    ['for another zone', { end_time: '2026-11-24T08:00:00+08:00' }, 'end_time must be a UTC time'],
    ['for no date of the calendar', { end_time: '2027-02-30T08:00:00Z' }, 'must be a UTC time'],
    ['for a time as a number', { start_time: nowMs }, 'start_time must be a UTC time'],
    ['for an end that is now', { end_time: toWireTime(nowMs) }, 'later than the current time'],
    ['for a start at the end', { start_time: vodTask.end_time }, 'earlier than end_time'],
    ['for over 7 days', { end_time: toWireTime(nowMs - hourMs + weekMs + 1000) }, 'within 7 days'],
    ['for no events', { callback_events: [] }, 'non-empty array'],
    ['for an unknown event', { callback_events: ['TaskPause'] }, 'subset of'],
    ['for an event twice', { callback_events: ['TaskExit', 'TaskExit'] }, 'event twice'],
    ['for a field that cannot be modified', { region: 'cn-north-4' }, 'unknown field region'],
    ['for a field of every object', { toString: 'x' }, 'unknown field toString'],
  ])('%s', async ([, fields, says]) => {
    const live = await playLive();
    const { put } = await caller(live);

    const got = await put({ task_id: 'task-1', ...fields });

    expect(got.status).toBe(400);
    expect(got.body).toMatchObject({
      error_code: 'LIVE.100011001',
      error_msg: expect.stringContaining(says),
      request_id: got.headers.get('x-request-id'),
    });
    expect(live.task('task-1')).toEqual(vodTask);
    expect(live.puts()[0]).toMatchObject({ isApplied: false, answer: { status: 400 } });
  });

  test.for<[why: string, body: unknown, says: string]>([
    ['without an id', { status: 'pause' }, 'task_id is mandatory'],
    ['with an id of another type', { task_id: 1 }, 'task_id must be'],
    ['with a list for a body', [], 'must be a JSON object'],
    ['with broken JSON', '{"task_id":', 'must be a JSON object'],
  ])('%s', async ([, body, says]) => {
    const { put } = await caller(await playLive());

    const got = await put(body);

    expect(got.status).toBe(400);
    expect(got.body['error_msg']).toContain(says);
  });

  test('for a task that is not there', async () => {
    const { put } = await caller(await playLive());

    const got = await put({ task_id: 'task-2', status: 'pause' });

    expect([got.status, got.body['error_code']]).toEqual([404, 'LIVE.103011019']);
  });

  test('for a task that relays a live source', async () => {
    const { put } = await caller(
      await playLive({ tasks: [{ ...vodTask, source_type: 'PullLivePushLive' }] }),
    );

    const got = await put({ task_id: 'task-1', status: 'pause' });

    expect([got.status, got.body['error_code']]).toEqual([400, 'LIVE.103011022']);
  });

  test('for a start in the past, if so configured', async () => {
    const { put } = await caller(await playLive({ pastStart: 'refuse' }));

    const got = await put({ task_id: 'task-1', start_time: vodTask.start_time });

    expect(got.status).toBe(400);
  });
});

describe('a modification is accepted', () => {
  test.for<[what: string, fields: Partial<WireTask>]>([
    ['status', { status: 'pause' }],
    ['thirty sources, one of them often', { source_urls: urls(30) }],
    ['a live address', { source_urls: ['rtmp://a.example.com/live/x', url] }],
    ['rounds without end', { vod_loop_time: '-1' }],
    ['one round', { vod_loop_time: '1' }],
    ['a refresh', { vod_refresh_type: 'continue_from_file_start' }],
    ['the first file', { vod_start_video_index: 0 }],
    ['the largest second', { vod_start_video_time: 2 ** 31 - 1 }],
    ['a start in the past', { start_time: vodTask.start_time! }],
    ['exactly 7 days', { end_time: toWireTime(nowMs - hourMs + weekMs) }],
    ['every event', { callback_events: taskEvents }],
    ['a shorter list with its index', { source_urls: [url], vod_start_video_index: 0 }],
  ])('%s', async ([, fields]) => {
    const live = await playLive();
    const { put } = await caller(live);

    const got = await put({ task_id: 'task-1', ...fields });

    expect(got.body).toEqual({ task_id: 'task-1', request_id: got.headers.get('x-request-id') });
    expect(live.task('task-1')).toEqual({ ...vodTask, ...fields });
    expect(live.puts()[0]?.isApplied).toBe(true);
  });

  test('an empty number of rounds means endless rounds', async () => {
    const live = await playLive();
    const { put } = await caller(live);

    await put({ task_id: 'task-1', vod_loop_time: '' });

    expect(live.task('task-1').vod_loop_time).toBe('-1');
  });
});

describe('a field that is left out', () => {
  test('keeps its value', async () => {
    const live = await playLive({ omission: 'keep' });
    const { put } = await caller(live);

    await put({ task_id: 'task-1', status: 'pause' });

    expect(live.task('task-1')).toEqual({ ...vodTask, status: 'pause' });
  });

  test('falls back to its default, where it has one', async () => {
    const live = await playLive({ omission: 'reset' });
    const { put } = await caller(live);

    await put({ task_id: 'task-1', vod_loop_time: '5' });

    expect(live.task('task-1')).toEqual({
      ...vodTask,
      vod_loop_time: '5',
      vod_refresh_type: 'immediate_new_source',
      vod_start_video_index: 0,
      vod_start_video_time: 0,
      start_time: toWireTime(nowMs),
      callback_events: taskEvents,
    });
  });
});
