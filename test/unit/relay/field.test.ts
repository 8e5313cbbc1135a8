import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  askable,
  fieldOf,
  readField,
  sameValue,
  sentBack,
  unreadableFields,
} from '#src/relay/field.ts';
import { CALLBACK_EVENTS, MODIFIABLE_FIELDS } from '#src/relay/relay-task.ts';
import { runs } from './arbitrary-task.ts';
import { at, hourMs, nowMs, taskWith } from './sample-task.ts';

/** Values of a JSON type that is documented for none of the fields that take text. */
const NO_TEXT = [12.5, true, {}, { rounds: 3 }, [], ['x'], [null]] as const;
const NO_WHOLE_NUMBER = [
  12.5,
  -0.1,
  2_147_483_648,
  -2_147_483_649,
  1e300,
  'x',
  '',
  '1.0',
  '1e3',
  '0x1',
  ' 1',
  '12345678901',
  true,
  {},
  [],
] as const;
const NO_LIST = [
  'TaskAlarm',
  'https://media.example.com/a.mp4',
  7,
  true,
  {},
  { 0: 'a' },
  [1],
  ['a', null],
  [['a']],
] as const;

/** What makes each field unreadable; a field that is not listed here does not compile. */
const UNREADABLE = {
  status: [...NO_TEXT, 1],
  source_urls: NO_LIST,
  vod_refresh_type: [...NO_TEXT, 2],
  vod_loop_time: [...NO_TEXT, 1e300],
  vod_start_video_index: NO_WHOLE_NUMBER,
  vod_start_video_time: NO_WHOLE_NUMBER,
  start_time: [...NO_TEXT, 1_795_867_200],
  end_time: [...NO_TEXT, 1_795_867_200],
  callback_events: NO_LIST,
} satisfies Record<(typeof MODIFIABLE_FIELDS)[number], readonly unknown[]>;

describe.each(MODIFIABLE_FIELDS)('%s', (field) => {
  test.each(UNREADABLE[field].map((raw) => [raw]))('%j cannot be read', (raw) => {
    const task = taskWith({ [field]: raw });

    expect(readField(field, raw)).toEqual({ kind: 'unreadable', raw });
    expect(unreadableFields(task)).toEqual([{ field, raw }]);
    expect(sentBack(task, field, nowMs)).toBeUndefined();
    expect(askable(task, field)).toBeUndefined();
  });

  test('equals nothing if it cannot be read, not even itself', () => {
    const others = [
      ...UNREADABLE[field],
      undefined,
      null,
      '',
      '-1',
      0,
      'enable',
      [...CALLBACK_EVENTS],
    ];

    for (const raw of UNREADABLE[field]) {
      expect(others.filter((other) => sameValue(field, raw, other))).toEqual([]);
    }
  });

  test('any value is read as one of four kinds, and is unreadable or equals itself', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (raw) => {
        const { kind } = readField(field, raw);

        expect(['missing', 'known', 'opaque', 'unreadable']).toContain(kind);
        expect(sameValue(field, raw, structuredClone(raw))).toBe(kind !== 'unreadable');
      }),
      runs,
    );
  });
});

describe('a value of the right type that we do not know', () => {
  test.each([
    ['status', 'running'],
    ['status', 'ENABLE'],
    ['vod_refresh_type', 'continue_seamless'],
    ['vod_loop_time', '0'],
    ['vod_loop_time', '-2'],
    ['vod_loop_time', 'twice'],
    ['vod_start_video_index', -1],
    ['vod_start_video_time', -1],
    ['source_urls', []],
    [
      'source_urls',
      Array.from({ length: 31 }, (_item, index) => `https://media.example.com/${index}`),
    ],
    ['source_urls', ['media/a.mp4']],
    ['callback_events', []],
    ['callback_events', ['TaskStart', 'TaskPlayFailed']],
    ['callback_events', ['TaskStart', 'TaskStart']],
    ['end_time', 'soon'],
    ['end_time', '2026-11-26'],
    ['end_time', '1795867200'],
    ['end_time', '2026-02-30T00:00:00Z'],
  ] as const)('%s: %j is kept as it came, without a meaning', (field, raw) => {
    expect(readField(field, raw)).toMatchObject({ kind: 'opaque', value: raw });
    expect(readField(field, raw)).not.toHaveProperty('atMs');
  });

  test.each([
    '2026-12-02T00:00:00.000Z',
    '2026-12-02T08:00:00+08:00',
    '2026-12-02T08:00:00+0800',
    '2026-12-02 00:00:00',
    '2026-12-02T00:00:00',
    '2026-12-02T00:00Z',
    '2026-12-02t00:00:00z',
    '2026-12-02 08:00:00 +08:00',
  ])('a time as %j has its moment, whatever the zone of this machine is', (raw) => {
    expect(readField('end_time', raw)).toEqual({
      kind: 'opaque',
      value: raw,
      atMs: Date.UTC(2026, 11, 2),
      meaning: '2026-12-02T00:00:00Z',
    });
  });

  test.each(['UTC', 'Asia/Shanghai', 'America/New_York'])(
    'a time without a zone is UTC on a machine in %s',
    (zone) => {
      const before = process.env['TZ'];
      process.env['TZ'] = zone;
      const read = readField('end_time', '2026-12-02 00:00:00');
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;

      expect(read).toMatchObject({ atMs: Date.UTC(2026, 11, 2) });
    },
  );

  test('is sent back as it came, or left out where the API would refuse it or set an unwanted default', () => {
    const later = '2026-11-26T14:00:00.000Z';
    const task = taskWith({
      status: 'running',
      source_urls: ['media/a.mp4'],
      vod_refresh_type: 'continue_seamless',
      vod_loop_time: '0',
      vod_start_video_index: -1,
      vod_start_video_time: -1,
      start_time: later,
      end_time: '2026-12-02 00:00:00',
      callback_events: [],
    });

    const sent = MODIFIABLE_FIELDS.map((field) => [field, sentBack(task, field, nowMs)]);

    expect(Object.fromEntries(sent)).toEqual({
      source_urls: ['media/a.mp4'],
      vod_refresh_type: 'continue_seamless',
      start_time: later,
      callback_events: [],
    });
  });

  test.each([
    ['no list', { source_urls: [] }, 'source_urls'],
    ['a start that is no time', { start_time: 'soon' }, 'start_time'],
    ['a start that is past, in another form', { start_time: '2026-11-26 11:59:59' }, 'start_time'],
  ] as const)('%s is left out', (_what, fields, field) => {
    expect(sentBack(taskWith(fields), field, nowMs)).toBeUndefined();
  });

  test.each([
    ['end_time', at(hourMs).replace('Z', '.250Z'), at(hourMs)],
    ['end_time', '2026-11-26 13:00:00', at(hourMs)],
    ['end_time', 'soon', undefined],
    ['status', 'running', undefined],
    ['callback_events', ['TaskPlayFailed'], undefined],
    ['vod_loop_time', 3, '3'],
  ] as const)('%s %j can be requested as %j', (field, raw, asked) => {
    expect(askable(taskWith({ [field]: raw }), field)).toEqual(asked);
  });
});

test.each([
  ['status', ''],
  ['vod_refresh_type', ''],
  ['vod_loop_time', ''],
  ['start_time', ''],
  ['end_time', '0001-01-01T00:00:00Z'],
  ['end_time', '0001-01-01T00:00:00.000Z'],
  ['end_time', '0001-01-01 00:00:00'],
  ['callback_events', null],
] as const)('%s %j is as if it were missing', (field, raw) => {
  expect(readField(field, raw)).toEqual({ kind: 'missing' });
});

test('what an older version stored under unknown is unreadable', () => {
  const { vod_start_video_time: _kept, ...rest } = taskWith();
  const stored = { ...rest, unknown: { vod_start_video_time: 12.5, bitrate: 3000 } };

  expect(fieldOf(stored, 'vod_start_video_time')).toEqual({ kind: 'unreadable', raw: 12.5 });
  expect(unreadableFields(stored)).toEqual([{ field: 'vod_start_video_time', raw: 12.5 }]);
});
