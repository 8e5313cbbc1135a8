import { expect, test } from 'vitest';
import { fitsGlob } from '#src/basics/glob.ts';

test.each([
  ['live/news', 'live/news', true],
  ['live/news', 'live/news-24h', false],
  ['live/*', 'live/news', true],
  ['*news*', 'live/news-24h', true],
  ['*a', 'a', true],
  ['ab*ba', 'aba', false],
  ['*ab*ab*', 'ab', false],
  ['**', '', true],
  ['live/*', 'live/two\nlines', true],
  ['live.*', 'live/news', false],
])('%s for %s: %s', (pattern, text, isMeant) => {
  expect(fitsGlob(pattern, text)).toBe(isMeant);
});

test('it says the same as a regular expression, for all short patterns and texts', () => {
  const words = (letters: string, length: number): string[] =>
    length === 0
      ? ['']
      : [
          '',
          ...words(letters, length - 1).flatMap((word) =>
            Array.from(letters).map((one) => one + word),
          ),
        ];
  const others: string[] = [];
  for (const pattern of new Set(words('ab*', 5))) {
    const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
    for (const text of new Set(words('ab', 5))) {
      if (fitsGlob(pattern, text) !== expression.test(text)) others.push(`${pattern} ${text}`);
    }
  }
  expect(others).toEqual([]);
});

test('a pattern of many stars holds nobody up', () => {
  expect(fitsGlob(`${'*0'.repeat(2_000)}*x`, '0'.repeat(4_000))).toBe(false);
});
