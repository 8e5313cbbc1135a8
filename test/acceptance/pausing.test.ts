import { expect, test } from 'vitest';
import { story } from './desk.ts';

story('Pause and resume', (at) => {
  test('pause opens the form with the pause chosen, and says what viewers get', async () => {
    const { operator, lead, newTask, live, cardOf } = at();
    const task = newTask();

    await operator.types(`/relay pause ${task.task_id}`);
    const form = await operator.untilSees('as soon as this runs, until someone resumes it');
    expect(form).toContain('Status: pause');
    await operator.fills({ reason: 'The hall is dark' });
    const card = await cardOf(await operator.submits());
    await lead.approves(card);
    await card.says('Applied');

    expect(live.task(task.task_id).status).toBe('pause');
  });

  test('resume asks how playback goes on, and takes no answer for granted', async () => {
    const { operator, lead, newTask, putsOf, cardOf } = at();
    const task = newTask({ status: 'pause', vod_refresh_type: 'immediate_new_source' });

    await operator.types(`/relay resume live-prod ${task.task_id}`);
    await operator.untilSees('nothing is chosen for you', 'How playback goes on');
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

  test.each([
    ['pause', 'pause', 'is already paused', '/relay resume'],
    ['resume', 'enable', 'is already on', '/relay pause'],
  ])('%s of a task that is so already is answered at once', async (typed, status, said, next) => {
    const { operator, newTask } = at();
    const task = newTask({ status });

    await operator.types(`/relay ${typed} ${task.task_id}`);

    expect(await operator.untilSees(said)).toContain(next);
    expect(operator.sees()).not.toContain('Ask for approval');
  });

  test('a task that was not named is chosen in the form, and the pause is still meant', async () => {
    const { operator, newTask } = at();
    const task = newTask();

    await operator.types('/relay pause');
    await operator.untilSees('Which relay task?');
    await operator.searches('task', String(task.stream_name));
    await operator.chooses('task', task.task_id);

    await operator.untilSees('This pauses the task');
  });
});
