import { expect, test } from 'vitest';
import type { SourceCheck, SourceProblem } from '#src/relay/source-check.ts';
import { sourceBlocks } from '#src/slack/card/source-blocks.ts';
import { clock } from '#src/slack/kit/text.ts';
import { wordsFor } from '#src/slack/words/index.ts';

const words = wordsFor('en');
const NOW = 1_795_694_400_000;
const MEDIA = 'https://media.example.com';

const good: SourceCheck = {
  checkedAtMs: NOW - 90_000,
  problems: [],
  durationSeconds: 1930,
  videoCodec: 'AVC',
  width: 1920,
  height: 1080,
  frameRate: 25,
  audioLanguages: ['en'],
};

const withProblem = (problem: SourceProblem): SourceCheck => ({
  checkedAtMs: NOW,
  problems: [problem],
});

const said = (found: Readonly<Record<string, SourceCheck>>, urls = Object.keys(found)): string =>
  JSON.stringify(sourceBlocks({ urls }, new Map(Object.entries(found)), NOW, words));

test('a good file is shown with its facts and the age of the check', () => {
  const text = said({ [`${MEDIA}/news/evening.mp4`]: good });

  expect(text).toContain('*Sources* · checked 1 minute ago');
  expect(text).toContain('✅ 1 evening.mp4 · 32:10 · H.264 · 1920×1080 · 25 fps · en');
  expect(text).toContain('One round is about 32:10.');
});

test.each<[SourceProblem, string]>([
  [{ kind: 'missing', httpStatus: 404 }, '❌ 1 a.mp4 · the server answers 404'],
  [
    { kind: 'not_media', contentType: 'text/html' },
    'not a media file (the server calls it text/html)',
  ],
  [{ kind: 'unreachable', why: 'status', httpStatus: 403 }, 'the server refuses it (status 403)'],
  [{ kind: 'unreachable', why: 'timeout', httpStatus: undefined }, 'no answer within 20 seconds'],
  [{ kind: 'no_audio' }, '⚠️ 1 a.mp4 · no audio'],
])('the problem %j is shown', (problem, expected) => {
  expect(said({ [`${MEDIA}/a.mp4`]: withProblem(problem) })).toContain(expected);
});

test('an unchecked file is shown as such, and then no length of a round', () => {
  const urls = [`${MEDIA}/a.mp4`, `${MEDIA}/b.mp4`, 'rtmp://media.example.com/live/c'];
  const text = said({ [`${MEDIA}/a.mp4`]: good }, urls);

  expect(text).toContain('2 b.mp4 · not checked yet');
  expect(text).toContain('3 c · not checked: only http and https are');
  expect(text).not.toContain('One round');
});

test('a list of which nothing is known yet says so, unless it cannot be checked', () => {
  expect(said({}, [`${MEDIA}/a.mp4`])).toContain('*Sources* · not checked yet');
  expect(said({}, ['rtmp://media.example.com/live/c'])).toBe('[]');
});

test('a file that is played twice is listed once, and counts twice in the round', () => {
  const url = `${MEDIA}/a.mp4`;
  const text = said({ [url]: { ...good, durationSeconds: 60 } }, [url, url]);

  expect(text).not.toContain('2 a.mp4');
  expect(text).toContain('One round is about 2:00.');
});

test('of a long list, files with problems are shown, and how many more there are', () => {
  const found = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [
      `${MEDIA}/${index + 1}.mp4`,
      index === 28 ? withProblem({ kind: 'missing', httpStatus: 410 }) : good,
    ]),
  );

  expect(said(found)).toContain('❌ 29 29.mp4');
  expect(said(found)).toContain('and 18 more without a problem');
});

test('a file that differs from the rest is shown as such, in both languages', () => {
  const urls = ['a', 'b', 'c'].map((name) => `${MEDIA}/${name}.mp4`);
  const odd = { ...good, videoCodec: 'HEVC', frameRate: 30, width: 1280, height: 720 };
  const checks = new Map(urls.map((url, index) => [url, index === 1 ? odd : good]));
  const inWords = (language: 'en' | 'zh-CN') =>
    JSON.stringify(sourceBlocks({ urls }, checks, NOW, wordsFor(language)));

  expect(inWords('en')).toContain(
    'unlike the rest: H.265 instead of H.264, 1280×720 instead of 1920×1080, 30 fps instead of 25 fps',
  );
  expect(inWords('en')).toContain('⚠️ 2 b.mp4');
  expect(inWords('en')).toContain('✅ 1 a.mp4');
  expect(inWords('zh-CN')).toContain('与其他文件不同：H.265（其他为 H.264）');
});

test('a start position past the end of its file is reported at that file', () => {
  const urls = [`${MEDIA}/a.mp4`, `${MEDIA}/b.mp4`];
  const checks = new Map(urls.map((url) => [url, good]));
  const from = (seconds: number) =>
    JSON.stringify(sourceBlocks({ urls, start: { file: 1, seconds } }, checks, NOW, words));

  expect(from(1930)).toContain('⚠️ 2 b.mp4');
  expect(from(1930)).toContain('the start position, 32:10, is past its end');
  expect(from(1929)).not.toContain('past its end');
});

test.each([
  [9, '0:09'],
  [1930, '32:10'],
  [6723.4, '1:52:03'],
])('%d seconds are written %s', (seconds, text) => {
  expect(clock(seconds)).toBe(text);
});
