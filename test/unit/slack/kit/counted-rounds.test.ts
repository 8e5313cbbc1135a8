import { expect, test } from 'vitest';
import type { Change } from '#src/relay/change.ts';
import { buildPayload } from '#src/relay/payload.ts';
import { effectSentences } from '#src/slack/kit/effect-sentences.ts';
import { moment } from '#src/slack/kit/text.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { at, dayMs, hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';

const words = wordsFor('en');

function foreseen(base: ReturnType<typeof taskWith>, change: Change) {
  const payload = buildPayload({ base, change, send: 'merged', nowMs });
  return { base, change, payload, atMs: nowMs };
}

const onAir = taskWith();
const endSaid = moment(nowMs + 2 * dayMs);

const LENGTHS = new Map([
  ['https://media.example.com/a.mp4', 3600],
  ['https://media.example.com/b.mp4', 1800],
]);
const inRounds = (base: ReturnType<typeof taskWith>, isDone: boolean) => {
  const asked = foreseen(base, { vod_loop_time: '3' });
  return effectSentences({ ...asked, sources: { durations: LENGTHS }, isDone }, words)[0];
};

test('rounds that have been played already are over at once, or counted from 1 again', () => {
  expect(inRounds(onAir, false)).toContain(
    `after 3 rounds: about ${moment(nowMs + 4.5 * hourMs)}, or at once if the API counts those`,
  );
  expect(inRounds(onAir, true)).toContain(`; before this change it ran until ${endSaid}`);
});

test('a task that has played all its rounds is not said to have ended', () => {
  const spent = taskWith({ vod_loop_time: '2' });
  const asked = { ...foreseen(spent, { status: 'pause' }), sources: { durations: LENGTHS } };

  expect(effectSentences({ ...asked, known: { restartsRounds: false } }, words)).toEqual([
    '⚪ No effect: the task has played all its rounds',
  ]);
});

test('rounds that are over by the clock may have begun again, so a pause could cost the picture', () => {
  const asked = foreseen(taskWith({ vod_loop_time: '2' }), { status: 'pause' });

  expect(effectSentences({ ...asked, sources: { durations: LENGTHS } }, words)).toEqual([
    `🔴 *Could go OFF AIR* as soon as this runs, until someone resumes it; the task ends ${endSaid} in any case`,
  ]);
});

test('an end before the rounds that may have begun again says until when they would have been played', () => {
  const soon = { end_time: '2026-11-26T12:20:00Z' };
  const asked = foreseen(taskWith({ vod_loop_time: '2' }), soon);

  const [first] = effectSentences({ ...asked, sources: { durations: LENGTHS } }, words);

  expect(first).toMatch(/^🔴 \*Could go OFF AIR\* from/);
  expect(first).toContain(`; without this change it runs until ${moment(nowMs + 3 * hourMs)}`);
});

const thrice = { vod_loop_time: '3' };
const endless = (status: string) => ({ ...taskWith({ ...thrice, status }), end_time: undefined });

test.each([
  ['resumed', { ...thrice, status: 'pause' }, { status: 'enable' }, `until ${endSaid}`],
  ['with fewer rounds', { vod_loop_time: '3' }, { vod_loop_time: '2' }, `runs until ${endSaid}`],
  ['that ends soon', thrice, { end_time: at(hourMs / 2) }, `runs until ${endSaid}`],
  ['that ends later', thrice, { end_time: at(3 * dayMs) }, `later: ${moment(nowMs + 3 * dayMs)}`],
  ['that ends earlier', thrice, { end_time: at(dayMs) }, `earlier: ${moment(nowMs + dayMs)}`],
])('a counted list %s is not said to run until its end', (_what, fields, change, time) => {
  const lines = effectSentences(foreseen(taskWith(fields), change), words).join('\n');

  expect(lines).toContain(`${time} (or sooner, after 3 rounds)`);
});

test('a later end that the rounds do not reach says when they are over', () => {
  const base = taskWith({ ...thrice, start_time: at(-hourMs) });
  const asked = {
    ...foreseen(base, { end_time: at(3 * dayMs) }),
    known: { restartsRounds: false },
  };

  expect(effectSentences({ ...asked, sources: { durations: LENGTHS } }, words)[1]).toContain(
    `(or sooner, after 3 rounds: about ${moment(nowMs + 3.5 * hourMs)})`,
  );
});

test('where the rounds could be over at several times, an end says only that they may be over before it', () => {
  const base = taskWith({ vod_loop_time: '40' });
  const asked = foreseen(base, { end_time: at(dayMs), vod_loop_time: '30' });

  const lines = effectSentences({ ...asked, sources: { durations: LENGTHS } }, words).join('\n');

  expect(lines).toContain(`earlier: ${moment(nowMs + dayMs)} (or sooner, after 30 rounds) instead`);
});

test('counted rounds without an end time are not said to have no end', () => {
  const resumed = effectSentences(foreseen(endless('pause'), { status: 'enable' }), words);
  const fewer = effectSentences(foreseen(endless('enable'), { vod_loop_time: '1' }), words);

  expect(resumed.join()).toContain(' until 3 rounds are over, with ');
  expect(fewer.join()).toContain('; without this change it runs until 3 rounds are over');
});
