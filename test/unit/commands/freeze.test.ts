import { expect, test } from 'vitest';
import { runCommand } from '#commands/index.ts';

const freezing = (typed: string) => runCommand(`freeze ${typed}`, ['live-prod']);

test.each([
  '6:00 pm',
  '6:00 pm,',
  '18:00 CEST:',
  '18:00 (CEST)',
  '6:00pm',
  'tomorrow 6:00 p.m.',
  '18:00 CST',
  '18:00 CEST',
  '18:00+99:00',
])('a time that could be meant otherwise is not guessed: until %s', (time) => {
  expect(freezing(`until ${time} Election night`)).toMatchObject({ kind: 'unknown_time' });
});

test('what is said to be no time is the time as it was typed', () => {
  expect(freezing('until 6:00 pm Show')).toEqual({ kind: 'unknown_time', word: '6:00 pm' });
  expect(freezing('until tomorrow 6:00 pm')).toMatchObject({ word: 'tomorrow 6:00 pm' });
});

test.each([
  ['18:00 UTC', { time: '18:00', offset: 'Z' }],
  ['18:00 GMT', { time: '18:00', offset: 'Z' }],
  ['18:00Z', { time: '18:00', offset: 'Z' }],
  ['18:00 UTC,', { time: '18:00', offset: 'Z' }],
  ['18:00 (UTC):', { time: '18:00', offset: 'Z' }],
  ['18:00 UTC+8', { time: '18:00', offset: '+08:00' }],
  ['tomorrow 18:00 +0800', { date: 'tomorrow', time: '18:00', offset: '+08:00' }],
  ['Friday 18:00', { date: 'friday', time: '18:00' }],
  ['mon 8:00:', { date: 'monday', time: '08:00' }],
  ['2026-12-31 23:30 -03:30', { date: '2026-12-31', time: '23:30', offset: '-03:30' }],
])('an offset after the time belongs to it: until %s', (time, until) => {
  const reply = freezing(`until ${time} Election night`);

  expect(reply).toMatchObject({ kind: 'freeze', end: { until }, reason: 'Election night' });
});

test('a task whose name begins with a digit is found after the time; 24/7 is a word of the reason', () => {
  expect(freezing('for 2h 4k/news Repair')).toMatchObject({ task: '4k/news', reason: 'Repair' });
  expect(freezing('for 2h 24/7 coverage')).toMatchObject({
    task: undefined,
    reason: '24/7 coverage',
  });
});

test.each([
  ['2h', 120],
  ['2h:', 120],
  ['90min,', 90],
  ['2 hours', 120],
  ['1h 30m', 90],
  ['1h30m', 90],
  ['1 hour 30 minutes', 90],
  ['1 day 6 hours', 1_800],
])('a freeze lasts as long as all the words of its time say: for %s', (span, minutes) => {
  expect(freezing(`for ${span} Election night`)).toMatchObject({
    kind: 'freeze',
    end: { forMs: minutes * 60_000 },
    reason: 'Election night',
  });
});

test.each(['2', '0h', '2x', '2 weeks', 'hours', '2hour-show'])(
  'what is not a time is not guessed: for %s',
  (span) => {
    expect(freezing(`for ${span} Show`)).toMatchObject({ kind: 'unknown_time' });
  },
);

test.each(['18:00:', '18:00,', '18:00'])('punctuation after a time ends it: until %s', (time) => {
  expect(freezing(`until ${time} Show`)).toMatchObject({
    kind: 'freeze',
    end: { until: { time: '18:00' } },
    reason: 'Show',
  });
});

test('the reason is kept as it was typed, and what it names is found without its marks', () => {
  const reason = 'Do not touch “live/sports”, see #42: 选举之夜，请勿更改！';

  expect(freezing(`"live/news24" for 2h ${reason}`)).toMatchObject({ task: 'live/news24', reason });
  expect(freezing(`for 2h live-prod live/news24 ${reason}`)).toMatchObject({
    task: 'live/news24',
    reason,
  });
  expect(freezing('for 2h Ask <@U0LEAD|lena>, see #incident-42')).toMatchObject({
    reason: 'Ask @lena, see #incident-42',
  });
  expect(runCommand('`freeze for 2h Election night`', ['live-prod'])).toMatchObject({
    reason: 'Election night',
  });
});
