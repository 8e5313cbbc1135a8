import { expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { messageText } from '#sandbox/story-text.ts';
import { newestAnswer, untilAnswer } from './answers.ts';
import { OWN_DESK, type Desk, story } from './desk.ts';
import type { Card } from './card.ts';

const asked = async ({ operator, newTask }: Desk, count: number): Promise<Card[]> => {
  const cards: Card[] = [];
  for (let index = 1; index <= count; index += 1) {
    cards.push(await operator.asksFor(newTask(), { vod_loop_time: String(index) }));
  }
  return cards;
};

story(
  'The requests that are open',
  (at) => {
    test('no open requests: the answer says so and what to do next', async () => {
      const { operator } = at();

      await operator.types('/relay requests');

      const text = await untilAnswer(at(), operator, 'No open requests');
      expect(text).toContain('/relay modify');
      expect(text).toContain('/relay history');
    });

    test('are listed by deadline and can be paged through, also after a restart', async () => {
      const { operator, lead, slack } = at();
      const cards = await asked(at(), 12);
      await lead.types('/relay requests');
      const first = await untilAnswer(at(), lead, '12 open requests', '1 to 10');
      const newest = cards.at(-1)?.request ?? '';
      const oldest = cards[0]?.request ?? '';
      expect(first).toContain(oldest);
      expect(first).toContain('Rounds → 1 round');
      expect(first).toContain('/archives/');

      await at().restartBots();
      await slack.person(lead.id).presses(newestAnswer(at(), lead), 'requests_next');
      const second = await untilAnswer(at(), lead, '11 to 12');
      expect(second).toContain(newest);
      expect(second).not.toContain('Rounds → 1 round ');
      await slack.person(lead.id).presses(newestAnswer(at(), lead), 'requests_previous');
      await untilAnswer(at(), lead, '1 to 10');

      await lead.types('/relay requests mine');
      await untilAnswer(at(), lead, 'No open requests of yours');
      await operator.types('/relay requests live-prod mine');
      await untilAnswer(at(), operator, '12 open requests of yours', 'live-prod');
    });

    test('each has a review button, and decided ones leave the list', async () => {
      const { lead, slack, newTask, operator } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '7' });
      await lead.types('/relay requests pending');
      await untilAnswer(at(), lead, '13 requests waiting for approval');
      await slack.person(lead.id).presses(newestAnswer(at(), lead), 'requests_next');
      await untilAnswer(at(), lead, card.request);

      await slack.person(lead.id).presses(newestAnswer(at(), lead), 'review', {
        blockId: `request ${card.request}`,
      });
      const review = await lead.untilSees('Your decision');
      expect(review).toContain(card.request);
      await lead.decides('approve');
      await card.says('Applied');

      await lead.types('/relay requests pending');
      expect(await untilAnswer(at(), lead, '12 requests waiting for approval')).not.toContain(
        card.request,
      );
    });

    test('a wrong word is answered with the nearest right one', async () => {
      expect(await at().operator.types('/relay requests pendig')).toContain(
        'Did you mean `pending`?',
      );
    });
  },
  OWN_DESK,
);

story(
  'A change that ran without approval',
  (at) => {
    test('a change that ran without approval comes first until it is reviewed', async () => {
      const { onCall, operator, lead, newTask, slack } = at();
      await operator.asksFor(newTask(), { vod_loop_time: '2' });
      const card = await onCall.asksFor(newTask(), {
        vod_loop_time: '2',
        break_glass: ['break_glass'],
      });
      await card.says('Applied');
      await lead.types('/relay requests');
      const text = await untilAnswer(at(), lead, 'nobody else has looked yet', card.request);
      expect(text.indexOf(card.request)).toBeLessThan(text.indexOf('⏳'));

      await slack.person(lead.id).presses(newestAnswer(at(), lead), 'close_review');
      await lead.untilSees('What you found');
      await lead.closesReview('It was right');

      await lead.types('/relay requests');
      await at().slack.until(
        () => !messageText(newestAnswer(at(), lead)).includes('nobody else'),
        'a list without it',
      );
    });
  },
  {
    projectYaml: [
      'approvers: { users: [U0LEAD], usergroups: [S0LEADS] }',
      'policy:',
      `  break_glass: { users: [${PEOPLE.onCall.id}] }`,
    ],
  },
);
