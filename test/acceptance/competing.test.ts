import { expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { story } from './desk.ts';

story('Two people want the same task', (at) => {
  test('cards and forms name the other request; one runs, and the other becomes stale', async () => {
    const { operator, outsider, lead, newTask, putsOf, cardOf, live } = at();
    const task = newTask();
    const first = await operator.asksFor(task, { vod_loop_time: '4' });

    await outsider.opensForm(task.task_id);
    const form = outsider.sees();
    await outsider.fills({ vod_loop_time: '7', reason: 'Seven rounds' });
    const second = await cardOf(await outsider.submits());
    await second.says(`${first.request} is also open for this task`);
    await lead.approves(second);
    await second.says('Applied');
    const review = await lead.reviews(first);
    await lead.decides('approve');

    expect(form).toContain(`${first.request} is also open for this task`);
    expect(review).toContain('Rounds: was until the end · requested 4 rounds · now 7 rounds');
    await first.says('Not run', 'Rounds: was until the end · requested 4 rounds · now 7 rounds');
    expect(putsOf(task)).toHaveLength(1);
    expect(live.task(task.task_id).vod_loop_time).toBe('7');
  });

  test('when both are approved at the same time, one runs and the other is not sent', async () => {
    const { operator, outsider, lead, secondLead, newTask, putsOf, live, isQuiet } = at();
    const task = newTask();
    const first = await operator.asksFor(task, { vod_loop_time: '4' });
    const second = await outsider.asksFor(task, { vod_loop_time: '7' });
    await Promise.all([lead.reviews(first), secondLead.reviews(second)]);

    await Promise.all([lead.decides('approve'), secondLead.decides('approve')]);
    await isQuiet();

    const rounds = live.task(task.task_id).vod_loop_time;
    const [winner, loser] = rounds === '4' ? [first, second] : [second, first];
    expect(['4', '7']).toContain(rounds);
    expect(putsOf(task)).toHaveLength(1);
    expect(winner.text()).toContain('Applied');
    expect(loser.text()).toContain('Not run');
    expect(loser.text()).toContain(`now ${rounds} rounds`);
  });

  test('while one runs, the other can be approved, waits for it, and can be withdrawn', async () => {
    const { operator, outsider, lead, newTask, putsOf, live, slack, isQuiet } = at();
    const task = newTask();
    const first = await operator.asksFor(task, { vod_loop_time: '4' });
    const second = await outsider.asksFor(task, { vod_loop_time: '7' });
    live.fail({ on: 'PUT', with: { hold: true } });
    await lead.approves(first);
    await slack.until(() => live.held() === 1, 'the first call');
    await lead.approves(second);
    await second.says('Approved');

    await slack.person(outsider.id).presses(second.now(), 'withdraw');
    await second.says('Withdrawn');
    live.release();

    await first.says('Applied');
    await isQuiet();
    expect(putsOf(task)).toHaveLength(1);
    expect(second.text()).toContain('Withdrawn');
  });

  test('one person has one open request for a task: a second one is an edit of the first', async () => {
    const { operator, newTask, store } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    const count = await store.requestCount();
    await operator.opensForm(task.task_id);
    await operator.fills({ vod_loop_time: '7', reason: 'Seven rounds' });

    expect(await operator.triesToSubmit()).toEqual({
      errors: {
        reason: expect.stringContaining(
          `already have an open request for this task: ${card.request}`,
        ),
      },
    });
    expect(operator.sees()).toContain('Seven rounds');
    expect(await store.requestCount()).toBe(count);
  });
});

story(
  'A project where one person may have two requests open',
  (at) => {
    test('one person has only so many requests open: the form says so and keeps what was typed', async () => {
      const { operator, outsider, newTask, slack } = at();
      const first = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      await operator.asksFor(newTask(), { vod_loop_time: '4' });
      const third = newTask();
      await operator.opensForm(third.task_id);
      await operator.fills({ vod_loop_time: '7', reason: 'Seven rounds' });

      const refused = await operator.triesToSubmit();
      await outsider.asksFor(newTask(), { vod_loop_time: '4' });
      await slack.person(operator.id).presses(first.now(), 'withdraw');
      const request = await operator.submits();

      expect(refused).toEqual({
        errors: { reason: expect.stringContaining('You have 2 open requests in this project') },
      });
      expect(request).toMatch(/^R-/);
    });
  },
  {
    projectYaml: [`approvers: { users: [${PEOPLE.lead.id}] }`, 'policy: { open_per_person: 2 }'],
  },
);
