import { expect, test } from 'vitest';
import type { SourceCheck } from '#src/relay/source-check.ts';
import { oddSources } from '#src/relay/source-odds.ts';

const usual = {
  videoCodec: 'AVC',
  width: 1920,
  height: 1080,
  frameRate: 25,
  audioCodecs: ['AAC'],
};

/** Which files of a list differ, by their place in it, and how. */
function odds(...files: readonly Partial<SourceCheck>[]) {
  const urls = files.map((_file, index) => `https://media.example.com/${index}.mp4`);
  const checks = new Map(
    files.map((file, index) => [urls[index] ?? '', { checkedAtMs: 0, problems: [], ...file }]),
  );
  return [...oddSources(urls, checks)].map(([url, traits]) => [
    urls.indexOf(url),
    ...traits.map(({ trait, has, rest }) => `${trait}: ${has}, not ${rest}`),
  ]);
}

test('files of one kind do not differ', () => {
  expect(odds(usual, usual, { ...usual, frameRate: 25.0003 })).toEqual([]);
});

test.each<[string, Partial<SourceCheck>, string]>([
  ['another codec', { videoCodec: 'HEVC' }, 'video: HEVC, not AVC'],
  ['another size', { width: 1280, height: 720 }, 'resolution: 1280×720, not 1920×1080'],
  ['another frame rate', { frameRate: 29.97 }, 'frameRate: 29.97, not 25'],
  ['another sound', { audioCodecs: ['AC-3'] }, 'audio: AC-3, not AAC'],
  ['more sound', { audioCodecs: ['AAC', 'AAC'] }, 'audio: AAC + AAC, not AAC'],
])('%s than the rest is found', (_what, difference, said) => {
  expect(odds(usual, { ...usual, ...difference }, usual)).toEqual([[1, said]]);
});

test("of two equally frequent kinds, the first file's is the usual one", () => {
  expect(odds(usual, { ...usual, videoCodec: 'HEVC' })).toEqual([[1, 'video: HEVC, not AVC']]);
});

test('unknown facts and files without audio count as no difference', () => {
  expect(odds(usual, {}, { ...usual, audioCodecs: [] }, { width: 1920 })).toEqual([]);
});

test('a file that is in the list twice counts once', () => {
  const url = 'https://media.example.com/a.mp4';
  const other = 'https://media.example.com/b.mp4';
  const checks = new Map<string, SourceCheck>([
    [url, { checkedAtMs: 0, problems: [], videoCodec: 'HEVC' }],
    [other, { checkedAtMs: 0, problems: [], videoCodec: 'AVC' }],
  ]);

  expect([...oddSources([other, url, url], checks).keys()]).toEqual([url]);
});
