import { expect, test } from 'vitest';
import { asMention, asText, openSentence } from '#src/slack/kit/slot-sentences.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { decisionBy, person, requester, requestWith } from '../../approval/sample-request.ts';

const words = wordsFor('en');
const slots = [
  [
    { users: ['U1', 'U2'], usergroups: [], count: 1 },
    { users: ['U2'], usergroups: ['S1'], count: 2 },
  ],
];
const policy = { quorum: 3, slots, rules: [] };
const names = new Map([
  ['U2', 'Li <3'],
  ['S1', '@leads'],
]);

test('what is open names how many of whom, in text or in mentions', () => {
  const request = requestWith({ policy });

  expect(openSentence(request, asText(names), words)).toBe(
    '1 of `U1` / Li &lt;3 and 2 of @leads / Li &lt;3',
  );
  expect(openSentence(request, asMention, words)).toBe(
    '1 of <@U1> / <@U2> and 2 of <!subteam^S1> / <@U2>',
  );
});

test('while somebody who approved could be in either place, those of both are named for what is left', () => {
  const made = [person('U2'), person('U9')].map((who, nth) => ({
    ...decisionBy(who),
    usergroups: nth === 0 ? [] : ['S1'],
  }));
  const request = requestWith({ policy, decisions: made });

  expect(openSentence(request, asText(names), words)).toBe('1 of `U1` / @leads');
});

test('who approved already, or asked for it, is not named among those who still have to approve', () => {
  const list = { users: ['U1', 'U2', 'U3', requester.userId], usergroups: [] };
  const two = { quorum: 2, slots: [[{ ...list, count: 2 }]], rules: [] };
  const request = requestWith({ policy: two, decisions: [decisionBy(person('U1'))] });

  expect(openSentence(request, asMention, words)).toBe('1 of <@U2> / <@U3>');
});

test('where all have approved, nothing is open', () => {
  const request = requestWith({ decisions: [decisionBy(person('U0LEAD'))] });

  expect(openSentence(request, asMention, words)).toBeUndefined();
});
