import { expect, test } from 'vitest';
import { problemSentence } from '#src/slack/kit/sentences.ts';
import { wordsFor } from '#src/slack/words/index.ts';

test.each([
  ['a comment of a pasted .m3u', '#EXTINF:-1,Evening news', '"#EXTINF:-1,Evening news"'],
  ['a path with a query', 'evening.mp4?token=5f2d0c7a', '"evening.mp4?…'],
])('a line of the playlist that is no URL is quoted: %s', (_what, url, quoted) => {
  const problem = { field: 'source_urls', code: 'url_malformed', line: 2, url } as const;

  const said = problemSentence(problem, wordsFor('en'));

  expect(said).toContain(`Line 2: ${quoted}`);
  expect(said).not.toContain('token');
});
