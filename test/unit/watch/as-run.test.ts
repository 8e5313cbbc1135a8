import { expect, test } from 'vitest';
import type { KeptEvent } from '#src/watch/kept-event.ts';
import { alarm, at, change, day, ends, event, lines, run, starts, told } from './sample-as-run.ts';

const tomorrow = (seconds: number): Partial<KeptEvent> => {
  const eventAtMs = day.untilMs + seconds * 1_000;
  return { eventAtMs, receivedAtMs: eventAtMs };
};

const morning = [
  starts('a', '10:00:00'),
  ends('a', '10:30:00'),
  starts('b', '10:30:01'),
  ends('b', '11:00:00'),
];

test('files that were reported whole are told from start to end, and what came after is not guessed', () => {
  expect(lines(morning)).toEqual([
    '10:00:00 a 10:30:00 reported',
    '10:30:01 b 11:00:00 reported',
    'quiet 11:00:00',
  ]);
});

test('what is on is open, and no gap is seen within five seconds', () => {
  const on = [...morning, starts('c', '11:00:05')];

  expect(lines(on).at(-1)).toBe('11:00:05 c open');
  expect(lines([...morning, starts('c', '11:00:06')]).slice(2)).toEqual([
    'gap 11:00:00 11:00:06',
    '11:00:06 c open',
  ]);
});

test('an end that was not reported is told as that, by the next start', () => {
  expect(lines([starts('a', '10:00:00'), starts('b', '10:30:00')])).toEqual([
    '10:00:00 a 10:30:00 replaced',
    '10:30:00 b open',
  ]);
});

test('a start that was not reported is open, and no gap is claimed before it', () => {
  expect(lines([...morning, ends('c', '12:00:00'), starts('d', '12:00:01')]).slice(2)).toEqual([
    '? c 12:00:00 reported',
    '12:00:01 d open',
  ]);
});

test('an exit ends a file only where nothing else does', () => {
  const exit = event('TaskExit', '10:10:00');

  expect(lines([...morning, exit]).slice(0, 2)).toEqual([
    '10:00:00 a 10:30:00 reported',
    'exited 10:10:00',
  ]);
  expect(
    lines([starts('a', '10:00:00'), exit, event('TaskStart', '10:12:00'), starts('a', '10:12:01')]),
  ).toEqual([
    '10:00:00 a 10:10:00 exited',
    'exited 10:10:00',
    'gap 10:10:00 10:12:01',
    'started 10:12:00',
    '10:12:01 a open',
  ]);
  expect(lines([starts('a', '10:00:00'), exit])).toEqual([
    '10:00:00 a 10:10:00 exited',
    'exited 10:10:00',
    'quiet 10:10:00',
  ]);
});

test('within one second what is on ends before the next file begins', () => {
  const same = [
    starts('a', '10:00:00'),
    starts('b', '10:30:00'),
    ends('a', '10:30:00'),
    ends('b', '10:30:00'),
    starts('b', '10:30:00', { index: '2' }),
  ];

  expect(lines(same)).toEqual([
    '10:00:00 a 10:30:00 reported',
    '10:30:00 b 10:30:00 reported',
    '10:30:00 b open',
  ]);
});

test('an end that is told just after the next start is still the end of that file', () => {
  const crossed = [starts('a', '10:00:00'), starts('b', '10:30:00'), ends('a', '10:30:01')];

  expect(lines(crossed)).toEqual(['10:00:00 a 10:30:01 reported', '10:30:00 b open']);
});

test('what was on at midnight, on either side, belongs to the day with its real times', () => {
  const across = [
    starts('y', '-22:00:00'),
    ends('y', '-23:00:00'),
    starts('a', '-23:00:01'),
    ends('a', '00:10:00'),
    starts('b', '23:50:00'),
    ends('b', '23:50:00', tomorrow(1)),
    starts('t', '23:50:00', tomorrow(2)),
  ];

  expect(lines(across)).toEqual([
    '11-25T23:00:01 a 00:10:00 reported',
    'gap 00:10:00 23:50:00',
    '23:50:00 b 11-27T00:00:01 reported',
  ]);
});

test('events of yesterday that arrive today are of yesterday', () => {
  const late = starts('y', '-12:00:00', { receivedAtMs: at('09:00:00') });
  const ended = ends('y', '-12:30:00', { receivedAtMs: at('09:00:01') });

  const found = run([late, ended, ...morning]);

  expect(found.rows.map(told)).toEqual(['gap 11-25T12:30:00 10:00:00', ...lines(morning)]);
  expect(found.late).toBe(0);
});

test('late, doubled and premature events are counted, and counted once', () => {
  const found = run([
    ...morning,
    starts('a', '10:00:00', { receivedAtMs: at('10:15:00') }),
    starts('c', '12:00:00', { receivedAtMs: at('12:02:01') }),
    ends('c', '18:00:00', { receivedAtMs: at('12:30:00') }),
  ]);

  expect(found).toMatchObject({ late: 1, doubled: 1, ahead: 1 });
  expect(found.rows.map(told)).toContain('12:00:00 c 12:30:00 reported');
});

test('an event without a time counts when it arrived', () => {
  expect(lines([starts('a', '10:00:00', { eventAtMs: undefined })])).toEqual(['10:00:00 a open']);
});

test('alarms of one kind are one line while they keep coming', () => {
  expect(
    lines([
      alarm('10:00:00', 'PullFileUnstable'),
      alarm('10:05:00', 'PushStreamFailed'),
      alarm('10:09:00', 'PullFileUnstable'),
      alarm('10:20:00', 'PullFileUnstable'),
    ]),
  ).toEqual(['alarm 10:00:00 10:09:00', 'alarm 10:05:00 10:05:00', 'alarm 10:20:00 10:20:00']);
});

test('a gap in which nobody took events is not sure', () => {
  const silences = [{ fromMs: at('11:10:00'), untilMs: at('11:20:00') }];
  const events = [...morning, starts('c', '11:30:00')];

  expect(lines(events, { silences }).slice(2)).toEqual([
    'gap 11:00:00 11:30:00 unsure',
    'silence 11:10:00 11:20:00',
    '11:30:00 c open',
  ]);
});

test('a file is told with the request that put it into the list, and with none where nobody knows', () => {
  const changes = [
    change('R-3', '10:29:58', ['a'], ['a', 'b']),
    change('R-5', '11:30:00', ['a', 'b'], ['a', 'b', 'c']),
    change('R-6', '11:40:00', ['a', 'b', 'c'], ['a', 'b', 'c']),
    change('R-8', '12:00:00', ['a', 'b', 'c'], ['c', 'd']),
  ];
  const all = [
    ...morning,
    event('ResetTaskConfig', '11:30:30'),
    event('ResetTaskConfig', '11:50:00'),
    starts('b', '11:45:00'),
    starts('c', '11:46:00'),
    starts('c', '12:00:01'),
    starts('b', '12:30:00'),
    starts('d', '13:00:00'),
    starts('x', '14:00:00'),
  ];

  const found = lines(all, { changes });

  expect(found.filter((line) => !/^(gap|change)/.test(line))).toEqual([
    '10:00:00 a 10:30:00 reported',
    '10:30:01 b 11:00:00 reported by R-3',
    '11:45:00 b 11:46:00 replaced by R-3',
    '11:46:00 c 12:00:01 replaced by R-5',
    'reset 11:50:00',
    '12:00:01 c 12:30:00 replaced by R-5',
    '12:30:00 b 13:00:00 replaced',
    '13:00:00 d 14:00:00 replaced by R-8',
    '14:00:00 x open',
  ]);
  expect(found.filter((line) => line.startsWith('change'))).toHaveLength(4);
});
