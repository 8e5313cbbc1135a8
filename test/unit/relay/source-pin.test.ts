import { expect, test } from 'vitest';
import {
  changedFacts,
  changedSince,
  pinsOf,
  sourceFactsOfPins,
  type SourcePin,
} from '#src/relay/source-pin.ts';
import type { SourceCheck } from '#src/relay/source-check.ts';

const MORNING = 'https://media.example.com/morning.mp4';
const EVENING = 'https://media.example.com/evening.mp4';

const good: SourceCheck = {
  checkedAtMs: 1_000,
  problems: [],
  sizeBytes: 1_000,
  etag: '"a"',
  lastModified: 'Sat, 28 Nov 2026 08:40:00 GMT',
  durationSeconds: 60,
};

const missing: SourceCheck = {
  checkedAtMs: 1_000,
  problems: [{ kind: 'missing', httpStatus: 404 }],
};

test('a file is kept once, under its first place, and only if it was checked', () => {
  const pins = pinsOf([EVENING, MORNING, MORNING], new Map([[MORNING, good]]));

  expect(pins).toEqual([
    {
      file: 2,
      checkedAtMs: 1000,
      sizeBytes: 1_000,
      etag: '"a"',
      lastModified: 'Sat, 28 Nov 2026 08:40:00 GMT',
      durationSeconds: 60,
    },
  ]);
});

test('what is kept tells the forecast lengths and troubles', () => {
  const urls = [MORNING, EVENING];
  const checks = new Map([
    [MORNING, good],
    [EVENING, missing],
  ]);

  const { durations, troubles } = sourceFactsOfPins(urls, pinsOf(urls, checks));

  expect([...durations]).toEqual([[MORNING, 60]]);
  expect([...troubles]).toEqual([[EVENING, { kind: 'missing', httpStatus: 404 }]]);
});

const pin: SourcePin = { file: 1, sizeBytes: 1_000, etag: '"a"', durationSeconds: 60 };
const gone: SourcePin = { file: 1, trouble: { kind: 'missing', httpStatus: 404 } };

test.each<[string, readonly SourcePin[], SourcePin, boolean]>([
  ['the same', [pin], pin, false],
  ['a length that is rounded otherwise', [pin], { ...pin, durationSeconds: 60.04 }, false],
  ['a tag that the server left out this time', [pin], { ...pin, etag: undefined }, false],
  ['another size', [pin], { ...pin, sizeBytes: 1_001 }, true],
  ['another tag', [pin], { ...pin, etag: '"b"' }, true],
  ['another length', [pin], { ...pin, durationSeconds: 61 }, true],
  ['a file that is gone', [pin], gone, true],
  ['a file that is there again', [gone], pin, true],
  ['a file that was not looked at before', [], pin, false],
  ['a file that was not looked at before and is missing', [], gone, true],
])('%s: changed or not', (_what, before, now, isChanged) => {
  expect(changedSince(before, [now])).toEqual(isChanged ? [{ ...now, was: before[0] }] : []);
});

test('the facts that differ are named', () => {
  const other = { ...pin, etag: '"b"', lastModified: 'now', durationSeconds: 12 };

  expect(changedFacts(pin, other)).toEqual(['etag', 'durationSeconds']);
});
