import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { wordsFor } from '#src/slack/words/index.ts';

test.each([
  ['docs/USING.md', 'en'],
  ['docs/USING.zh-CN.md', 'zh-CN'],
] as const)('%s calls buttons and states what they are called in Slack', (path, language) => {
  const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const { buttons, states } = wordsFor(language);
  const bold = new Set([...text.matchAll(/\*\*(.+?)\*\*/g)].map(([, label]) => label));
  const shown = [...text.matchAll(/^\| (\S+ [^|]+?) \|/gm)].map(([, state = '']) => state);
  const known: readonly string[] = Object.values(states);

  expect(bold.size).toBeGreaterThan(7);
  expect([...bold].filter((label) => !Object.values(buttons).includes(label ?? ''))).toEqual([]);
  expect(shown).toHaveLength(8);
  expect(shown.filter((state) => !known.some((each) => each.startsWith(state)))).toEqual([]);
});
