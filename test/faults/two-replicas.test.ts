import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Card } from '../acceptance/card.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';
import { isToldOnce } from './told-once.ts';

const REQUESTS = 10;

describe('Two replicas share the work', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
    await desk.startBot();
    await desk.slack.until(() => desk.slack.connections() === 2, 'two connections');
  });
  afterAll(() => desk.close());

  test('ten requests, two leads who decide at once on each: one call, one card, one result each', async () => {
    const { operator, lead, secondLead, newTask, putsOf, slack } = desk;
    const tasks = Array.from({ length: REQUESTS }, () => newTask());
    const cards: Card[] = [];
    for (const task of tasks) cards.push(await operator.asksFor(task, { vod_loop_time: '4' }));

    const answers: string[][] = [];
    for (const card of cards) {
      await Promise.all([lead.reviews(card), secondLead.reviews(card)]);
      answers.push(await Promise.all([lead.decides('approve'), secondLead.decides('approve')]));
    }

    for (const card of cards) await isToldOnce(desk, card, 'Applied');
    expect(tasks.map((task) => putsOf(task).length)).toEqual(tasks.map(() => 1));
    const winners = answers.map((pair) => pair.filter((text) => text.includes('You approved')));
    expect(winners.map(({ length }) => length)).toEqual(tasks.map(() => 1));
    expect(slack.faults()).toEqual([]);
  });

  test('one of them is killed while a call is under way: one call, one result', async () => {
    const { operator, lead, newTask, putsOf, live, slack } = desk;
    const task = newTask();
    const card = await operator.asksFor(task, { vod_loop_time: '4' });
    live.fail({ on: 'PUT', with: { hold: true, applied: true } });
    await lead.approves(card);
    await slack.until(() => live.held() === 1, 'the call');

    // Whichever made the call, one replica is left.
    await desk.bot().kill();
    live.release();

    await isToldOnce(desk, card, 'Applied');
    expect(putsOf(task)).toHaveLength(1);
    expect(slack.faults()).toEqual([]);
  });
});
