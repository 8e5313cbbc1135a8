import { expect, test } from 'vitest';
import { derived, liveMap } from '#src/basics/derived.ts';

test('what is made of a value is made again only when that is another one', () => {
  let [value, made] = [{ name: 'a' }, 0];
  const name = derived(
    () => value,
    (now) => `${now.name}${(made += 1)}`,
  );

  expect([name(), name()]).toEqual(['a1', 'a1']);
  value = { name: 'b' };
  expect([name(), name()]).toEqual(['b2', 'b2']);
});

test('a live map shows the map of now, in every way of reading it', () => {
  let map: ReadonlyMap<string, number> = new Map([['a', 1]]);
  const live = liveMap(() => map);

  map = new Map([['b', 2]]);

  expect([live.size, live.get('a'), live.get('b'), live.has('b')]).toEqual([1, undefined, 2, true]);
  expect([[...live], [...live.entries()]]).toEqual([[['b', 2]], [['b', 2]]]);
  expect([[...live.keys()], [...live.values()]]).toEqual([['b'], [2]]);
  const seen: unknown[] = [];
  live.forEach((value, key) => seen.push([key, value]));
  expect(seen).toEqual([['b', 2]]);
});

test('a walk through it ends as it began', () => {
  let map: ReadonlyMap<string, number> = new Map([
    ['a', 1],
    ['b', 2],
  ]);
  const live = liveMap(() => map);
  const seen: string[] = [];

  for (const key of live.keys()) {
    seen.push(key);
    map = new Map([['c', 3]]);
  }

  expect(seen).toEqual(['a', 'b']);
});
