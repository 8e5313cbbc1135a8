import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHANNELS } from '#sandbox/cast.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';
import { isToldOnce } from './told-once.ts';

describe.each(['socket', 'http'] as const)('The bot is killed with -9, over %s', (transport) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ transport });
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  const dies = () => desk.bot().kill();

  test('before the card is posted: the card comes, once', async () => {
    const { operator, lead, newTask, putsOf, slack } = desk;
    const task = newTask();
    let isPosting = false;
    slack.fail({
      method: 'chat.postMessage',
      with: 'timeout',
      when: () => (isPosting = true),
    });
    await operator.opensForm(task.task_id);
    await operator.fills({ vod_loop_time: '4', reason: 'Four rounds' });
    const request = await operator.submits();
    await slack.until(() => isPosting, 'the bot at the post office');

    await dies();
    await desk.startBot();

    const card = await desk.cardOf(request);
    await lead.approves(card);
    await isToldOnce(desk, card, 'Applied');
    expect(putsOf(task)).toHaveLength(1);
  });

  test('after the card is posted and before that is recorded: there is one card', async () => {
    const { operator, lead, newTask, slack } = desk;
    slack.fail({ method: 'chat.postMessage', with: 'lose_answer' });
    await operator.opensForm(newTask().task_id);
    await operator.fills({ vod_loop_time: '4', reason: 'Four rounds' });
    const card = await desk.cardOf(await operator.submits());

    await dies();
    await desk.startBot();

    await lead.approves(card);
    await isToldOnce(desk, card, 'Applied');
  });

  test('between the submit and the review: the old card works', async () => {
    const { operator, lead, newTask, putsOf } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });

    await dies();
    await desk.startBot();

    expect(await lead.approves(card)).toContain('You approved');
    await isToldOnce(desk, card, 'Applied');
    expect(putsOf(task)).toHaveLength(1);
  });

  test('while the form and the review are open: both go through', async () => {
    const { operator, lead, newTask, putsOf } = desk;
    const task = newTask();
    await operator.opensForm(task.task_id);
    await operator.fills({ vod_loop_time: '4', reason: 'Four rounds' });

    await dies();
    await desk.startBot();
    const card = await desk.cardOf(await operator.submits());
    await lead.reviews(card);
    await dies();
    await desk.startBot();

    expect(await lead.decides('approve')).toContain('You approved');
    await isToldOnce(desk, card, 'Applied');
    expect(putsOf(task)).toHaveLength(1);
  });

  test('between the approval and the call: the call is made, once', async () => {
    const { operator, lead, newTask, putsOf, live, slack } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    await lead.reviews(card);
    live.fail({ on: 'GET', with: { hold: true } });
    await lead.decides('approve');
    await slack.until(() => live.held() === 1, 'the reading before the call');

    await dies();
    await desk.startBot();
    live.release();

    await isToldOnce(desk, card, 'Applied');
    expect(putsOf(task)).toHaveLength(1);
    expect(live.task(task.task_id).vod_loop_time).toBe('4');
  });

  test('between the approval and a call that must no longer be made: nothing is sent', async () => {
    const { operator, lead, newTask, putsOf, live, slack } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    await lead.reviews(card);
    live.fail({ on: 'GET', with: { hold: true } });
    await lead.decides('approve');
    await slack.until(() => live.held() === 1, 'the reading before the call');

    await dies();
    live.removeTask(task.task_id);
    await desk.startBot();

    await isToldOnce(desk, card, 'Failed');
    expect(card.text()).toContain('Nothing was sent');
    expect(putsOf(task)).toEqual([]);
  });

  test('between the call and its answer: it is settled by reading, without another call', async () => {
    const { operator, lead, newTask, putsOf, live, slack } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.fail({ on: 'PUT', with: { hold: true, applied: true } });
    await lead.approves(card);
    await slack.until(() => live.held() === 1, 'the call');

    await dies();
    await desk.startBot();

    await card.threadSays('got no reply');
    await isToldOnce(desk, card, 'Applied');
    expect(putsOf(task)).toHaveLength(1);
  });

  test('before the call has taken effect: it is waited for, without another call', async () => {
    const { operator, lead, newTask, putsOf, live, slack } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.fail({ on: 'PUT', with: { hold: true } });
    await lead.approves(card);
    await slack.until(() => live.held() === 1, 'the call');

    await dies();
    await desk.startBot();
    await card.says('Outcome unknown');
    live.release();

    await isToldOnce(desk, card, 'Applied');
    expect(putsOf(task)).toHaveLength(1);
  });

  test.each(['timeout', 'lose_answer'] as const)(
    'while it reports the result (%s): the result is reported once',
    async (trouble) => {
      const { operator, lead, newTask, putsOf, slack, opsChannel } = desk;
      const task = newTask();
      const card = await operator.asksFor(task, { vod_loop_time: '4' });
      let isTelling = false;
      slack.fail({
        method: 'chat.postMessage',
        with: trouble,
        when: ({ channel }) => channel === CHANNELS.ops.id && (isTelling = true),
      });
      await lead.approves(card);
      await slack.until(() => isTelling, 'the bot about to tell the result');

      await dies();
      await desk.startBot();

      await opsChannel.says('Applied', card.request);
      await isToldOnce(desk, card, 'Applied');
      expect(putsOf(task)).toHaveLength(1);
    },
  );
});
