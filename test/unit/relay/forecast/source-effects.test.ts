import { expect, test } from 'vitest';
import { effects, EVENING, LENGTHS, MORNING, NOW, told, TUESDAY, WEATHER } from './news-task.ts';

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

test('what an ended task would bring on air is reported, since its new end may revive it', () => {
  const later = { end_time: '2026-12-03T00:00:00Z' };
  const task = { end_time: '2026-11-29T11:00:00Z' };
  const troubles = new Map([[EVENING, { kind: 'missing', httpStatus: 404 } as const]]);
  const rivals = [{ taskId: 'b', name: 'live/other' }];
  const known = { revivesEnded: false };

  expect(told(later, { task, rivals })).toContain('off_air could same_target');
  expect(told({ ...later, source_urls: [EVENING] }, { task, sources: { troubles } })).toContain(
    'off_air could source_trouble',
  );
  expect(told(later, { task, rivals, known }).join()).not.toContain('same_target');
});
