import { expect, test } from 'vitest';
import { type Source, sources } from './sources.ts';

/** Words and phrases that a reader has to decode. Each has an ordinary one in its place. */
const PHRASES = [
  'whoever', // anyone who
  'whomever',
  'anew', // again
  'untold', // unknown
  'laid aside', // dead-lettered
  'thrown out', // removed
  'what came of', // the result of
  'at the most', // at most
  'of a kind that',
  'in earnest',
  'played (?:Slack|API)', // simulated
  '(?<!there )is none', // "There is none" is plain; "a late click is none" is not.
];

const PATTERN = new RegExp(`\\b(?:${PHRASES.join('|')})\\b`, 'i');

const files = sources('*.md', 'docs/*.md', '{src,commands,test}/**/*.{ts,mjs,js,lua,md}').filter(
  ({ path }) => path !== 'test/repo/plain-words.test.ts',
);

/** The lines of a file that need other words, like `docs/REDIS.md:12: …`. */
function oddLines({ path, text }: Source): string[] {
  return text
    .split('\n')
    .map((line, at) => `${path}:${at + 1}: ${line.trim()}`)
    .filter((line) => PATTERN.test(line));
}

test('code, tests and docs use ordinary words', () => {
  expect(files.length).toBeGreaterThan(1_000);
  expect(files.flatMap(oddLines)).toEqual([]);
});

test.each([
  ['// Whoever asks waits with it.', 1],
  ['the bot was thrown out of the channel', 1],
  ['a late click is none on this one', 1],
  ['undefined: there is none', 0],
  ['the new version, at most one, of the same kind', 0],
])('in the line "%s" as many are found: %i', (text, count) => {
  expect(oddLines({ path: 'a', text })).toHaveLength(count);
});
