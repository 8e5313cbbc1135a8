import { expect, test } from 'vitest';
import { wholeFile } from '#src/slack/card/whole-file.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { requestWith } from '../../approval/sample-request.ts';
import { at, hourMs, taskWith } from '../../relay/sample-task.ts';

const words = wordsFor('en');

test('the file has the whole change as plain text, without signatures', () => {
  const base = taskWith({ source_urls: ['https://media.example.com/a&b.mp4?sig=hush'] });
  const added = Array.from({ length: 29 }, (_all, index) =>
    `https://media.example.com/${index}/`.padEnd(2_000, 'x'),
  );
  const change = { end_time: at(hourMs), source_urls: added };
  const request = requestWith({ id: 'R-7', base, change, contentVersion: 4 });

  const { filename, content, comment } = wholeFile(request, [], 'Asia/Shanghai', words);
  const lines = content.split('\n');

  expect(filename).toBe('R-7-v4.txt');
  expect(comment).toContain('R-7');
  expect(lines.slice(0, 4)).toEqual([
    expect.stringMatching(/^R-7 · New playlist for /),
    '',
    'End: 2026-11-28 20:00 Asia/Shanghai → 2026-11-26 21:00 Asia/Shanghai',
    'Playlist: 29 added, 1 removed',
  ]);
  expect(content).toContain('-  1  https://media.example.com/a&b.mp4?…');
  expect(content).not.toContain('hush');
  for (const [index, url] of added.entries()) {
    expect(lines).toContain(`+ ${String(index + 1).padStart(2)}  ${url}`);
  }
});
