import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CHANNELS, PROJECT } from '#sandbox/cast.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';

describe('Between what Slack has and what the bot knows', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ transport: 'http' });
  });
  afterEach(() => desk.afterTest());
  afterAll(() => desk.close());

  test('a card that was posted without being recorded is found again and updated', async () => {
    const { operator, lead, newTask, slack } = desk;
    slack.fail({ method: 'chat.postMessage', with: 'lose_answer' });
    await operator.opensForm(newTask().task_id);
    await operator.fills({ vod_loop_time: '4', reason: 'Four rounds' });
    const card = await desk.cardOf(await operator.submits());

    // Before the bot comes back to the card, which it does half a second later.
    await lead.rejects(card, 'Not today');

    await card.says('Rejected');
    await desk.isQuiet();
    expect(card.copies()).toBe(1);
  });

  test.each(['a command', 'a button'])(
    'a bot that is killed with %s in its hand has not acknowledged it, so Slack says that it failed',
    async (what) => {
      const { operator, newTask, slack } = desk;
      const task = newTask();
      const card = await operator.asksFor(task, { vod_loop_time: '4' });
      let isOpening = false;
      slack.fail({ method: 'views.open', with: 'timeout', when: () => (isOpening = true) });
      const driver = slack.person(operator.id);

      const click =
        what === 'a button'
          ? driver.presses(card.now(), 'review')
          : driver.runs(`/relay modify ${PROJECT.name} ${task.task_id}`, {
              channel: CHANNELS.ops.id,
            });
      await slack.until(() => isOpening, 'the bot about to open the modal');
      await desk.bot().kill();

      expect(await click).toMatchObject({ timedOut: true });
      await desk.startBot();
    },
  );
});
