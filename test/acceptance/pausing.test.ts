import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, secondsFromNow, story } from './desk.ts';
import { opensAgain } from './life.ts';
import { toWireTime } from '#sandbox/live/wire-task.ts';

story('Pause and resume', (at) => {
  test('pause asks only for the times and the reason, and shows the effects on viewers', async () => {
    const { operator, lead, newTask, live, cardOf } = at();
    const task = newTask();

    await operator.types(`/relay pause ${task.task_id}`);
    const form = await operator.untilSees('as soon as this runs, until someone resumes it');
    expect(form).toContain('Pause a relay task');
    expect(form).toContain('`/relay modify` changes anything else');
    expect(Object.keys(operator.form()?.state ?? {})).toEqual(['apply_at', 'then_back', 'reason']);
    await operator.fills({ reason: 'The hall is dark' });
    const card = await cardOf(await operator.submits());
    await lead.approves(card);
    await card.says('Applied');

    expect(live.task(task.task_id).status).toBe('pause');
  });

  test('a pause may wait for its time', async () => {
    const { operator, lead, newTask, live, cardOf } = at();
    const task = newTask();

    await operator.types(`/relay pause ${task.task_id}`);
    await operator.untilSees('Pause a relay task');
    await operator.fills({ apply_at: secondsFromNow(HOUR_MS), reason: 'The hall is dark' });
    const card = await cardOf(await operator.submits());
    await lead.approves(card);
    await card.says('Approved, waiting to run');

    expect(live.task(task.task_id).status).toBe('enable');
    // A scheduled request would keep the shared desk from becoming quiet.
    await operator.withdraws(card);
    await card.says('Withdrawn');
  });

  test('resume asks how playback should continue, without a preselected answer', async () => {
    const { operator, lead, newTask, putsOf, cardOf } = at();
    const task = newTask({ status: 'pause', vod_refresh_type: 'immediate_new_source' });

    await operator.types(`/relay resume live-prod ${task.task_id}`);
    await operator.untilSees('nothing is chosen for you', 'How playback goes on');
    expect(Object.keys(operator.form()?.state ?? {})).toEqual([
      'vod_refresh_type',
      'apply_at',
      'then_back',
      'reason',
    ]);
    await operator.fills({ reason: 'The hall is lit' });
    expect(await operator.triesToSubmit()).toMatchObject({
      errors: { vod_refresh_type: expect.any(String) as string },
    });
    await operator.fills({ vod_refresh_type: 'continue_from_break_point' });
    const card = await cardOf(await operator.submits());
    await lead.approves(card);
    await card.says('Applied');

    expect(putsOf(task).map(({ body }) => body)).toMatchObject([
      { status: 'enable', vod_refresh_type: 'continue_from_break_point' },
    ]);
  });

  test('a problem with a field that the short form lacks names that field', async () => {
    const { operator, newTask } = at();
    const ended = toWireTime(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - MINUTE_MS);
    const task = newTask({ status: 'pause', end_time: ended });

    await operator.types(`/relay resume ${task.task_id}`);
    await operator.untilSees('Resume a relay task');
    await operator.fills({ vod_refresh_type: 'continue_from_break_point', reason: 'Go on' });

    expect(await operator.triesToSubmit()).toMatchObject({
      errors: {
        reason:
          'End: The end must be in the future. This form does not have that field: /relay modify does.',
      },
    });
  });

  test('editing a pause opens the full form', async () => {
    const { operator, newTask, cardOf } = at();
    await operator.types(`/relay pause ${newTask().task_id}`);
    await operator.untilSees('Pause a relay task');
    await operator.fills({ reason: 'The hall is dark' });
    const card = await cardOf(await operator.submits());

    const form = await opensAgain(at(), operator, card, 'edit');

    expect(form).toContain('Status: Paused (pause)');
    expect(form).toContain('Repeat the playlist');
  });

  test.each([
    ['pause', 'pause', 'is already paused', '/relay resume'],
    ['resume', 'enable', 'is already on', '/relay pause'],
  ])(
    '%s of a task already in that state is answered at once',
    async (typed, status, said, next) => {
      const { operator, newTask } = at();
      const task = newTask({ status });

      await operator.types(`/relay ${typed} ${task.task_id}`);

      expect(await operator.untilSees(said)).toContain(next);
      expect(operator.sees()).not.toContain('Ask for approval');
    },
  );

  test('if no task is named, it is chosen in the form, which is still a pause', async () => {
    const { operator, newTask } = at();
    const task = newTask();

    await operator.types('/relay pause');
    await operator.untilSees('Which relay task?');
    await operator.searches('task', String(task.stream_name));
    await operator.chooses('task', task.task_id);

    await operator.untilSees('This pauses the task');
  });
});
