import { expect, test } from 'vitest';
import { consequencesOf } from '#src/relay/consequence.ts';
import { consequenceLine } from '#src/slack/card/card-notices.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { requestWith } from '../../approval/sample-request.ts';
import { at, hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';

const words = wordsFor('en');

test('what a schedule does is judged by its own time, not by that of asking', () => {
  const base = taskWith({ start_time: at(hourMs), end_time: at(4 * hourMs) });
  const asked = requestWith({ base, change: { vod_loop_time: '3' } });
  const applyAtMs = nowMs + 2 * hourMs;

  const line = consequenceLine({ ...asked, applyAtMs }, words);

  const then = consequencesOf(base, asked.change, applyAtMs).map((key) => words.consequences[key]);
  expect(line.replaceAll('⚠️ ', '').split('\n')).toEqual(then);
  expect(line).not.toBe(consequenceLine(asked, words));
});
