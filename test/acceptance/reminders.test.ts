import { expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { story } from './desk.ts';

story(
  'Nobody decides for a while',
  (at) => {
    test('the first line is notified again, then the second, each once and on time', async () => {
      const { operator, lead, newTask } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      expect(card.text()).toContain('@oncall');

      const reminder = await card.threadSays('Still waiting for approval');
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
      await lead.rejects(card, 'Not today');
      await card.says('Rejected');
      const lines = card.thread().length;

      // Another request is reminded meanwhile, so this one would have been as well.
      const other = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      await other.threadSays('Nobody has decided yet');
      await isQuiet();

      expect(card.thread().filter((line) => line.includes('Still waiting'))).toEqual([]);
      expect(card.thread().length).toBeLessThanOrEqual(lines + 1);
    });
  },
  {
    projectYaml: [
      `approvers: { users: [${PEOPLE.lead.id}] }`,
      'notify: { usergroups: [S0ONCALL] }',
      `policy: { remind_after: 1s, escalate: { after: 2s, to: { users: [${PEOPLE.secondLead.id}] } } }`,
    ],
  },
);
