import { expect, test } from 'vitest';
import { isPresetName, presetChangeOf, presetProblems } from '#src/relay/preset.ts';

const sources = { schemes: ['https'] };
const urls = (count: number) =>
  Array.from({ length: count }, (_url, at) => `https://media.example.com/${at}.mp4`);

test('a preset keeps every field of a change but its times', () => {
  const change = {
    status: 'enable',
    source_urls: urls(2),
    vod_start_video_index: 0,
    start_time: '2026-11-28T20:00:00Z',
    end_time: '2026-11-29T20:00:00Z',
  };

  expect(presetChangeOf(change)).toEqual({
    status: 'enable',
    source_urls: urls(2),
    vod_start_video_index: 0,
  });
});

test.each([
  ['standby-slate', true],
  ['a', true],
  ['9_lives', true],
  ['x'.repeat(40), true],
  ['x'.repeat(41), false],
  ['', false],
  ['Standby', false],
  ['-x', false],
  ['two words', false],
  ['<!channel>', false],
  ['rename', false],
  ['remove', false],
])('the name "%s" can be used: %s', (name, isFine) => {
  expect(isPresetName(name)).toBe(isFine);
});

test.each([
  ['nothing', {}, 'no_change'],
  ['a private host', { source_urls: ['https://10.0.0.1/a.mp4'] }, 'url_private_host'],
  ['another scheme', { source_urls: ['rtmp://media.example.com/a'] }, 'url_scheme_not_allowed'],
  ['too many files', { source_urls: urls(31) }, 'urls_too_many'],
  ['a start past its list', { source_urls: urls(1), vod_start_video_index: 1 }, 'index_past_list'],
  ['an unknown status', { status: 'gone' }, 'unknown_value'],
  ['rounds in words', { vod_loop_time: 'three' }, 'loop_not_a_count'],
])('%s breaks the rules of any change', (_what, change, code) => {
  expect(presetProblems(change, sources)).toMatchObject([{ code }]);
});

test('what depends on the task is left to the form', () => {
  expect(presetProblems({ vod_start_video_index: 7 }, sources)).toEqual([]);
});
