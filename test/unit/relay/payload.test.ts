import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { momentOf, sameValue } from '#src/relay/field.ts';
import {
  buildPayload,
  canonicalJson,
  digestOf,
  fieldsLeftOut,
  opaqueUntouched,
  type Payload,
} from '#src/relay/payload.ts';
import { MODIFIABLE_FIELDS, type RelayTask } from '#src/relay/relay-task.ts';
import { runs, someChange, someTask } from './arbitrary-task.ts';
import { at, dayMs, hourMs, nowMs, taskWith, taskWithout } from './sample-task.ts';

test('merged sends the whole task with the change, but no unmodifiable fields', () => {
  const base = taskWith({ callback_events: ['TaskExit'], unknown: { bitrate: 3000 } });

  const payload = buildPayload({ base, change: { status: 'pause' }, send: 'merged', nowMs });

  expect(payload).toEqual({
    task_id: base.task_id,
    status: 'pause',
    source_urls: base.source_urls,
    vod_refresh_type: 'continue_from_file_start',
    vod_loop_time: '-1',
    vod_start_video_index: 0,
    vod_start_video_time: 0,
    end_time: base.end_time,
    callback_events: ['TaskExit'],
  });
});

test('changed sends the change, and the refresh type that the task holds', () => {
  const base = taskWith();

  const payload = buildPayload({ base, change: { status: 'pause' }, send: 'changed', nowMs });

  expect(payload).toEqual({
    task_id: base.task_id,
    status: 'pause',
    vod_refresh_type: 'continue_from_file_start',
  });
});

test.each([
  ['past and unchanged', {}, at(-1_000), 'merged', undefined],
  ['this very moment and unchanged', {}, at(0), 'merged', undefined],
  ['still to come and unchanged', {}, at(1_000), 'merged', at(1_000)],
  ['past and moved', { start_time: at(hourMs) }, at(-dayMs), 'merged', at(hourMs)],
  ['still to come, unchanged', {}, at(1_000), 'changed', undefined],
  ['past and moved', { start_time: at(hourMs) }, at(-dayMs), 'changed', at(hourMs)],
  ['asked for although past', { start_time: at(-hourMs) }, at(-dayMs), 'merged', at(-hourMs)],
] as const)(
  'a start that is %s (%j, held %s, %s) is sent as %s',
  (_what, moved, held, send, sent) => {
    const base = taskWith({ start_time: held });

    const payload = buildPayload({ base, change: { status: 'pause', ...moved }, send, nowMs });

    expect(payload.start_time).toBe(sent);
  },
);

test.each(['merged', 'changed'] as const)('the refresh type is always sent (%s)', (send) => {
  const base = taskWithout('vod_refresh_type');

  const untouched = buildPayload({ base, change: { status: 'pause' }, send, nowMs });
  const chosen = buildPayload({
    base,
    change: { vod_refresh_type: 'continue_from_break_point' },
    send,
    nowMs,
  });

  expect(untouched.vod_refresh_type).toBe('immediate_new_source');
  expect(chosen.vod_refresh_type).toBe('continue_from_break_point');
});

/** The task after a PUT, for each possible meaning of an omitted field. */
const OMITTED = {
  'keeps its value': (live: RelayTask, payload: Payload): RelayTask => ({ ...live, ...payload }),
  // These three have no default in the documentation, so they stay.
  'falls back to its default': (live: RelayTask, payload: Payload): RelayTask => ({
    status: live.status,
    source_urls: live.source_urls,
    end_time: live.end_time,
    vod_loop_time: '-1',
    vod_start_video_index: 0,
    vod_start_video_time: 0,
    vod_refresh_type: 'immediate_new_source',
    start_time: at(0),
    ...payload,
  }),
};

test.each([
  ['merged', 'keeps its value'],
  ['merged', 'falls back to its default'],
  ['changed', 'keeps its value'],
] as const)('%s changes only what was requested, if an omitted field %s', (send, meaning) => {
  fc.assert(
    fc.property(someTask, someChange, (live, change) => {
      const payload = buildPayload({ base: live, change, send, nowMs });
      const after = OMITTED[meaning](live, payload);
      const expected = { ...live, ...change };
      const moved = MODIFIABLE_FIELDS.filter((f) => !sameValue(f, after[f], expected[f]));

      expect(moved.filter((f) => f !== 'start_time' || 'start_time' in payload)).toEqual([]);
      expect(payload).toMatchObject(change);
      expect(payload.vod_refresh_type).toBeDefined();
    }),
    runs,
  );
});

test('a start is left out only if it is unchanged and past, or missing', () => {
  fc.assert(
    fc.property(someTask, someChange, (base, change) => {
      const payload = buildPayload({ base, change, send: 'merged', nowMs });
      const startMs = momentOf(base, 'start_time');
      const isPast = typeof startMs !== 'number' || startMs <= nowMs;

      expect('start_time' in payload).toBe('start_time' in change || !isPast);
    }),
    runs,
  );
});

test.each(['merged', 'changed'] as const)(
  'no payload is built for an unreadable task (%s)',
  (send) => {
    const base = taskWith({ vod_start_video_time: 12.5 });

    expect(() => buildPayload({ base, change: { status: 'pause' }, send, nowMs })).toThrow(
      'vod_start_video_time',
    );
  },
);

test('values of another JSON type are sent as documented', () => {
  const base = taskWith({ vod_start_video_index: '1', vod_loop_time: 3 });

  const payload = buildPayload({ base, change: { status: 'pause' }, send: 'merged', nowMs });

  expect(payload).toMatchObject({ vod_start_video_index: 1, vod_loop_time: '3' });
});

/** Opaque values in every field that may hold one, on a task to be paused. */
const odd = taskWith({
  status: 'running',
  vod_refresh_type: 'continue_seamless',
  vod_loop_time: '0',
  start_time: at(hourMs).replace('Z', '.000Z'),
  end_time: 'soon',
  callback_events: ['TaskStart', 'TaskPlayFailed'],
});

test('opaque values are sent back or left out, and named', () => {
  const change = { vod_start_video_time: 45 };
  const payload = buildPayload({ base: odd, change, send: 'merged', nowMs });

  expect(payload).toEqual({
    task_id: odd.task_id,
    source_urls: odd.source_urls,
    vod_refresh_type: 'continue_seamless',
    vod_start_video_index: 0,
    vod_start_video_time: 45,
    start_time: at(hourMs).replace('Z', '.000Z'),
    callback_events: ['TaskStart', 'TaskPlayFailed'],
  });
  expect(opaqueUntouched(odd, change, payload)).toEqual({
    sentBack: ['vod_refresh_type', 'start_time', 'callback_events'],
    leftOut: ['status', 'vod_loop_time', 'end_time'],
  });
  expect(fieldsLeftOut(odd, payload, nowMs)).toEqual(['vod_loop_time']);
});

test('changed fields are sent as requested and not named as opaque', () => {
  const change = { status: 'pause', vod_loop_time: '2' };
  const payload = buildPayload({ base: odd, change, send: 'merged', nowMs });

  expect(payload).toMatchObject(change);
  expect(opaqueUntouched(odd, change, payload).leftOut).toEqual(['end_time']);
});

test.each([
  ['still to come', at(hourMs), ['vod_loop_time', 'start_time']],
  ['no time', 'soon', ['vod_loop_time', 'start_time']],
  ['past', at(-hourMs), ['vod_loop_time']],
] as const)(
  'a project that sends only changes may lose a start that is %s',
  (_what, start, lost) => {
    const base = taskWith({ start_time: start, vod_loop_time: '7' });
    const payload = buildPayload({ base, change: { status: 'pause' }, send: 'changed', nowMs });

    expect(fieldsLeftOut(base, payload, nowMs)).toEqual(lost);
  },
);

test('canonical JSON has sorted keys and no white space, and keeps lists as they are', () => {
  const value = { b: [{ z: 1, y: null }, 'ü '], a: { d: false, c: '"' } };

  expect(canonicalJson(value)).toBe('{"a":{"c":"\\"","d":false},"b":[{"y":null,"z":1},"ü "]}');
});

test('canonical JSON does not depend on the order of keys, and loses nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);

      expect(canonicalJson(backwards(value))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    runs,
  );
});

test('the digest is the SHA-256 of the canonical JSON', () => {
  const payload: Payload = { vod_refresh_type: 'immediate_new_source', task_id: 't' };
  const text = '{"task_id":"t","vod_refresh_type":"immediate_new_source"}';

  expect(digestOf(payload)).toBe(createHash('sha256').update(text).digest('hex'));
  expect(digestOf(payload)).toMatch(/^[0-9a-f]{64}$/);
});

test('the digest survives JSON and differs with every value', () => {
  fc.assert(
    fc.property(someTask, someChange, someChange, (base, change, other) => {
      const first = buildPayload({ base, change, send: 'merged', nowMs });
      const second = buildPayload({ base, change: other, send: 'merged', nowMs });

      expect(digestOf(JSON.parse(JSON.stringify(first)))).toBe(digestOf(first));
      expect(digestOf(second) === digestOf(first)).toBe(
        canonicalJson(second) === canonicalJson(first),
      );
    }),
    runs,
  );
});

/** The same value with the keys of every object the other way round. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, backwards(inner)] as const);
  return Object.fromEntries(entries.toReversed());
}
