import { expect, test } from 'vitest';
import { CHANNELS } from '#sandbox/cast.ts';
import { story } from './desk.ts';

story('Shortcuts', (at) => {
  test('one opens the form from anywhere, and asks for the task', async () => {
    const { operator, slack, newTask, cardOf } = at();
    const task = newTask();

    await slack.person(operator.id).usesShortcut('ask_for_change');
    await operator.untilSees('Which relay task?');
    await operator.searches('task', String(task.stream_name));
    await operator.chooses('task', task.task_id);
    await operator.untilSees('Ask for approval', task.task_id);
    await operator.fills({ vod_loop_time: '6', reason: 'Six rounds' });

    expect((await cardOf(await operator.submits())).text()).toContain(String(task.stream_name));
  });

  test.each([
    ['a card', 0],
    ['a message of its thread', 1],
  ])('one on %s opens the form for its task', async (_what, place) => {
    const { operator, lead, slack, newTask } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '6' });
    await lead.rejects(card, 'Not today');
    await card.threadSays('rejected');
    const message = [card.now(), ...card.now().replies][place];
    if (!message) throw new Error('no such message');

    await slack.person(lead.id).usesMessageShortcut('change_this_task', message);

    expect(await lead.untilSees('Ask for approval')).toContain(task.task_id);
  });

  test('one on any other message explains itself, whatever that message claims', async () => {
    const { operator, lead, slack, newTask } = at();
    const card = await operator.asksFor(newTask(), { vod_loop_time: '6' });
    const message = await slack
      .person(operator.id)
      .writes(`${card.request} is the best`, { channel: CHANNELS.ops.id });

    await slack.person(lead.id).usesMessageShortcut('change_this_task', message);

    expect(await lead.untilSees('not about a request')).toContain('/relay modify');
  });
});
