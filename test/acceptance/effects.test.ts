import { expect, test } from 'vitest';
import { story } from './desk.ts';

const RULES = [
  'send: changed',
  'approvers: { users: [U0LEAD], usergroups: [S0LEADS] }',
  'policy:',
  '  rules:',
  '    - { when: { status: pause }, quorum: 2, hold: 1h }',
  '    - { when: { fields: [callback_events], only: true }, quorum: 0 }',
];

story(
  'What a change would do is said before it is submitted',
  (at) => {
    test('when asked for, and nothing that was typed is lost', async () => {
      const { operator, newTask } = at();
      await operator.opensForm(newTask({ vod_loop_time: '7' }).task_id);
      expect(operator.sees()).not.toContain('What this does');
      await operator.fills({ status: 'pause', reason: 'Half written' });

      await operator.pressesInForm('what_would_it_do');
      const said = await operator.untilSees('What this does', 'until someone resumes it');

      expect(said.indexOf('Why')).toBeGreaterThan(said.indexOf('What this does'));
      expect(said).toContain('Needs 2 approvals');
      expect(said).toContain('Runs 1 hour after approval');
      expect(said).toContain(
        'the API may reset them to their defaults (for a start: now): `vod_loop_time`',
      );
      expect(operator.form()?.state).toMatchObject({
        status: { value: { selected_option: { value: 'pause' } } },
        reason: { value: { value: 'Half written' } },
      });
    });

    test('and again after more was typed', async () => {
      const { operator, newTask } = at();
      await operator.opensForm(newTask().task_id);
      await operator.pressesInForm('what_would_it_do');
      await operator.untilSees('Nothing differs');
      await operator.fills({ vod_refresh_type: 'continue_from_break_point' });

      await operator.pressesInForm('what_would_it_do');

      expect(await operator.untilSees('then the interrupted file from where it stopped')).toContain(
        'Needs 1 approval',
      );
    });

    test('at once, if the form opens with a change', async () => {
      const { operator, newTask } = at();

      await operator.types(`/relay pause ${newTask().task_id}`);

      await operator.untilSees('What this does', 'Needs 2 approvals');
    });

    test('a change that needs no approval and that viewers do not notice needs no confirmation', async () => {
      const { operator, newTask } = at();

      const card = await operator.asksFor(newTask(), { callback_events: ['TaskExit'] });

      await card.says('Applied');
    });
  },
  { projectYaml: RULES },
);
