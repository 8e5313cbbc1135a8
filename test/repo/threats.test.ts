import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sources } from './sources.ts';

const rows = readFileSync(new URL('../../docs/threats.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| T'))
  .map((line) => {
    const [, id = '', threat = '', held = '', tests = '', open = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return { id, threat, held, tests, open };
  });

/** `file`: "name", "name"; `file`: "name" … as the table writes it. */
const named = rows.flatMap(({ tests }) => {
  return [...tests.matchAll(/`([^`]+\.test\.ts)`: ((?:"[^"]+"(?:, )?)+)/g)].flatMap(
    ([, file = '', names = '']) =>
      [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => ({ file, name })),
  );
});

const files = new Map(sources('test/**/*.test.ts').map(({ path, text }) => [path, text]));

test('every threat has its row, in order, and none has two', () => {
  const numbers = rows.map(({ id }) => Number(id.slice(1)));

  expect(numbers.slice(0, 29)).toEqual(Array.from({ length: 29 }, (_, index) => index + 1));
  expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
});

test('a row without a test says what is not held', () => {
  const silent = rows.filter(({ tests, open }) => !tests.includes('.test.ts') && open === '');

  expect(silent).toEqual([]);
});

test('every test that the table of threats names is there', () => {
  const missing = named.filter(({ file, name }) => {
    const text = files.get(file);
    return !["'", '"', '`'].some((quote) => text?.includes(`${quote}${name}${quote}`));
  });

  expect(named.length).toBeGreaterThan(50);
  expect(missing).toEqual([]);
});
