import { expect, test } from 'vitest';
import type { Refusal } from '#src/approval/record/refusal.ts';
import { refusalPlain, refusalSentence } from '#src/slack/kit/sentences.ts';
import { LANGUAGES, wordsFor } from '#src/slack/words/index.ts';
import { lead } from '../../approval/sample-request.ts';

const atMs = Date.UTC(2026, 10, 29, 9, 0);
const unreadable = { field: 'vod_loop_time', raw: '<@U1> & `code`' } as const;

/** Every refusal with variable parts. */
const TOLD: readonly Refusal[] = [
  { reason: 'wrong_state', state: 'applied', atMs, person: lead },
  { reason: 'wrong_state', state: 'expired', atMs },
  { reason: 'wrong_state', state: 'applied', isNotHeld: true, atMs, person: lead },
  { reason: 'already_reviewed', person: lead, atMs },
  { reason: 'expired', atMs },
  { reason: 'already_open', id: 'R-3' },
  { reason: 'too_many_open', open: 5 },
  { reason: 'not_confirmed' },
  { reason: 'frozen', untilMs: atMs, why: 'Election <night> & day' },
  { reason: 'task_unreadable', fields: [unreadable] },
];

const languages = LANGUAGES.map((language) => [language, wordsFor(language)] as const);

test.each(languages)('no refusal under a field shows markup, in %s', (_language, words) => {
  const fixed = (Object.entries(words.refusals) as [Refusal['reason'], unknown][])
    .filter(([, said]) => typeof said === 'string')
    .map(([reason]) => ({ reason }) as Refusal);

  for (const refusal of [...fixed, ...TOLD]) {
    const said = refusalPlain(refusal, words, 'UTC');
    expect(said).not.toMatch(/<!|<@U0|&(?:amp|lt|gt);|\*\S|`/);
  }
});

test.each(languages)('no other sentence under a field shows markup, in %s', (_language, words) => {
  const { notices, review, form } = words;
  const said = [
    notices.formLost,
    notices.notSaved,
    notices.somethingWentWrong,
    review.chooseOne,
    form.confirm.wrong('live/news24'),
  ];
  for (const sentence of said) expect(sentence).not.toMatch(/[<>`*]|&\w+;/);
});

test('who was faster, and when, is said in words', () => {
  const refusal: Refusal = { reason: 'wrong_state', state: 'applied', atMs, person: lead };

  expect(refusalPlain(refusal, wordsFor('en'), 'Asia/Shanghai')).toContain(
    'Too late: Someone else decided 2026-11-29 17:00 Asia/Shanghai. The request is now ✅ Applied.',
  );
  expect(refusalSentence(refusal, wordsFor('en'))).toContain('Too late: <@U0LEAD> decided <!date^');
});

test('typed text keeps its special characters', () => {
  const refusal: Refusal = { reason: 'frozen', untilMs: atMs, why: 'Election <night> & *all*' };

  expect(refusalPlain(refusal, wordsFor('en'), 'Asia/Shanghai')).toContain(
    'Election <night> & *all*',
  );
});
