import { expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import { HOUR_MS, story } from './desk.ts';

const clock = createClock();

story(
  'A request that nobody decides on',
  (at) => {
    test('expires by itself, and its card and its thread say so', async () => {
      const { operator, lead, newTask, putsOf } = at();
      const task = newTask();

      const card = await operator.asksFor(task, { status: 'pause' });
      await clock.moveOn(HOUR_MS);

      const text = await card.says('Expired');
      expect(text).not.toContain('[Review…]');
      await card.threadSays('expired', 'Nothing was run', '@Olga Operator');
      expect(await lead.reviews(card.asPosted)).toContain('Expired');
      expect(putsOf(task)).toEqual([]);
    });

    test('can no longer be approved in a review that is still open', async () => {
      const { operator, lead, newTask, putsOf } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { status: 'pause' });
      await lead.reviews(card);
      await clock.moveOn(HOUR_MS);
      await card.says('Expired');

      const answer = await lead.decides('approve');

      expect(answer).toMatch(/[Ee]xpired/);
      expect(putsOf(task)).toEqual([]);
      expect(card.text()).toContain('Expired');
    });
  },
  {
    clock,
    projectYaml: [`approvers: { users: [${PEOPLE.lead.id}] }`, 'policy: { expires_after: 1h }'],
  },
);
