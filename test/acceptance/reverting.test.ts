import { expect, test } from 'vitest';
import { toWireTime, type WireTask } from '#sandbox/live/wire-task.ts';
import { HOUR_MS, MINUTE_MS, secondsFromNow, story } from './desk.ts';
import { opensAgain } from './life.ts';

story('An applied change is brought back', (at) => {
  const applied = async (task: WireTask) => {
    const { operator, lead } = at();
    const card = await operator.asksFor(task, { vod_loop_time: '4', status: 'pause' });
    await lead.approves(card);
    await card.says('Applied');
    return card;
  };

  test('by a new request that names the reverted one, under the same rules', async () => {
    const { operator, lead, newTask, putsOf, live, cardOf } = at();
    const task = newTask();
    const first = await applied(task);

    const form = await opensAgain(at(), operator, first, 'revert');
    await operator.fills({ reason: 'It was better before' });
    const request = await operator.submits();
    const card = await cardOf(request);

    expect(form).toContain(`This undoes what ${first.request} changed`);
    expect(form).toContain('Repeat the playlist: -1');
    expect(form).toContain('Status: On (enable)');
    expect(request).not.toBe(first.request);
    expect(card.text()).toContain(`Revert ${first.request}: Resume`);
    expect(card.text()).toContain('Waiting for approval');
    expect(putsOf(task)).toHaveLength(1);

    await lead.approves(card);
    await card.says('Applied');
    expect(live.task(task.task_id)).toMatchObject({ vod_loop_time: '-1', status: 'enable' });
    expect(putsOf(task)).toHaveLength(2);
  });

  test('on the task as it is now: later changes of others stay', async () => {
    const { operator, lead, newTask, live, cardOf } = at();
    const task = newTask();
    const first = await applied(task);
    live.edit(task.task_id, { vod_start_video_index: 1 });

    await opensAgain(at(), operator, first, 'revert');
    await operator.fills({ reason: 'It was better before' });
    const card = await cardOf(await operator.submits());
    expect(card.text()).not.toContain('Start file');
    await lead.approves(card);
    await card.says('Applied');

    expect(live.task(task.task_id)).toMatchObject({
      vod_loop_time: '-1',
      status: 'enable',
      vod_start_video_index: 1,
    });
  });

  test('by anybody who may request changes, with an approval', async () => {
    const { outsider, newTask, putsOf, cardOf, lead } = at();
    const task = newTask();
    const first = await applied(task);

    await opensAgain(at(), outsider, first, 'revert');
    await outsider.fills({ reason: 'It was better before' });
    const card = await cardOf(await outsider.submits());

    expect(await outsider.reviews(card)).toContain('You asked for this change');
    await lead.rejects(card, 'It was not');
    await card.says('Rejected');
    expect(putsOf(task)).toHaveLength(1);
  });

  test('a start that was moved on a running task: the form proposes one in 15 minutes', async () => {
    const { operator, lead, newTask, live, cardOf } = at();
    const task = newTask();
    const moved = await operator.asksFor(task, { start_time: secondsFromNow(2 * HOUR_MS) });
    await lead.approves(moved);
    await moved.says('Applied');

    const form = await opensAgain(at(), operator, moved, 'revert');
    expect(form).toContain('has passed and cannot be set again. The form asks for');
    await operator.fills({ reason: 'It was better before' });
    const card = await cardOf(await operator.submits());
    await lead.approves(card);
    await card.says('Applied', 'every requested setting');

    const inMs = Date.parse(live.task(task.task_id).start_time ?? '') - Date.now();
    expect(inMs).toBeGreaterThan(13 * MINUTE_MS);
    expect(inMs).toBeLessThan(17 * MINUTE_MS);
  });

  test('a moved start that has passed since stays, and the form says so', async () => {
    const { operator, lead, newTask, live } = at();
    const task = newTask();
    const moved = await operator.asksFor(task, { start_time: secondsFromNow(2 * HOUR_MS) });
    await lead.approves(moved);
    await moved.says('Applied');
    live.edit(task.task_id, { start_time: toWireTime(Date.now() - MINUTE_MS) });

    const form = await opensAgain(at(), operator, moved, 'revert');

    expect(form).toContain('The task has started meanwhile, so its start stays as it is');
    expect(form).toContain("Nothing differs from the task's current settings");
  });

  test('but not twice: then nothing differs', async () => {
    const { operator, newTask, live } = at();
    const task = newTask();
    const first = await applied(task);
    live.edit(task.task_id, { vod_loop_time: '-1', status: 'enable' });

    await opensAgain(at(), operator, first, 'revert');
    await operator.fills({ reason: 'It was better before' });

    expect(await operator.triesToSubmit()).toEqual({
      errors: { status: expect.stringContaining('Nothing differs') },
    });
  });
});
