import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { playlistDiff, type PlaylistLine } from '#src/relay/playlist-diff.ts';
import { runs, someUrls } from './arbitrary-task.ts';

test.each([
  ['nothing changed', 'ab', 'ab', ['kept a 1', 'kept b 2']],
  ['one added at the end', 'a', 'ab', ['kept a 1', 'added b 2']],
  ['one added in front', 'b', 'ab', ['added a 1', 'kept b 2']],
  ['one removed', 'abc', 'ac', ['kept a 1', 'removed b from 2', 'kept c 2']],
  ['one replaced', 'abc', 'axc', ['kept a 1', 'removed b from 2', 'added x 2', 'kept c 3']],
  ['one moved to the end', 'abc', 'bca', ['kept b 1', 'kept c 2', 'moved a from 1 3']],
  ['all new', 'a', 'b', ['removed a from 1', 'added b 1']],
  ['made empty', 'ab', '', ['removed a from 1', 'removed b from 2']],
  ['filled', '', 'ab', ['added a 1', 'added b 2']],
  ['the second of two equal ones removed', 'aa', 'a', ['kept a 1', 'removed a from 2']],
  ['a second equal one added', 'ab', 'aba', ['kept a 1', 'kept b 2', 'added a 3']],
])('%s', (_what, before, after, lines) => {
  expect(playlistDiff(before.split(''), after.split('')).map(inWords)).toEqual(lines);
});

test('a copy that is added next to a moved one is new', () => {
  const lines = playlistDiff('axyz'.split(''), 'xyzaa'.split(''));

  expect(lines.map(({ kind }) => kind).toSorted()).toEqual([
    'added',
    'kept',
    'kept',
    'kept',
    'moved',
  ]);
});

test('the lines with a new place are the list afterwards, in order', () => {
  fc.assert(
    fc.property(someUrls, someUrls, (before, after) => {
      const placed = playlistDiff(before, after).filter((line) => line.kind !== 'removed');

      expect(placed.map(({ url }) => url)).toEqual(after);
      expect(placed.map(({ to }) => to)).toEqual(after.map((_url, index) => index + 1));
    }),
    runs,
  );
});

test('every url of the list before is kept, moved or removed, as often as it was there', () => {
  fc.assert(
    fc.property(someUrls, someUrls, (before, after) => {
      const lines = playlistDiff(before, after);
      const accounted = lines.filter(({ kind }) => kind !== 'added').map(({ url }) => url);

      expect(accounted.toSorted()).toEqual(before.toSorted());
    }),
    runs,
  );
});

test('where a line came from is where that url stood, and nothing comes from there twice', () => {
  fc.assert(
    fc.property(someUrls, someUrls, (before, after) => {
      const origins = playlistDiff(before, after).filter((line) => 'from' in line);
      const places = origins.map(({ from }) => from);

      expect(origins.map(({ from }) => before[from - 1])).toEqual(origins.map(({ url }) => url));
      expect(new Set(places).size).toBe(places.length);
    }),
    runs,
  );
});

function inWords(line: PlaylistLine): string {
  const from = 'from' in line ? ` from ${line.from}` : '';
  const to = 'to' in line ? ` ${line.to}` : '';
  return `${line.kind} ${line.url}${from}${to}`;
}
