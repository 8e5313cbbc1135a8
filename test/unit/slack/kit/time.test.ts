import { expect, test } from 'vitest';
import { consequencesOf } from '#src/relay/consequence.ts';
import { consequenceLine } from '#src/slack/card/card.ts';
import { historySentence } from '#src/slack/kit/sentences.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { decisionBy, lead, requestWith } from '../../approval/sample-request.ts';
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

test.each([
  ['nobody decided on', {}, 'Nobody decided in time'],
  ['was approved', { decisions: [decisionBy(lead)] }, 'could not be run in time'],
  ['needed nobody', { breakGlass: { quorum: 1 } }, 'could not be run in time'],
])('what %s and expired is told for what it is', (_what, fields, said) => {
  const request = requestWith({ state: 'expired', ...fields });
  const line = { event: 'expire', state: 'expired', atMs: nowMs } as const;

  expect(historySentence(request, line, words)).toContain(said);
});
