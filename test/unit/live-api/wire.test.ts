import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTask, parseTaskPage } from '#src/live-api/wire.ts';

const whole = {
  task_id: '7864b3dc-e92f-4f01-9a34-3d5b0e1f0c11',
  status: 'enable',
  source_urls: ['https://vod.example.com/a.mp4'],
  vod_loop_time: '-1',
  vod_refresh_type: 'immediate_new_source',
  vod_start_video_index: 0,
  vod_start_video_time: 12,
  start_time: '2026-11-24T00:00:00Z',
  end_time: '2026-11-30T00:00:00Z',
  callback_events: ['TaskStart'],
  source_type: 'PullVodPushLive',
  region: 'cn-north-4',
  create_time: '2026-11-23T00:00:00Z',
  domain: 'push.example.com',
  app_name: 'news',
  stream_name: '24h',
  push_args: 'txTime=1',
  destination_url: 'rtmp://push.example.com/news/24h',
  callback_url: 'https://hooks.example.com/x',
  backup_source_type: 'PullLivePushLive',
  backup_source_urls: ['rtmp://backup.example.com/live/a'],
};

describe('a task', () => {
  test('that is complete is kept unchanged', () => {
    expect(parseTask(whole)).toEqual(whole);
  });

  test.each([
    ['a status nobody documented', { status: 'drained' }, { status: 'drained' }],
    ['null as a missing field', { end_time: null, extra: null }, {}],
    ['an id as a number', { task_id: 7 }, { task_id: '7' }],
    ['an unknown field', { run_state: { a: 1 } }, { unknown: { run_state: { a: 1 } } }],
    ['a field of another type that is only shown', { region: 1 }, { unknown: { region: 1 } }],
    ['numbers as text', { vod_start_video_index: '3' }, { vod_start_video_index: '3' }],
    ['a loop count as a number', { vod_loop_time: -1 }, { vod_loop_time: -1 }],
    ['text for a list', { source_urls: 'x' }, { source_urls: 'x' }],
    ['a list with a hole', { source_urls: ['x', null] }, { source_urls: ['x', null] }],
    ['a fraction', { vod_start_video_time: 1.5 }, { vod_start_video_time: 1.5 }],
    ['an object', { vod_loop_time: { rounds: 3 } }, { vod_loop_time: { rounds: 3 } }],
    [
      'a number that JSON cannot write again',
      { vod_start_video_time: JSON.parse('1e400') },
      { vod_start_video_time: { number: 'Infinity' } },
    ],
    ['a field called unknown', { unknown: 1 }, { unknown: { unknown: 1 } }],
  ])('with %s', (_name, fields, expected) => {
    expect(parseTask({ task_id: 't', ...fields })).toEqual({ task_id: 't', ...expected });
  });

  test.each([[null], ['t'], [[]], [{}], [{ task_id: '' }], [{ task_id: null }], [{ task_id: {} }]])(
    'cannot be made of %j',
    (json) => {
      expect(parseTask(json)).toBeUndefined();
    },
  );

  test('cannot reach the prototype', () => {
    const task = parseTask(JSON.parse('{"task_id":"t","__proto__":{"polluted":1}}'));

    expect(task).toMatchObject({ task_id: 't' });
    expect(Object.getPrototypeOf(task)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('is not nested so deep that it cannot be stored or shown', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);

    const task = parseTask({ task_id: 't', vod_loop_time: deep, run_state: deep });

    expect(JSON.stringify(task)).toMatch(/^{.{0,300}}$/);
    expect(Array.isArray(task?.vod_loop_time)).toBe(true);
  });

  test('loses nothing but nulls, whatever comes', () => {
    expect.hasAssertions();
    const value = fc.oneof(fc.jsonValue(), fc.string(), fc.integer(), fc.array(fc.string()));
    const name = fc.oneof(fc.constantFrom(...Object.keys(whole)), fc.string());
    fc.assert(
      fc.property(fc.dictionary(name, value, { noNullPrototype: true }), (fields) => {
        const task = parseTask({ ...fields, task_id: 't' });

        const kept = [...Object.keys(task ?? {}), ...Object.keys(task?.unknown ?? {})];
        const given = Object.keys(fields).filter(
          // A field that could reach the prototype is dropped on purpose (see above).
          (key) => fields[key] !== null && key !== 'task_id' && key !== '__proto__',
        );
        expect(given.filter((key) => !kept.includes(key))).toEqual([]);
      }),
    );
  });
});

describe('a page', () => {
  test.each([
    [
      { task_infos: [whole], total: 1 },
      { tasks: [whole], length: 1, total: 1 },
    ],
    [
      { task_infos: [], total: 0 },
      { tasks: [], length: 0, total: 0 },
    ],
    [
      { task_infos: null, total: 0 },
      { tasks: [], length: 0, total: 0 },
    ],
    [{ total: 0 }, { tasks: [], length: 0, total: 0 }],
    [{ task_infos: [] }, { tasks: [], length: 0 }],
    [
      { task_infos: [whole], total: '12' },
      { tasks: [whole], length: 1, total: 12 },
    ],
    [
      { task_infos: [], total: 0, error_code: '' },
      { tasks: [], length: 0, total: 0 },
    ],
    [
      { task_infos: [], total: 'many' },
      { tasks: [], length: 0 },
    ],
    [{ task_infos: ['odd', whole] }, { tasks: [whole], length: 2 }],
  ])('%j', (json, expected) => {
    expect(parseTaskPage(json)).toEqual(expected);
  });

  test('after the last one is empty although there are tasks', () => {
    expect(parseTaskPage({ task_infos: [], total: 100 }, 100)).toEqual({
      tasks: [],
      length: 0,
      total: 100,
    });
  });

  test.each([
    [null],
    [[]],
    ['x'],
    [{}],
    [{ total: 3 }],
    [{ task_infos: {} }],
    [{ error_code: 'x' }],
    [{ task_infos: null, total: 5 }],
    [{ task_infos: [], total: 1 }],
    [{ task_infos: [], total: '1' }],
    [{ task_infos: [], error_code: 'LIVE.100011002', error_msg: 'Auth failed' }],
    [{ task_infos: [whole], total: 1, error_code: 'LIVE.100011002' }],
  ])('is not %j', (json) => {
    expect(parseTaskPage(json)).toBeUndefined();
  });
});
