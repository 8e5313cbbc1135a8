import { expect, test } from 'vitest';
import { historySentence } from '#src/slack/card/history-sentences.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { decisionBy, lead, requestWith } from '../../approval/sample-request.ts';
import { nowMs } from '../../relay/sample-task.ts';

const words = wordsFor('en');

const submitted = { event: 'submit', state: 'pending', atMs: nowMs } as const;
const ranByPolicy = { ...submitted, state: 'approved' } as const;
const approvedIn = (state: 'pending' | 'approved') => {
  return { event: 'approve', state, atMs: nowMs, person: lead } as const;
};

test.each([
  ['nobody decided on', [submitted], 'Nobody decided in time'],
  ['one of two had approved', [submitted, approvedIn('pending')], 'Nobody decided in time'],
  ['was approved', [submitted, approvedIn('approved')], 'was approved, but could not run within'],
  ['needed nobody', [ranByPolicy], 'was approved, but could not run within'],
])('a request that %s and expired gets the right sentence', (_what, before, said) => {
  const line = { event: 'expire', state: 'expired', atMs: nowMs } as const;
  const decisions = before.some(({ event }) => event === 'approve') ? [decisionBy(lead)] : [];
  const request = requestWith({ state: 'expired', decisions, history: [...before, line] });

  expect(historySentence(request, line, words)).toContain(said);
});
