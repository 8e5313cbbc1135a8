import { expect, test } from 'vitest';
import type { ChangeRequest } from '#src/approval/record/change-request.ts';
import { resultSentence } from '#src/slack/card/history-sentences.ts';
import { renderResult } from '#src/slack/card/result.ts';
import { readAloud } from '#src/slack/kit/read-aloud.ts';
import { moment } from '#src/slack/kit/text.ts';
import { LANGUAGES, wordsFor } from '#src/slack/words/index.ts';
import { decisionBy, lead, policyOf, requestWith } from '../../approval/sample-request.ts';
import { nowMs } from '../../relay/sample-task.ts';

const words = wordsFor('en');
const evening = ['https://media.example.com/news/evening.mp4'];

const ended = (fields: Partial<ChangeRequest>): ChangeRequest => {
  const request = requestWith({
    state: 'applied',
    decisions: [decisionBy(lead)],
    outcome: { sent: true },
    reason: 'Rights *claim*',
    ...fields,
  });
  const sent = { event: 'send', state: 'applying', atMs: nowMs + 60_000 } as const;
  return { ...request, history: [...request.history, sent] };
};
const resultOf = (request: ChangeRequest, own = words) =>
  renderResult(request, resultSentence(request, own), own);

test('the result says what was done, its effects on viewers, what changed, who asked, who approved and why', () => {
  const request = ended({
    change: { source_urls: evening, vod_refresh_type: 'immediate_new_source' },
  });

  const said = readAloud(resultOf(request).blocks).split('\n');

  expect(said.slice(0, 6)).toEqual([
    '✅ Applied: R-142, *New playlist for 7864b3dc-e92f-4d5b-9a7e-1c0f6b2d8e41* in *live-prod*.',
    `🟠 A short break was expected ${moment(nowMs + 60_000)}, then evening.mp4 (file 1) from 0:00`,
    expect.stringContaining('🔵 New playlist, beginning with evening.mp4'),
    'Playlist: 1 added, 2 removed, How to switch → at once, to the start position · requested by <@U0REQUESTER> · approved by <@U0LEAD>',
    'Rights *claim*',
    expect.stringContaining('task_id'),
  ]);
});

test('the result of a pause says first that the channel is off air, and since when', () => {
  const [first, second] = readAloud(resultOf(ended({})).blocks).split('\n');

  expect(first).toContain('⏸️ Applied, off air: R-142, *Pause ');
  expect(second).toContain(`⏸ *OFF AIR* since ${moment(nowMs + 60_000)}`);
});

test('a failure has no effects, but shows its change, people and reason', () => {
  const failure = { kind: 'answered', error_code: 'LIVE.1', error_msg: 'No.' } as const;
  const said = readAloud(
    resultOf(ended({ state: 'failed', outcome: { sent: true, failure } })).blocks,
  );

  expect(said).not.toContain('OFF AIR');
  expect(said).toContain('Status → Paused · requested by <@U0REQUESTER> · approved by <@U0LEAD>');
  expect(said).toContain('LIVE.1');
});

test.each([
  [{ policy: policyOf(0), decisions: [] }, 'no approval was needed'],
  [{ breakGlass: { quorum: 2 }, decisions: [] }, '🚨 without approval'],
])('a result without an approval says why: %j', (fields, why) => {
  expect(resultOf(ended(fields)).text).toContain(`requested by <@U0REQUESTER> · ${why}`);
});

test.each(LANGUAGES)('its text says the same in its first line, in %s', (language) => {
  const own = wordsFor(language);
  const request = ended({});

  const [line = ''] = resultOf(request, own).text.split('\n');

  for (const part of [
    own.outcome.paused,
    own.card.titles.pause('7864b3dc-e92f-4d5b-9a7e-1c0f6b2d8e41'),
    own.effects.pausedSince(moment(nowMs + 60_000), own.effects.resumed),
    '<@U0REQUESTER>',
    own.requestList.approvedBy(['<@U0LEAD>']),
    'Rights *claim*',
  ]) {
    expect(line).toContain(part);
  }
});
