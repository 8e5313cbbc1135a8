import { expect, test } from 'vitest';
import { importsOf, sources } from './sources.ts';

const sandbox = sources('test/sandbox/**/*.{ts,js}');
const bot = sources('src/**/*.ts', 'commands/**/*.ts');

const filesIn = (list: typeof sandbox) =>
  list.flatMap(importsOf).flatMap((each) => ('file' in each ? [each] : []));

test('both sides were read, the scripts of the page too', () => {
  expect(sandbox.length).toBeGreaterThan(100);
  expect(bot.length).toBeGreaterThan(50);
  expect(filesIn(sandbox)).toEqual(
    expect.arrayContaining([
      { from: 'test/sandbox/main.ts', file: 'test/sandbox/world.ts' },
      {
        from: 'test/sandbox/page/public/js/app.js',
        file: 'test/sandbox/page/public/js/world/world.js',
      },
    ]),
  );
});

test('the sandbox takes nothing but itself: what it plays is written a second time', () => {
  const foreign = filesIn(sandbox).filter(({ file }) => !file.startsWith('test/sandbox/'));

  expect(foreign).toEqual([]);
});

test('the bot takes nothing of the sandbox, nor of any other test', () => {
  expect(filesIn(bot).filter(({ file }) => file.startsWith('test/'))).toEqual([]);
});

test('the example in its README is the one that is tested', () => {
  const [readme] = sources('test/sandbox/README.md');
  const [example] = sources('test/sandbox/example.test.ts');
  const [, shown] = /```ts\n([^]*?)```/.exec(readme?.text ?? '') ?? [];

  expect(shown).toContain('createSimulatedSlack');
  expect(shown).toBe(example?.text);
});
