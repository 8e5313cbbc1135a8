import { expect, test } from 'vitest';
import type { Change } from '#src/relay/change.ts';
import { type EffectInput, effectsOf } from '#src/relay/forecast/forecast.ts';
import { buildPayload } from '#src/relay/payload.ts';
import type { RelayTask } from '#src/relay/relay-task.ts';

const [MORNING, EVENING, WEATHER] = ['morning', 'evening', 'weather'].map(
  (name) => `https://media.example.com/news/${name}.mp4`,
) as [string, string, string];
const NOW = '2026-11-29T12:00:00Z';
const TUESDAY = '2026-12-01T00:14:00Z';

const TASK: RelayTask = {
  task_id: '7864b3dc-e92f-42db-a754-08e627b6d8dd',
  status: 'enable',
  source_urls: [MORNING, WEATHER],
  vod_loop_time: '-1',
  vod_refresh_type: 'immediate_new_source',
  vod_start_video_index: 0,
  vod_start_video_time: 0,
  start_time: '2026-11-28T00:00:00Z',
  end_time: TUESDAY,
  domain: 'push.example.com',
  app_name: 'live',
  stream_name: 'news24',
};
/** Seconds. */
const LENGTHS = new Map([
  [MORNING, 3_600],
  [EVENING, 1_930],
  [WEATHER, 600],
]);

/** Each effect as `grade strength kind`, the most serious first. */
function told(
  change: Change,
  { task = {}, ...known }: Partial<Omit<EffectInput, 'task'>> & { task?: Partial<RelayTask> } = {},
): string[] {
  return effects(change, { task, ...known }).map(
    ({ grade, strength, kind }) => `${grade} ${strength} ${kind}`,
  );
}

function effects(
  change: Change,
  { task = {}, ...known }: Partial<Omit<EffectInput, 'task'>> & { task?: Partial<RelayTask> } = {},
) {
  const base = { ...TASK, ...task };
  const atMs = Date.parse(NOW);
  const payload = buildPayload({ base, change, send: 'merged', nowMs: atMs });
  return effectsOf({ task: base, payload, atMs, ...known });
}

test.each<[string, Change, Partial<RelayTask>, string[]]>([
  ['a pause', { status: 'pause' }, {}, ['off_air will paused']],
  [
    'three rounds of files of unknown length',
    { vod_loop_time: '3' },
    {},
    ['off_air could rounds_over', 'interruption expected break', 'programme will other_rounds'],
  ],
  [
    'an end in twenty minutes',
    { end_time: '2026-11-29T12:20:00Z' },
    {},
    ['off_air will ends_soon', 'interruption could break'],
  ],
  [
    'an end a day earlier, and far ahead',
    { end_time: '2026-11-30T00:14:00Z' },
    {},
    ['interruption could break', 'programme will ends_earlier'],
  ],
  [
    'a start that moves on a running task',
    { start_time: '2026-11-30T18:00:00Z' },
    {},
    ['off_air could start_moved', 'programme will starts_later'],
  ],
  [
    'another playlist',
    { source_urls: [EVENING] },
    {},
    ['interruption expected break', 'programme will new_playlist'],
  ],
  [
    'another playlist with a push key that has ended',
    { source_urls: [EVENING] },
    { push_args: 'txSecret=0f&txTime=692ad000' },
    [
      'off_air expected push_key_ended',
      'interruption expected break',
      'programme will new_playlist',
    ],
  ],
  [
    'another first file',
    { vod_start_video_index: 1 },
    {},
    ['interruption expected break', 'programme will start_position'],
  ],
  ['other events', { callback_events: ['TaskExit'] }, {}, ['interruption could break']],
  ['a resume', { status: 'enable' }, { status: 'pause' }, ['programme will back_on_air']],
  [
    'a resume with a push key that has ended',
    { status: 'enable' },
    { status: 'pause', push_args: 'txSecret=0f&txTime=692ad000' },
    ['off_air will stays_off'],
  ],
  [
    'a resume with a push key of Huawei, whose time may be that of its creation',
    { status: 'enable' },
    { status: 'pause', push_args: 'hwSecret=0f&hwTime=692ad000' },
    ['off_air could stays_off', 'programme expected back_on_air'],
  ],
  [
    'another playlist with such a key',
    { source_urls: [EVENING] },
    { push_args: 'hwSecret=0f&hwTime=692ad000' },
    ['off_air could push_key_ended', 'interruption expected break', 'programme will new_playlist'],
  ],
  [
    'a key in a push URL whose parts are empty',
    { source_urls: [EVENING] },
    {
      domain: '',
      app_name: '',
      stream_name: '',
      push_args: '',
      destination_url: 'rtmp://push.example.com/live/news24?txSecret=0f&txTime=692ad000',
    },
    [
      'off_air expected push_key_ended',
      'interruption expected break',
      'programme will new_playlist',
    ],
  ],
  [
    'another playlist of a paused task',
    { source_urls: [EVENING] },
    { status: 'pause' },
    ['none will no_effect'],
  ],
  [
    'another playlist of a task that has not started',
    { source_urls: [EVENING] },
    { start_time: '2026-11-30T00:00:00Z' },
    ['programme will new_playlist'],
  ],
  [
    'a later end of a task that has ended',
    { end_time: '2026-12-03T00:00:00Z' },
    { end_time: '2026-11-29T11:00:00Z' },
    ['off_air could stays_off', 'programme will ends_later', 'programme could back_on_air'],
  ],
])('%s: what viewers see', (_name, change, task, expected) => {
  expect(told(change, { task })).toEqual(expected);
});

test('with the lengths of the files, the end of the rounds has a time', () => {
  const [first] = effects({ vod_loop_time: '3' }, { sources: { durations: LENGTHS } });

  expect(first).toEqual({
    kind: 'rounds_over',
    grade: 'off_air',
    strength: 'will',
    rounds: 3,
    atMs: Date.parse('2026-11-29T15:30:00Z'),
    isOver: 'perhaps',
    endMs: Date.parse(TUESDAY),
    todayUntilMs: Date.parse(TUESDAY),
  });
});

test('rounds are over at once if the API is known to count those already played', () => {
  const [first] = effects(
    { vod_loop_time: '3' },
    { sources: { durations: LENGTHS }, known: { restartsRounds: false } },
  );

  expect(first).toMatchObject({ kind: 'rounds_over', atMs: Date.parse(NOW), isOver: 'yes' });
});

test('a missing file is reported with the time at which it comes on', () => {
  const troubles = new Map([[WEATHER, { kind: 'missing', httpStatus: 404 } as const]]);
  const found = effects(
    { source_urls: [EVENING, WEATHER] },
    { sources: { durations: LENGTHS, troubles } },
  );

  expect(found[0]).toMatchObject({
    kind: 'source_trouble',
    grade: 'off_air',
    strength: 'could',
    file: { number: 2, url: WEATHER },
    fromMs: Date.parse('2026-11-29T12:32:10Z'),
  });
});

test('a jump to a missing file is reported, and a change that leaves the list alone is not', () => {
  const troubles = new Map([[WEATHER, { kind: 'missing', httpStatus: 404 } as const]]);
  const sources = { durations: LENGTHS, troubles };

  expect(effects({ vod_start_video_index: 1 }, { sources })[0]).toMatchObject({
    kind: 'source_trouble',
    grade: 'off_air',
    file: { number: 2, url: WEATHER },
    fromMs: Date.parse(NOW),
  });
  expect(told({ vod_start_video_time: 30 }, { sources }).join(' ')).not.toContain('trouble');
});

test('a signature that expires during a looping list is reported with its expiry', () => {
  const signed = `${EVENING}?Expires=${Date.parse('2026-11-29T14:00:00Z') / 1000}&Signature=0f`;

  expect(told({ source_urls: [signed] })[0]).toBe('off_air could source_ends');
  // Last opened at 12:00 before it expires, and needed again after one round.
  const [first] = effects(
    { source_urls: [signed] },
    { sources: { durations: new Map([[signed, 5_400]]) } },
  );
  expect(first).toMatchObject({ kind: 'source_ends', fromMs: Date.parse('2026-11-29T15:00:00Z') });
});

test('a signature that ends after the last opening of its file is no trouble', () => {
  const signed = `${EVENING}?Expires=${Date.parse('2026-11-29T12:01:00Z') / 1000}&Signature=0f`;
  const change = { source_urls: [signed, MORNING], vod_loop_time: '1' };

  expect(
    told(change, { sources: { durations: new Map([...LENGTHS, [signed, 600]]) } }),
  ).not.toContain('off_air could source_ends');
});

test('a file whose signature expired while it is played is lost if a change interrupts it', () => {
  const signed = `${EVENING}?Expires=${Date.parse('2026-11-29T11:30:00Z') / 1000}&Signature=0f`;
  const refresh = { vod_refresh_type: 'continue_from_break_point' };
  const once = { source_urls: [signed], vod_loop_time: '1', start_time: '2026-11-29T11:00:00Z' };
  const film = { ...once, ...refresh };
  const later = { end_time: '2026-12-02T00:00:00Z' };
  const lengths = { sources: { durations: new Map([...LENGTHS, [signed, 7_200]]) } };
  const lost = 'off_air could source_ends';

  expect(told(later, { task: film })).toContain(lost);
  expect(told(later, { task: film, ...lengths })).toContain(lost);
  expect(told(later, { task: film, ...lengths, known: { endOnlyBreaks: false } })).not.toContain(
    lost,
  );
  // MORNING is being played, and the signed film not any more.
  const list = { ...film, source_urls: [signed, MORNING] };
  const short = { sources: { durations: new Map([...LENGTHS, [signed, 600]]) } };
  expect(told(later, { task: list, ...short })).not.toContain(lost);
});

test('another task on the same target is reported if the change makes both push at once', () => {
  const rival = {
    taskId: 'b',
    name: 'live/other',
    fromMs: Date.parse('2026-12-01T06:00:00Z'),
    untilMs: Date.parse('2026-12-02T06:00:00Z'),
  };

  expect(told({ end_time: '2026-12-03T00:00:00Z' }, { rivals: [rival] })[0]).toBe(
    'off_air could same_target',
  );
  expect(told({ end_time: '2026-12-01T03:00:00Z' }, { rivals: [rival] })[0]).not.toContain(
    'same_target',
  );
});

test('of two tasks that meet already, only the time that the change adds is reported', () => {
  const rival = {
    taskId: 'b',
    name: 'live/other',
    fromMs: Date.parse('2026-12-01T00:04:00Z'),
    untilMs: Date.parse('2026-12-02T06:00:00Z'),
  };
  const met = (end: string) =>
    effects({ end_time: end }, { rivals: [rival] }).filter(({ kind }) => kind === 'same_target');

  expect(met('2026-12-01T06:00:00Z')).toMatchObject([
    { fromMs: Date.parse(TUESDAY), untilMs: Date.parse('2026-12-01T06:00:00Z') },
  ]);
  expect(met('2026-12-01T00:10:00Z')).toEqual([]);
});

test('measured facts of the API remove the doubt', () => {
  expect(told({ callback_events: ['TaskExit'] }, { known: { eventsOnlyBreaks: false } })).toEqual([
    'none will no_effect',
  ]);
  expect(told({ callback_events: ['TaskExit'] }, { known: { eventsOnlyBreaks: true } })).toEqual([
    'interruption will break',
  ]);
  expect(
    told({ start_time: '2026-11-30T18:00:00Z' }, { known: { waitsForMovedStart: true } })[0],
  ).toBe('off_air will start_moved');
});
