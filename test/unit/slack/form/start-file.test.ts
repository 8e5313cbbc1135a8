import { describe, expect, test } from 'vitest';
import {
  filledList,
  startFileBlock,
  startFileElement,
  startFileTyped,
} from '#src/slack/form/start-file.ts';
import { taskWith } from '../../relay/sample-task.ts';

const urlOf = (name: string): string => `https://media.example.com/${name}.mp4`;
const urls = ['a', 'b', 'c'].map(urlOf);
const base = taskWith({ source_urls: urls, vod_start_video_index: 0 });

/** What Slack returns for the option of this file. */
const chosen = (index: number, of: readonly string[] = urls) => {
  const element = startFileElement({ urls: of, index });
  const initial = 'initial_option' in element ? element.initial_option : undefined;
  return { selected_option: initial as { value: string; text: { text: string } } };
};

describe('a file that was chosen by its name', () => {
  test.each([
    ['where it stood', urls, 1],
    ['where it stands now', ['x', 'a', 'b', 'c'].map(urlOf), 2],
    ['where it stood, though it is in the list twice', ['b', 'b', 'c'].map(urlOf), 1],
  ])('is found %s', (_where, list, index) => {
    expect(startFileTyped(chosen(1), list, { base })).toEqual({ index });
  });

  test.each([
    ['is gone', ['a', 'c'].map(urlOf)],
    ['is at two other places', ['b', 'a', 'b'].map(urlOf)],
  ])('is not guessed if it %s', (_how, list) => {
    expect(startFileTyped(chosen(1), list, { base })).toEqual({
      problem: { field: 'vod_start_video_index', code: 'start_file_moved', chosen: '2 · b.mp4' },
    });
  });
});

test('the number that the form was filled with stays, whatever the list becomes', () => {
  const list = ['x', 'y'].map(urlOf);

  expect(startFileTyped(chosen(0), list, { base })).toEqual({ index: 0 });
  expect(startFileTyped({}, list, { base })).toEqual({});
});

test('the block has another id for another list, so that Slack shows the new choice', () => {
  const other = { urls: [urlOf('x')], index: 0 };

  expect(startFileBlock(filledList({ base }), { base })).toBe('vod_start_video_index');
  expect(startFileBlock(other, { base })).toMatch(/^vod_start_video_index [0-9a-f]{12}$/);
});
