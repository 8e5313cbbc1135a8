import { expect, test } from 'vitest';
import type { Change } from '#src/relay/change.ts';
import { buildPayload } from '#src/relay/payload.ts';
import { effectSentences, reviewedEffects } from '#src/slack/kit/effect-sentences.ts';
import { moment } from '#src/slack/kit/text.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { at, dayMs, hourMs, nowMs, taskWith, taskWithout } from '../../relay/sample-task.ts';

const words = wordsFor('en');

function foreseen(base: ReturnType<typeof taskWith>, change: Change) {
  const payload = buildPayload({ base, change, send: 'merged', nowMs });
  return { base, change, payload, atMs: nowMs };
}

const onAir = taskWith();
const later = taskWith({ start_time: at(hourMs) });
const paused = taskWith({ status: 'pause' });
const urls = ['https://media.example.com/news/evening.mp4?sign=secret'];
const endSaid = moment(nowMs + 2 * dayMs);

test.each([
  [
    'pausing',
    onAir,
    { status: 'pause' },
    `🔴 *OFF AIR* as soon as this runs, until someone resumes it; the task ends ${endSaid} in any case`,
  ],
  ['resuming', paused, { status: 'enable' }, 'n air again'],
  [
    'rounds where the list was endless',
    onAir,
    { vod_loop_time: '3' },
    'after 3 rounds; how long that takes is unknown',
  ],
  [
    'an end that comes near',
    onAir,
    { end_time: at(hourMs / 2) },
    `🔴 *OFF AIR* from ${moment(nowMs + hourMs / 2)}, when the task ends; without this change it runs until ${endSaid}`,
  ],
  [
    'a start that moves while the task runs',
    onAir,
    { start_time: at(hourMs) },
    `🔴 *Could go OFF AIR* until the new start, ${moment(nowMs + hourMs)}`,
  ],
  [
    'a new list at once',
    onAir,
    { source_urls: urls, vod_refresh_type: 'immediate_new_source' },
    '🟠 Short break expected, then evening.mp4 (file 1) from 0:00',
  ],
  [
    'a new list from the break',
    onAir,
    { source_urls: urls, vod_refresh_type: 'continue_from_break_point' },
    'then the interrupted file from where it stopped',
  ],
  [
    'a new list as the task refreshes',
    onAir,
    { source_urls: urls },
    'then the interrupted file from its start',
  ],
  [
    'another list instead of today’s',
    later,
    { source_urls: urls },
    'New playlist, beginning with evening.mp4 (file 1) instead of a.mp4 (file 1)',
  ],
  [
    'a push key that may have expired',
    taskWith({ push_args: `hwSecret=0&hwTime=${(nowMs / 1000 - 60).toString(16)}` }),
    { source_urls: urls },
    `🔴 *Could go OFF AIR* from ${moment(nowMs)}: the time in the push key, ${moment(nowMs - 60_000)}, may be its expiry`,
  ],
  [
    'a list of a paused task',
    paused,
    { source_urls: urls },
    '⚪ No effect while the task is paused',
  ],
  [
    'a start position',
    later,
    { vod_start_video_index: 1, vod_start_video_time: 65 },
    'The list begins with b.mp4 (file 2) from 1:05',
  ],
  [
    'an earlier end',
    onAir,
    { end_time: at(dayMs) },
    `🔵 Ends earlier: ${moment(nowMs + dayMs)} instead of ${endSaid}`,
  ],
  [
    'an end where there was none',
    taskWithout('end_time'),
    { end_time: at(dayMs) },
    `Ends earlier: ${moment(nowMs + dayMs)} instead of no end`,
  ],
  ['another start', later, { start_time: at(2 * hourMs) }, 'Starts later'],
  [
    'a list under a refresh type that we do not know',
    taskWith({ vod_refresh_type: 'continue_seamless' }),
    { source_urls: urls },
    'does not know the refresh type',
  ],
  [
    'a change while nobody can say whether it is on air',
    taskWith({ end_time: 'soon' }),
    { source_urls: urls },
    'It is unknown whether the task is on air now',
  ],
  [
    'a push key that has ended',
    taskWith({ push_args: 'txSecret=abc&txTime=60000000' }),
    { vod_start_video_time: 9 },
    'the push key expired',
  ],
] as const)('the effects on viewers are stated: %s', (_what, base, change, said) => {
  expect(effectSentences(foreseen(base, change), words).join('\n')).toContain(said);
});

test('a pause before the start says that the start will not come, and not that it begins at once', () => {
  const [said, ...others] = effectSentences(foreseen(later, { status: 'pause' }), words);

  expect(said).toContain(`*Stays OFF AIR* at its start, ${moment(nowMs + hourMs)}, until someone`);
  expect(said).not.toContain('as soon as this runs');
  expect(others).toEqual([]);
  const [done] = effectSentences({ ...foreseen(later, { status: 'pause' }), isDone: true }, words);
  expect(done).toMatch(/^⏸ \*Stays OFF AIR\* at its start/);
});

test('a resume before the start says that the task comes on air then', () => {
  const base = taskWith({ status: 'pause', start_time: at(hourMs) });

  expect(effectSentences(foreseen(base, { status: 'enable' }), words)).toEqual([
    `🔵 On air again from ${moment(nowMs + hourMs)} until ${endSaid}, with a.mp4 (file 1) from 0:00`,
  ]);
});

test('certainty is stated once, and follow-ups are as certain', () => {
  const missing = ['one', 'two', 'three'].map((name) => `https://media.example.com/${name}.mp4`);
  const troubles = new Map(
    missing.map((url) => [url, { kind: 'missing', httpStatus: 404 }] as const),
  );
  const change = { source_urls: missing, vod_refresh_type: 'immediate_new_source' } as const;
  const said = effectSentences({ ...foreseen(onAir, change), sources: { troubles } }, words);

  expect(said.slice(0, 3)).toEqual([
    expect.stringContaining('🔴 *Could go OFF AIR* at one.mp4 (file 1)'),
    '🔴 Also at two.mp4 (file 2): the server answers 404',
    '🔴 Also at three.mp4 (file 3): the server answers 404',
  ]);
  expect(said[3]).toContain('🟠 Short break expected');
});

test('a task that may not come back may be off air or on air', () => {
  const ended = taskWith({ end_time: at(-hourMs) });
  const said = effectSentences(foreseen(ended, { end_time: at(hourMs) }), words).join('\n');

  expect(said).toContain('🔴 *Could stay OFF AIR*');
  expect(said).toContain('🔵 Otherwise on air again');
  expect(said.match(/could/gi)).toHaveLength(1);
});

test.each([
  [{ source_urls: urls, vod_refresh_type: 'immediate_new_source' }, 'A short break was expected'],
  [{ callback_events: ['TaskExit'] }, 'A short break was possible'],
] as const)('an interruption by an applied change is in the past tense: %j', (change, said) => {
  const [first] = effectSentences({ ...foreseen(onAir, change), isDone: true }, words);

  expect(first).toContain(`🟠 ${said} ${moment(nowMs)}, then`);
});

test('the most serious effect stands first', () => {
  const [first] = effectSentences(
    foreseen(onAir, { source_urls: urls, vod_loop_time: '3' }),
    words,
  );

  expect(first).toMatch(/^🔴/);
});

const showOf = (folder: string) => `https://media.example.com/${folder}/show.mp4`;

test('two files that share a name are told apart by their folders', () => {
  const base = taskWith({ start_time: String(later.start_time), source_urls: [showOf('mon')] });
  const [said] = effectSentences(foreseen(base, { source_urls: [showOf('tue')] }), words);

  expect(said).toContain('tue/show.mp4 (file 1) instead of mon/show.mp4 (file 1)');
});

test('no sentence contains the query of a source, which may hold a signature', () => {
  const change = { source_urls: urls };
  const lines = [
    ...effectSentences(foreseen(onAir, change), words),
    ...reviewedEffects(foreseen(onAir, change), words),
  ];

  expect(lines.join('\n')).toContain('evening.mp4');
  expect(lines.join('\n')).not.toContain('secret');
});

test('a list that begins with the same file as before is not said to be instead of it', () => {
  const base = taskWith({ start_time: String(later.start_time), source_urls: [showOf('mon')] });
  const change = { source_urls: [showOf('mon'), showOf('tue')] };
  const [said] = effectSentences(foreseen(base, change), words);

  expect(said).toMatch(/^🔵 New playlist, beginning with mon\/show\.mp4 \(file 1\)$/);
});

test('the review says how each effect is known', () => {
  const [known] = reviewedEffects(foreseen(onAir, { status: 'pause' }), words);
  const [guessed] = reviewedEffects(foreseen(onAir, { start_time: at(hourMs) }), words);

  expect(known).toContain('documented, or measured');
  expect(guessed).toContain('not documented');
});

test('a card with too many effects says how many are in the review', () => {
  const many = Array.from(
    { length: 20 },
    (_all, index) => `https://media.example.com/${index}.mp4?Signature=x&Expires=1795694401`,
  );
  const change = { source_urls: many };
  const said = effectSentences(foreseen(taskWith({ vod_loop_time: '-1' }), change), words);

  expect(reviewedEffects(foreseen(onAir, change), words).length).toBeGreaterThan(20);
  expect(said.length).toBeLessThan(11);
  expect(said.at(-1)).toMatch(/and \d+ more/);
});

const isWarned = (lines: string[]) => lines.join().includes('The API may refuse this');

test('possible refusals are not mentioned once the API has accepted the change', () => {
  const asked = foreseen(onAir, { end_time: at(6 * dayMs) });

  expect(isWarned(effectSentences(asked, words))).toBe(true);
  expect(isWarned(effectSentences({ ...asked, isDone: true }, words))).toBe(false);
});
