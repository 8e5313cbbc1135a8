import { expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { toWireTime } from '#sandbox/live/wire-task.ts';
import { messageText, modalText } from '#sandbox/story-text.ts';
import type { Card } from './card.ts';
import { HOUR_MS, OWN_DESK, secondsFromNow, story } from './desk.ts';
import { opensAgain } from './life.ts';

const AGAIN = '[Ask again…]';

const iso = (seconds: number): string => toWireTime(seconds * 1000);

story('Asking again for a request that came to nothing', (at) => {
  const rejected = async () => {
    const { operator, lead, newTask } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' }, 'Four rounds do');
    await lead.rejects(card, 'Not today');
    await card.says('Rejected', AGAIN);
    return { task, card };
  };

  const asksAgain = async (card: Card): Promise<Card> => {
    const { operator, cardOf } = at();
    const form = await opensAgain(at(), operator, card, 'ask_again');
    expect(form).toContain(`This requests again what ${card.request} requested`);
    expect(form).toContain('Repeat the playlist: 4');
    return cardOf(await operator.submits());
  };

  test('rejected: the form holds the change and its reason, and makes a new request', async () => {
    const { lead, live } = at();
    const { task, card } = await rejected();

    const again = await asksAgain(card);

    expect(again.request).not.toBe(card.request);
    expect(again.text()).toContain('Four rounds do');
    await lead.approves(again);
    await again.says('Applied');
    expect(live.task(task.task_id).vod_loop_time).toBe('4');
    expect(card.text()).toContain('Rejected');
  });

  test('planned for a time: the time and the way back stay, so that it does not run at once and for good', async () => {
    const { operator, lead, newTask, cardOf, putsOf } = at();
    const task = newTask();
    const [runs, back] = [secondsFromNow(2 * HOUR_MS), secondsFromNow(4 * HOUR_MS)];
    const card = await operator.asksFor(task, { status: 'pause', apply_at: runs, then_back: back });
    await lead.rejects(card, 'Say why');
    await card.says('Rejected', AGAIN);

    await opensAgain(at(), operator, card, 'ask_again');
    const again = await cardOf(await operator.submits());
    await lead.approves(again);

    await again.says('Approved, waiting to run', iso(runs), iso(back));
    expect(putsOf(task)).toEqual([]);
    await operator.withdraws(again);
  });

  test('withdrawn', async () => {
    const { operator, newTask } = at();
    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    await operator.withdraws(card);
    await card.says('Withdrawn', AGAIN);

    expect((await asksAgain(card)).text()).toContain('until the end → 4 rounds');
  });

  test('failed: anybody may ask again, beside the retry that an approver may approve', async () => {
    const { operator, lead, newTask, live } = at();
    live.fail({
      on: 'PUT',
      with: { status: 400, body: { error_code: 'LIVE.100011001', error_msg: 'Not like this.' } },
    });
    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    await lead.approves(card);
    await card.says('Failed', 'Approve retry…', AGAIN);

    expect((await asksAgain(card)).text()).toContain('until the end → 4 rounds');
  });

  test('not run, because the task changed: the form compares with the task as it is now', async () => {
    const { operator, lead, newTask, live } = at();
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.edit(task.task_id, { vod_loop_time: '9' });
    await lead.approves(card);
    await card.says('Not run', AGAIN);

    expect((await asksAgain(card)).text()).toContain('9 rounds → 4 rounds');
  });

  test('the task already holds the change: the form says that nothing differs', async () => {
    const { operator, live } = at();
    const { task, card } = await rejected();
    live.edit(task.task_id, { vod_loop_time: '4' });

    const form = await opensAgain(at(), operator, card, 'ask_again');

    expect(form).toContain("Nothing differs from the task's current settings");
  });

  test('the task is gone: the form says so and offers other tasks', async () => {
    const { operator, live } = at();
    const { task, card } = await rejected();
    live.removeTask(task.task_id);

    const form = await opensAgain(at(), operator, card, 'ask_again');

    expect(form).toContain(`There is no task *${task.task_id}*`);
  });

  test('pressed twice: each press has a form, and the second names the request of the first', async () => {
    const { operator } = at();
    const { card } = await rejected();
    const first = await asksAgain(card);

    const form = await opensAgain(at(), operator, card, 'ask_again');

    expect(form).toContain(first.request);
  });

  test('from /relay history', async () => {
    const { operator, slack } = at();
    const { card } = await rejected();
    await operator.types('/relay history');
    await operator.isTold(card.request);
    const driver = slack.person(operator.id);
    const list = driver.ephemerals().findLast((one) => messageText(one).includes(card.request));
    if (!list) throw new Error('no list');

    const blockId = `request ${card.request}`;
    await driver.presses(list, 'request_menu', { blockId, value: 'ask_again' });

    expect(modalText(await driver.untilModal('modify_form'))).toContain(card.request);
  });

  test('somebody else may ask again as well, and becomes the requester', async () => {
    const { secondLead, lead, cardOf } = at();
    const { card } = await rejected();
    await opensAgain(at(), secondLead, card, 'ask_again');

    const again = await cardOf(await secondLead.submits());

    expect(again.text()).toContain('Requested by* @Lars Second');
    await lead.approves(again);
    await again.says('Applied');
  });

  test('a lead whose Slack is in Chinese reads the form in Chinese', async () => {
    const { thirdLead } = at();
    const { card } = await rejected();

    const form = await opensAgain(at(), thirdLead, card, 'ask_again');

    expect(form).toContain(`再次申请 ${card.request}`);
  });
});

story(
  'Asking again for what expired, and when Slack takes no modal',
  (at) => {
    test('expired: the form is filled; a press that comes too late to open it is answered in words', async () => {
      const { operator, newTask, slack } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      await card.says('Expired', AGAIN);
      slack.fail({ method: 'views.open', with: { error: 'expired_trigger_id' } });

      const pressed = await slack.person(operator.id).presses(card.now(), 'ask_again');

      expect(pressed).not.toMatchObject({ acked: true });
      await operator.isTold('Something went wrong');
      expect(await opensAgain(at(), operator, card, 'ask_again')).toContain(card.request);
    });
  },
  {
    ...OWN_DESK,
    projectYaml: [`approvers: { users: [${PEOPLE.lead.id}] }`, 'policy: { expires_after: 2s }'],
  },
);
