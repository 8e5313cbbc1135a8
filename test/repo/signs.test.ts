import { expect, test } from 'vitest';
import { sources } from './sources.ts';

const spoken = sources('src/slack/**/*.ts', 'commands/**/*.ts')
  .map(({ text }) => text)
  .join('');
const signs = new Set(spoken.match(/\p{Extended_Pictographic}/gu));
const [glyphs] = sources('test/sandbox/page/public/js/text/glyphs.js');

test('the words and the drawings were read', () => {
  expect(signs.size).toBeGreaterThan(10);
  expect(glyphs?.text).toContain("'⏳'");
});

test('every sign that the bot speaks with is drawn on the page, whatever fonts a machine has', () => {
  expect([...signs].filter((sign) => !glyphs?.text.includes(`'${sign}'`))).toEqual([]);
});
