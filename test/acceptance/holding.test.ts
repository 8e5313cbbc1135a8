import { expect, test } from 'vitest';
import { story } from './desk.ts';

const APPROVERS = 'approvers: { users: [U0LEAD], usergroups: [S0LEADS] }';

story(
  'A rule asks for a hold',
  (at) => {
    test('card and review say so before it is approved', async () => {
      const { operator, lead, newTask } = at();

      const card = await operator.asksFor(newTask(), { status: 'pause' });

      await card.says('Runs 1 hour after approval');
      expect(await lead.reviews(card)).toContain('Runs 1 hour after approval');
    });

    test('an approved change waits, and a lead can stop it, even the one who approved it', async () => {
      const { operator, lead, newTask, putsOf } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { status: 'pause' });

      expect(await lead.approves(card)).toMatch(/You approved R-\d+\. It runs .* until then/);
      await card.says('Approved, waiting to run', 'runs 20');

      const review = await lead.reviews(card);
      expect(review).toContain('Until then an approver can stop it');
      expect(review).not.toContain('( ) Approve');
      expect(await lead.decides('reject', 'We need it after all')).toContain('You rejected');
      await card.says('Rejected');
      await card.threadSays('We need it after all');
      await at().isQuiet();
      expect(putsOf(task)).toEqual([]);
    });

    test('the requester can withdraw it during the hold', async () => {
      const { operator, lead, newTask, putsOf } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { status: 'pause' });
      await lead.approves(card);
      await card.says('Approved, waiting to run');

      await operator.withdraws(card);

      await card.says('Withdrawn');
      expect(putsOf(task)).toEqual([]);
    });

    test('a short one runs by itself when it is over, and not before', async () => {
      const { operator, lead, newTask, putsOf } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { vod_loop_time: '3' });

      await lead.approves(card);
      await card.says('Applied');

      const approvedMs = Date.parse(
        String(
          (await at().store.auditOf(card.request)).find((l) => l['event'] === 'approve')?.['at'],
        ),
      );
      expect(putsOf(task)).toHaveLength(1);
      expect(putsOf(task)[0]?.atMs).toBeGreaterThanOrEqual(approvedMs + 1_000);
    });
  },
  {
    projectYaml: [
      APPROVERS,
      'policy:',
      '  rules:',
      '    - { when: { status: pause }, quorum: 1, hold: 1h }',
      '    - { when: { fields: [vod_loop_time] }, quorum: 1, hold: 1s }',
    ],
  },
);
