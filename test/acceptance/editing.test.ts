import { expect, test } from 'vitest';
import { story } from './desk.ts';
import { digestOn, opensAgain, takesOver } from './life.ts';

story(
  'The requester changes what was asked for',
  (at) => {
    test('in the form as it was filled in: earlier approvals are void, and the card says so', async () => {
      const { operator, lead, secondLead, newTask, putsOf } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { vod_loop_time: '4' }, 'Four rounds');
      await lead.approves(card);
      await card.says('needs 1 more approval');
      const before = digestOn(card);

      const form = await opensAgain(at(), operator, card, 'edit');
      await operator.fills({ vod_loop_time: '7' });
      expect(await operator.submits()).toBe(card.request);

      expect(form).toContain(
        `This changes ${card.request}. Saving it cancels the approvals it already has.`,
      );
      expect(form).toContain('Repeat the playlist: 4');
      expect(form).toContain('Why: Four rounds');
      await card.says('needs 2 approvals', 'Rounds: ', '7 rounds');
      expect(digestOn(card)).toMatch(/^[0-9a-f]{12}$/);
      expect(digestOn(card)).not.toBe(before);
      await card.threadSays(
        '@Olga Operator changed the request',
        'must be approved again',
        digestOn(card),
      );

      expect(await lead.approves(card)).toContain('1 more must approve');
      expect(await secondLead.approves(card)).toContain('You approved');
      await card.says('Applied');
      expect(putsOf(task).map(({ body }) => body)).toEqual([
        expect.objectContaining({ vod_loop_time: '7' }),
      ]);
    });

    test('while somebody reviews: a decision on the old version is refused', async () => {
      const { operator, lead, newTask, putsOf } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { vod_loop_time: '4' });
      await lead.reviews(card);
      await opensAgain(at(), operator, card, 'edit');
      await operator.fills({ vod_loop_time: '7' });
      await operator.submits();

      const answer = await lead.decides('approve');

      expect(answer).toContain('was changed after you opened it');
      await card.says('needs 2 approvals');
      expect(putsOf(task)).toEqual([]);
    });

    test('only in its reason: the digest stays, but a decision on the old version is refused too', async () => {
      const { operator, lead, newTask } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' }, 'Four rounds');
      const before = digestOn(card);
      await lead.reviews(card);
      await opensAgain(at(), operator, card, 'edit');
      await operator.fills({ reason: 'Another reason' });
      await operator.submits();

      const answer = await lead.decides('approve');

      expect(answer).toContain('was changed after you opened it');
      await card.says('Another reason', 'needs 2 approvals');
      expect(digestOn(card)).toBe(before);
    });

    test('while somebody else changed it: nothing is overwritten, and what was typed stays', async () => {
      const { operator, lead, newTask, live, slack } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { vod_loop_time: '4' });
      await opensAgain(at(), operator, card, 'edit');
      await operator.fills({ vod_loop_time: '7', reason: 'Seven rounds' });
      live.edit(task.task_id, { vod_start_video_index: 2 });
      await lead.reviews(card);
      await takesOver(at(), lead);
      await card.threadSays('rebased the request onto');
      const taken = digestOn(card);

      const answer = await operator.triesToSubmit();

      expect(answer).toEqual({
        errors: { reason: expect.stringContaining('changed after you opened the form') as unknown },
      });
      expect(operator.sees()).toContain('Why: Seven rounds');
      expect(digestOn(card)).toBe(taken);
      await operator.leaves();
      await opensAgain(at(), operator, card, 'edit');
      await operator.fills({ vod_loop_time: '7' });
      await operator.submits();
      await card.says('Rounds: ', '7 rounds');
      expect(slack.faults()).toEqual([]);
    });

    test('and nobody else can', async () => {
      const { operator, lead, newTask } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });

      const answer = await opensAgain(at(), lead, card, 'edit');

      expect(answer).toContain('Only the person who asked for this change can edit it');
    });

    test('but not once it is decided: the old button says so', async () => {
      const { operator, lead, newTask, slack } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      await lead.rejects(card, 'Not today');
      await card.says('Rejected');

      await slack.person(operator.id).presses(card.asPosted, 'edit');

      await operator.untilSees('Rejected');
    });
  },
  {
    projectYaml: ['approvers: { users: [U0LEAD], usergroups: [S0LEADS] }', 'policy: { quorum: 2 }'],
  },
);
