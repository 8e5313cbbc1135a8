import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, openDesk } from '../acceptance/desk.ts';
import { isToldOnce } from './told-once.ts';

describe('Redis is killed with -9 and comes back', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  const crash = async (): Promise<void> => {
    await desk.redis.kill();
    await desk.redis.restart();
  };

  test('between all the steps of people: nothing is lost, nothing is doubled', async () => {
    const { operator, lead, newTask, putsOf } = desk;
    const task = newTask();
    await operator.opensForm(task.task_id);
    await operator.fills({ vod_loop_time: '4', reason: 'Four rounds' });
    await crash();
    const request = await operator.submits();
    await crash();
    const card = await desk.cardOf(request);
    await crash();
    await lead.reviews(card);
    await crash();
    expect(await lead.decides('approve')).toContain('You approved');
    await crash();

    await isToldOnce(desk, card, 'Applied');
    expect(putsOf(task)).toHaveLength(1);
  });

  test('while the task is read before the call: the call is made, once', async () => {
    const { operator, lead, newTask, putsOf, live, slack } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    await lead.reviews(card);
    live.fail({ on: 'GET', with: { hold: true } });
    await lead.decides('approve');
    await slack.until(() => live.held() === 1, 'the reading before the call');

    await crash();
    live.release();

    await isToldOnce(desk, card, 'Applied');
    expect(putsOf(task)).toHaveLength(1);
  });

  test('while the call is under way: its answer is not lost', async () => {
    const { operator, lead, newTask, putsOf, live, slack } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.fail({ on: 'PUT', with: { hold: true, applied: true } });
    await lead.approves(card);
    await slack.until(() => live.held() === 1, 'the call');

    await desk.redis.kill();
    live.release();
    await slack.until(() => putsOf(task)[0]?.answer, 'the answer');
    await desk.redis.restart();

    await isToldOnce(desk, card, 'Applied');
    expect(card.text()).toContain('request_id');
    expect(putsOf(task)).toHaveLength(1);
  });

  test('together with the bot, after "submitted" and after "approved"', async () => {
    const { operator, lead, newTask, putsOf } = desk;
    const task = newTask();
    await operator.opensForm(task.task_id);
    await operator.fills({ vod_loop_time: '4', reason: 'Four rounds' });
    const request = await operator.submits();
    await Promise.all([desk.bot().kill(), desk.redis.kill()]);
    await desk.redis.restart();
    await desk.startBot();
    const card = await desk.cardOf(request);
    await lead.approves(card);
    await Promise.all([desk.bot().kill(), desk.redis.kill()]);
    await desk.redis.restart();
    await desk.startBot();

    await isToldOnce(desk, card, 'Applied');
    expect(putsOf(task)).toHaveLength(1);
  });
});
