import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHANNELS } from '#sandbox/cast.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';
import { isToldOnce } from './told-once.ts';

const troubles = [
  ['says that it is too much', { status: 429, retryAfter: 1 }],
  ['has a fault', { status: 500 }],
  ['answers with an error', { error: 'internal_error' }],
  ['does not answer', 'timeout'],
  ['posts it and its answer is lost', 'lose_answer'],
] as const;

const places = [
  ['the card', 'chat.postMessage', CHANNELS.leads.id],
  ['the card again', 'chat.update', CHANNELS.leads.id],
  ['the result', 'chat.postMessage', CHANNELS.ops.id],
] as const;

describe('Slack has trouble', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterEach(async () => {
    await desk.afterTest();
    expect(desk.slack.faults()).toEqual([]);
  });
  afterAll(() => desk.close());

  describe.each(places)('with %s', (_place, method, channel) => {
    test.each(troubles)('and %s: it still comes, once', async (_trouble, failure) => {
      const { operator, lead, newTask, putsOf, slack } = desk;
      const task = newTask();
      slack.fail({ method, with: failure, when: (args) => args['channel'] === channel });

      const card = await operator.asksFor(task, { vod_loop_time: '4' });
      await lead.approves(card);

      await isToldOnce(desk, card, 'Applied');
      expect(putsOf(task)).toHaveLength(1);
    });
  });

  test('for longer than calls are repeated: the card comes when it is over', async () => {
    const { operator, lead, newTask, slack } = desk;
    slack.fail({ method: 'chat.postMessage', times: 3, with: { status: 503 } });

    const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
    await lead.approves(card);

    await isToldOnce(desk, card, 'Applied');
  });
});

describe('Slack accepts one message per second in a channel', () => {
  test('eight requests in a row all get their card, once each', async () => {
    const desk = await openDesk({ slack: { limits: { strictRates: true } } });
    const { operator, newTask, slack } = desk;
    const requests: string[] = [];
    for (let count = 0; count < 8; count += 1) {
      await operator.opensForm(newTask().task_id);
      await operator.fills({ vod_loop_time: '4', reason: 'Four rounds' });
      requests.push(await operator.submits());
    }

    const cards = await Promise.all(requests.map((request) => desk.cardOf(request)));
    await desk.isQuiet();

    expect(cards.map((card) => card.copies())).toEqual(requests.map(() => 1));
    // The bot waits for its slot, so Slack never has to refuse a message.
    expect(slack.calls().filter(({ error }) => error === 'ratelimited')).toEqual([]);
    expect(slack.faults()).toEqual([]);
    await desk.close();
  });
});
