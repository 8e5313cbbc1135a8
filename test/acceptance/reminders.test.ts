import { expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import { MINUTE_MS, story } from './desk.ts';

const clock = createClock();

story(
  'Nobody decides for a while',
  (at) => {
    test('the first line is notified again, then the second, each once and on time', async () => {
      const { operator, lead, newTask } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      expect(card.text()).toContain('@oncall');

      await clock.moveOn(10 * MINUTE_MS);
      const reminder = await card.threadSays('Still waiting for approval');
      expect(card.thread().join()).not.toContain('Nobody has decided yet');
      await clock.moveOn(10 * MINUTE_MS);
      const escalation = await card.threadSays('Nobody has decided yet');

      expect(reminder).toContain('@oncall');
      expect(reminder).not.toContain('@Lars Second');
      expect(escalation).toContain('@Lars Second');
      expect(escalation).not.toContain('@oncall');

      await lead.approves(card);
      await card.says('Applied');
      const lines = card.thread().filter((line) => line.includes('Nobody has decided yet'));
      expect(lines).toHaveLength(1);
    });

    test('nobody is reminded of a request that was decided in time', async () => {
      const { operator, lead, newTask, isQuiet } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      const other = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      await lead.rejects(card, 'Not today');
      await card.says('Rejected');
      const lines = card.thread().length;

      // The other request is reminded meanwhile, so this one would have been as well.
      await clock.moveOn(10 * MINUTE_MS);
      await other.threadSays('Still waiting for approval');
      await clock.moveOn(10 * MINUTE_MS);
      await other.threadSays('Nobody has decided yet');
      await isQuiet();

      expect(card.thread().filter((line) => line.includes('Still waiting'))).toEqual([]);
      expect(card.thread().length).toBeLessThanOrEqual(lines + 1);
    });
  },
  {
    clock,
    projectYaml: [
      `approvers: { users: [${PEOPLE.lead.id}] }`,
      'notify: { usergroups: [S0ONCALL] }',
      `policy: { remind_after: 10m, escalate: { after: 20m, to: { users: [${PEOPLE.secondLead.id}] } } }`,
    ],
  },
);
