import { expect, test } from 'vitest';
import { loadedProject, problemsOf } from './set-up-config.ts';

const SLATE = {
  source_urls: ['https://media.example.com/slate.mp4'],
  vod_refresh_type: 'immediate_new_source',
  vod_start_video_index: 0,
};

test('presets of a project are read as changes, with rounds as text like the API has them', () => {
  const presets = {
    'standby-slate': { ...SLATE, on_failure: 'go_on' },
    loop: { vod_loop_time: -1 },
    three: { vod_loop_time: '3' },
  };

  expect(loadedProject({ presets }).presets).toEqual({
    'standby-slate': { change: SLATE, onFailure: 'go_on' },
    loop: { change: { vod_loop_time: '-1' } },
    three: { change: { vod_loop_time: '3' } },
  });
});

test.each([
  ['that only says what to do on a failure', { a: { on_failure: 'stop' } }, 'a: changes nothing'],
  ['with another word for that', { a: { ...SLATE, on_failure: 'halt' } }, 'on_failure'],
  ['that changes nothing', { a: {} }, 'presets.a: changes nothing'],
  ['with a time', { a: { end_time: '2026-11-28T20:00:00Z' } }, 'there is no key "end_time"'],
  ['with a misspelt field', { a: { source_url: [] } }, 'did you mean "source_urls"?'],
  ['with a name of its own kind', { 'Stand by': SLATE }, 'presets.Stand by: must be at most 40'],
  ['called like a word of the command', { remove: SLATE }, 'neither rename nor remove'],
  [
    'with a source inside the network',
    { a: { source_urls: ['https://media.example.com/1.mp4', 'http://localhost/x.mp4'] } },
    'projects[0].presets.a.source_urls[1]: localhost is not a public host',
  ],
  [
    'that starts past its list',
    { a: { source_urls: ['https://media.example.com/1.mp4'], vod_start_video_index: 1 } },
    'presets.a.vod_start_video_index: counts from 0, and the last file of the list is 0',
  ],
  ['with too many rounds', { a: { vod_loop_time: '99999999999' } }, 'must be -1 or a count'],
])('a preset %s is refused at the start, with its place', (_what, presets, said) => {
  expect(problemsOf({}, { presets }).join('\n')).toContain(said);
});

test('sources of a preset keep to the hosts of the project', () => {
  const sources = { hosts: ['cdn.example.com'] };

  expect(problemsOf({}, { sources, presets: { a: SLATE } })).toEqual([
    expect.stringContaining('media.example.com is not among sources.hosts of the project'),
  ]);
});

test('how the tasks of one request run has a default, and limits', () => {
  expect(loadedProject({}).batches).toEqual({ at_once: 4, on_failure: 'go_on' });
  expect(loadedProject({ batches: { at_once: 1 } }).batches.at_once).toBe(1);
  for (const at_once of [0, 17, 1.5]) {
    expect(problemsOf({}, { batches: { at_once } })).toEqual([
      expect.stringContaining('projects[0].batches.at_once: must be'),
    ]);
  }
});
