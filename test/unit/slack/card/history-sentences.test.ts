import { expect, test } from 'vitest';
import { historySentence } from '#src/slack/card/history-sentences.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { decisionBy, lead, requestWith } from '../../approval/sample-request.ts';
import { nowMs } from '../../relay/sample-task.ts';

const words = wordsFor('en');

test.each([
  ['nobody decided on', {}, 'Nobody decided in time'],
  ['was approved', { decisions: [decisionBy(lead)] }, 'missed its slot'],
  ['needed nobody', { breakGlass: { quorum: 1 } }, 'missed its slot'],
])('a request that %s and expired gets the right sentence', (_what, fields, said) => {
  const request = requestWith({ state: 'expired', ...fields });
  const line = { event: 'expire', state: 'expired', atMs: nowMs } as const;

  expect(historySentence(request, line, words)).toContain(said);
});
