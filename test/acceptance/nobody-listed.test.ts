import { expect, test } from 'vitest';
import { story } from './desk.ts';

story(
  'An empty list of approvers',
  (at) => {
    test('means nobody', async () => {
      const { operator, lead, newTask } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '2' });

      const review = await lead.reviews(card);

      expect(review).toContain('Nobody may approve in this project');
      expect(review).not.toContain('[Decide]');
    });
  },
  { projectYaml: ['approvers: { users: [], usergroups: [] }'] },
);
