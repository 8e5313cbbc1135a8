import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { sources } from './sources.ts';

const scripts = new Map(
  sources('src/redis/lua/*.lua').map(({ path, text }) => [basename(path, '.lua'), text]),
);

/** The names in every `script('library', 'name')`: the last one is run, those before it are put first. */
const uses = sources('src/**/*.ts')
  .flatMap(({ text }) => [...text.matchAll(/\bscript\(('[^)]*')\)/g)])
  .map(([, names = '']) => [...names.matchAll(/'([^']+)'/g)].map(([, name = '']) => name));
const run = uses.flatMap((names) => names.slice(-1));
const libraries = uses.flatMap((names) => names.slice(0, -1));

test('the scripts were found, and every one of them is used', () => {
  expect(run).toEqual(expect.arrayContaining(['commit', 'take-due']));
  expect([...scripts.keys()].toSorted()).toEqual([...new Set([...run, ...libraries])].toSorted());
});

test.each(run)('%s.lua says what it does, takes and returns before it begins', (name) => {
  const header = headerOf(name);

  expect(header.about).toMatch(/^[A-Z].*\./);
  expect(header.keys.length).toBeGreaterThan(0);
  expect(header.returns).not.toBe('');
});

test.each(run)('%s.lua names as many keys and arguments as it uses', (name) => {
  const header = headerOf(name);
  const code = codeOf(name);

  expect(header.keys).toEqual(oneTo(usedBy(code, 'KEYS')));
  expect(header.argv).toEqual(oneTo(usedBy(code, 'ARGV')));
});

test.each([...scripts.keys()])('%s.lua holds no rule: it knows no state and no person', (name) => {
  expect(codeOf(name)).not.toMatch(/pending|approved|applying|rejected|quorum|requester/);
});

test.each([...scripts.keys()])('%s.lua names no key of its own', (name) => {
  expect(codeOf(name)).not.toContain('relaydesk');
});

/** The first comment, cut at its three words. */
function headerOf(name: string) {
  const lines = (scripts.get(name) ?? '').split('\n');
  const comment = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('--')),
  );
  const text = comment.map((line) => line.slice(2)).join('\n');
  const [, about = '', keys = '', argv = '', returns = ''] =
    /^([^]*?)\n KEYS([^]*?)\n ARGV([^]*?)\n Returns([^]*)$/.exec(text) ?? [];
  return { about: about.trim(), keys: numbers(keys), argv: numbers(argv), returns: returns.trim() };
}

/** The numbers that begin an item: items are set apart by two spaces or a line. */
function numbers(text: string): number[] {
  return [...text.matchAll(/(?:^|\s{2,})(\d+) (?=\S)/g)].map(([, number]) => Number(number));
}

function codeOf(name: string): string {
  return (scripts.get(name) ?? '').replaceAll(/--.*$/gm, '');
}

/** The highest place of a list that the code reads. */
function usedBy(code: string, list: 'KEYS' | 'ARGV'): number {
  const indexed = [...code.matchAll(new RegExp(`${list}\\[(\\d+)\\]`, 'g'))].map(([, n]) =>
    Number(n),
  );
  const ranges = [...code.matchAll(new RegExp(`unpack\\(${list}, \\d+, (\\d+)\\)`, 'g'))].map(
    ([, n]) => Number(n),
  );
  const whole = [...code.matchAll(new RegExp(`local ([^=\\n]+) = unpack\\(${list}\\)`, 'g'))].map(
    ([, names = '']) => names.split(',').length,
  );
  return Math.max(0, ...indexed, ...ranges, ...whole);
}

function oneTo(count: number): number[] {
  return Array.from({ length: count }, (_item, index) => index + 1);
}
