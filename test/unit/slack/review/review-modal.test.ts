import { expect, test } from 'vitest';
import { viewProblems } from '#sandbox/slack/blocks/validate.ts';
import { reviewModal } from '#src/slack/review/review-modal.ts';
import { wordsFor } from '#src/slack/words/index.ts';
import { requestWith } from '../../approval/sample-request.ts';
import { hourMs, nowMs, taskWith } from '../../relay/sample-task.ts';

const words = wordsFor('en');

/** This many URLs of 2,000 characters. */
const urls = (count: number, mark: string): string[] =>
  Array.from({ length: count }, (_all, index) =>
    `https://media.example.com/${mark}-${index}/`.padEnd(2_000, 'x'),
  );

const reviewOf = (held: number, asked: number) => {
  const base = taskWith({ source_urls: urls(held, 'old') });
  const request = requestWith({ base, change: { source_urls: urls(asked, 'new') } });
  const live = { ok: true, task: base } as const;
  const more = { refusal: undefined, openOutcomes: [], checks: undefined, nowMs };
  return reviewModal({ request, live, ...more }, words);
};

test('thirty long URLs in place of thirty others are all in the review', () => {
  const shown = JSON.stringify(reviewOf(30, 30));

  for (const url of [...urls(30, 'old'), ...urls(30, 'new')]) expect(shown).toContain(url);
  expect(shown).not.toContain(words.review.restInThread);
});

test('of a list that is too long it shows what fits, and says where all of it is', () => {
  const view = reviewOf(250, 30);

  expect(viewProblems(view, ['modal'])).toEqual([]);
  expect(JSON.stringify(view)).toContain('30 added, 250 removed');
  expect(JSON.stringify(view)).toContain(words.review.restInThread);
});

test('a link is compared with the task once its predecessor has run, and not before', () => {
  const request = requestWith({ after: 'R-7', base: taskWith({ vod_loop_time: '3' }) });
  const more = { refusal: undefined, openOutcomes: [], checks: undefined, nowMs };
  const reviewOn = (rounds: string, isOpen: boolean): string => {
    const live = { ok: true, task: taskWith({ vod_loop_time: rounds }) } as const;
    const follows = isOpen ? { id: 'R-7' } : undefined;
    const chained = { chain: [], followedBy: [], follows };
    return JSON.stringify(reviewModal({ request, live, chained, ...more }, words));
  };

  expect(reviewOn('9', true)).toContain(words.chains.builtOn('R-7'));
  expect(reviewOn('9', true)).not.toContain(words.chains.differences);
  expect(reviewOn('3', false)).toContain('the task has not changed');
  expect(reviewOn('9', false)).toContain(words.chains.differences);
});

test.each([
  [{}, undefined, 'The change runs at once'],
  [{}, hourMs, 'Runs 1 hour after that, so there is time to stop it'],
  [{ applyAtMs: nowMs + 2 * hourMs }, undefined, 'The change runs at its time'],
  [
    { applyAtMs: nowMs + 2 * hourMs },
    hourMs,
    'Runs at its time, or 1 hour after approval if that is later',
  ],
])('the last approver reads when it runs: %j with a hold of %s', (time, holdMs, said) => {
  const request = requestWith(time);
  const held = { ...request, policy: { ...request.policy, holdMs } };
  const live = { ok: true, task: request.base } as const;
  const more = { refusal: undefined, openOutcomes: [], checks: undefined, nowMs };

  expect(JSON.stringify(reviewModal({ request: held, live, ...more }, words))).toContain(said);
});
