import { expect, test } from 'vitest';
import { story } from './desk.ts';

story('Somebody else changes the task meanwhile', (at) => {
  test('in a field of the request: the review says so, and an approval ends as stale', async () => {
    const { operator, lead, newTask, putsOf, live, opsChannel } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.edit(task.task_id, { vod_loop_time: '9' });

    const review = await lead.reviews(card);
    await lead.decides('approve');

    expect(review).toContain('was changed by somebody else');
    expect(review).toContain('Rounds: was until the end · requested 4 rounds · now 9 rounds');
    await card.says('Not run', 'Rounds: was until the end · requested 4 rounds · now 9 rounds');
    await opsChannel.says('Not run', card.request);
    expect(putsOf(task)).toEqual([]);
    expect(live.task(task.task_id).vod_loop_time).toBe('9');
  });

  test('in another field: a merged payload would undo that, so it is stale as well', async () => {
    const { operator, lead, newTask, putsOf, live } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.edit(task.task_id, { status: 'pause' });

    const review = await lead.reviews(card);
    await lead.decides('approve');

    expect(review).toContain('Status: On → Paused');
    await card.says('Not run', 'Status: On → Paused');
    expect(putsOf(task)).toEqual([]);
    expect(live.task(task.task_id).status).toBe('pause');
  });

  test('between the approval and the call: it is stale, without a call', async () => {
    const { operator, lead, newTask, putsOf, live } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    await lead.reviews(card);
    live.before('GET', () => void live.edit(task.task_id, { vod_loop_time: '9' }));

    await lead.decides('approve');

    await card.says('Not run');
    expect(putsOf(task)).toEqual([]);
  });

  test('by deleting it: nothing is sent, and the card says why', async () => {
    const { operator, lead, newTask, live, opsChannel } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.removeTask(task.task_id);

    const review = await lead.reviews(card);
    await lead.decides('approve');

    expect(review).toContain('The task has been deleted');
    await card.says('Failed', 'has been deleted', 'Nothing was sent');
    await opsChannel.says('Failed', card.request);
  });
});
