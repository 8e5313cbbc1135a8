import { expect, test } from 'vitest';
import type { WireTask } from '#sandbox/live/wire-task.ts';
import { story } from './desk.ts';
import { retries } from './life.ts';

story('A failed change is tried again', (at) => {
  const failed = async (task: WireTask) => {
    const { operator, lead, live } = at();
    const body = { error_code: 'LIVE.100011001', error_msg: 'Not like this.' };
    live.fail({ on: 'PUT', with: { status: 400, body } });
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    await lead.approves(card);
    await card.says('Failed', 'LIVE.100011001', 'Not like this.');
    return card;
  };

  test('by an approver: the task is compared again, and one approval is one call', async () => {
    const { secondLead, newTask, putsOf, opsChannel } = at();
    const task = newTask();
    const card = await failed(task);
    expect(putsOf(task)).toHaveLength(1);

    await retries(at(), secondLead, card);

    const text = await card.says('Applied');
    await card.threadSays('@Lars Second approved a retry');
    await opsChannel.says('Applied', card.request);
    expect(text).not.toContain('LIVE.100011001');
    expect(text).toContain('approved by @Lars Second');
    expect(putsOf(task).map(({ isApplied }) => isApplied)).toEqual([false, true]);
  });

  test('not by the requester', async () => {
    const { operator, newTask, putsOf } = at();
    const task = newTask();
    const card = await failed(task);

    await retries(at(), operator, card);

    await operator.isTold('You asked for this change, so someone else must decide');
    expect(card.text()).toContain('Failed');
    expect(putsOf(task)).toHaveLength(1);
  });

  test('by two approvers at once: one more call is made, and the slower one is told', async () => {
    const { lead, secondLead, newTask, putsOf, isQuiet } = at();
    const task = newTask();
    const card = await failed(task);

    await Promise.all([retries(at(), lead, card), retries(at(), secondLead, card)]);

    await card.says('Applied');
    await isQuiet();
    expect(putsOf(task)).toHaveLength(2);
    const told = [
      ...at().slack.person(lead.id).ephemerals(),
      ...at().slack.person(secondLead.id).ephemerals(),
    ];
    expect(JSON.stringify(told)).toContain('Too late');
  });

  test('once for each failure: a stale click on an earlier failure is ignored', async () => {
    const { secondLead, newTask, putsOf, live, slack, isQuiet } = at();
    const task = newTask();
    const card = await failed(task);
    const body = { error_code: 'LIVE.100011001', error_msg: 'Nor like this.' };
    live.fail({ on: 'PUT', with: { status: 400, body } });
    await retries(at(), secondLead, card);
    await card.says('Failed', 'Nor like this.');

    await slack.redeliverLast();

    await secondLead.isTold('changed after you opened it');
    await isQuiet();
    expect(putsOf(task)).toHaveLength(2);
    expect(card.text()).toContain('Failed');
  });

  test('on a task that somebody else has changed: it is stale, without a call', async () => {
    const { lead, newTask, putsOf, live } = at();
    const task = newTask();
    const card = await failed(task);
    live.edit(task.task_id, { vod_loop_time: '9' });

    await retries(at(), lead, card);

    await card.says('Not run', 'Rounds: was until the end · requested 4 rounds · now 9 rounds');
    expect(putsOf(task)).toHaveLength(1);
  });
});
