import { expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { HOUR_MS, secondsFromNow, story } from './desk.ts';

const APPROVERS = 'approvers: { users: [U0LEAD], usergroups: [S0LEADS] }';
const AT_ONCE = ['break_glass'];

story(
  'Something is wrong on air, and nobody who may approve answers',
  (at) => {
    test('the person on call runs the change at once; everybody is told, and a lead reviews it', async () => {
      const { onCall, lead, opsChannel, newTask, putsOf, store } = at();
      const task = newTask();

      await onCall.opensForm(task.task_id);
      await onCall.fills({
        status: 'pause',
        break_glass: AT_ONCE,
        reason: 'Wrong film on air',
      });
      // Nobody else has to approve it, so the form asks for confirmation.
      await onCall.triesToSubmit();
      await onCall.untilSees('type the name of the task', 'until someone resumes it');
      await onCall.fills({ confirm: 'live/another' });
      expect(await onCall.triesToSubmit()).toEqual({
        errors: { confirm: `To go on, type exactly: live/${String(task.stream_name)}` },
      });
      await onCall.fills({ confirm: `LIVE/${String(task.stream_name)}` });
      const card = await at().cardOf(await onCall.submits());

      await card.says('Applied', 'Run without approval', 'would have needed 2 approvals');
      expect(putsOf(task)).toHaveLength(1);
      await opsChannel.says('runs R-', 'without approval', 'Wrong film on air', '@oncall');
      await card.says('Nobody else has looked at it yet', '[Sign off…]');

      expect(await lead.looksAt(card, 'It was right')).toContain('You signed off');

      const closed = await card.says('@Lena Lead signed it off', 'It was right');
      expect(closed).not.toContain('[Sign off…]');
      await opsChannel.says('@Lena Lead signed off what ran without approval', 'It was right');
      const audit = await store.auditOf(card.request);
      expect(audit).toContainEqual(
        expect.objectContaining({ event: 'submit', break_glass: { quorum: 2, frozen: 'Show' } }),
      );
      expect(audit).toContainEqual(
        expect.objectContaining({ event: 'after_review', note: 'It was right' }),
      );
    });

    test('a freeze does not stop it, and the card names the freeze', async () => {
      const { onCall, newTask, putsOf } = at();
      const task = newTask();

      const card = await onCall.asksFor(task, { vod_loop_time: '3', break_glass: AT_ONCE });

      await card.says('Applied', 'It went through a freeze: Show');
      expect(putsOf(task)).toHaveLength(1);
    });

    test('neither the requester nor somebody who is no approver can sign it off', async () => {
      const { onCall, outsider, newTask } = at();
      const card = await onCall.asksFor(newTask(), { vod_loop_time: '3', break_glass: AT_ONCE });
      await card.says('Applied');

      expect(await onCall.presses(card, 'close_review')).toContain('You asked for this change');
      await onCall.leaves();
      expect(await outsider.presses(card, 'close_review')).toContain('You are not an approver');
    });

    test('two leads close the review at the same time: the second is told who was faster', async () => {
      const { onCall, lead, secondLead, newTask } = at();
      const card = await onCall.asksFor(newTask(), { vod_loop_time: '3', break_glass: AT_ONCE });
      await card.says('Applied');
      await lead.presses(card, 'close_review');
      await secondLead.presses(card, 'close_review');

      expect(await lead.closesReview('It was right')).toContain('You signed off');
      expect(await secondLead.closesReview('So it was')).toContain(
        '@Lena Lead already signed this off',
      );
    });

    test('it cannot be scheduled: a time to apply is an error under its field', async () => {
      const { onCall, newTask } = at();
      await onCall.opensForm(newTask().task_id);
      await onCall.fills({
        vod_loop_time: '3',
        break_glass: AT_ONCE,
        apply_at: secondsFromNow(HOUR_MS),
        reason: 'Later',
      });

      expect(await onCall.triesToSubmit()).toEqual({
        errors: { apply_at: expect.stringContaining('Break-glass runs at once') },
      });
    });

    test('somebody who is not on the list is not offered it', async () => {
      const { operator, onCall, newTask } = at();
      const task = newTask();

      await operator.opensForm(task.task_id);
      expect(operator.sees()).not.toContain('Break-glass');
      await onCall.opensForm(task.task_id);
      expect(onCall.sees()).toContain('Break-glass');
    });
  },
  {
    projectYaml: [
      APPROVERS,
      'notify: { usergroups: [S0ONCALL] }',
      'policy:',
      `  break_glass: { users: [${PEOPLE.onCall.id}] }`,
      '  rules:',
      '    - { when: { status: pause }, quorum: 2, hold: 1h }',
      '  freeze:',
      '    - { from: 2020-01-01T00:00:00Z, to: 2090-01-01T00:00:00Z, reason: Show }',
    ],
  },
);
