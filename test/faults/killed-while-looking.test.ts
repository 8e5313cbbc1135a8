import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE } from '#sandbox/cast.ts';
import { createClock } from '#sandbox/clock.ts';
import type { Card } from '../acceptance/card.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';

describe.each(['socket', 'http'] as const)(
  'The bot is killed while it looks at a stream that is lost, over %s',
  (transport) => {
    let desk: Desk;
    const clock = createClock();
    beforeAll(async () => {
      const notify = `notify: { users: [${PEOPLE.onCall.id}] }`;
      const approvers = `approvers: { users: [${PEOPLE.lead.id}] }`;
      desk = await openDesk({ transport, clock, projectYaml: [approvers, notify] });
    });
    afterEach(async () => {
      await desk.afterTest();
      expect(desk.slack.faults()).toEqual([]);
    });
    afterAll(() => desk.close());

    /** A change whose stream did not come back, and was found absent once. */
    const lost = async (): Promise<Card> => {
      const { operator, lead, live, newTask } = desk;
      const task = newTask();
      const card = await operator.asksFor(task, { vod_start_video_index: '2 · two.mp4' });
      live.before('PUT', () => live.streamOf(task.task_id, { upAfterMs: Infinity }));
      await lead.approves(card);
      await card.says('Applied');
      const looks = () =>
        live
          .calls()
          .filter(({ on, query }) => on === 'STREAMS' && query['stream'] === task.stream_name);
      for (const seconds of [16, 15]) {
        const count = looks().length;
        await clock.moveOn(seconds * 1000);
        await desk.slack.until(() => looks().length > count, 'a look');
        await desk.isQuiet();
      }
      return card;
    };
    const isCalledOnce = async (card: Card): Promise<void> => {
      await card.says('Applied, but NO STREAM');
      await card.threadSays('*No stream* of', '@Ines Oncall');
      await desk.opsChannel.says('*No stream* of', card.request);
      await desk.isQuiet();
      await clock.moveOn(600_000);
      await desk.isQuiet();
      expect(card.thread().filter((line) => line.includes('@Ines Oncall'))).toHaveLength(1);
      expect(desk.opsChannel.count(`since ${card.request} was applied`)).toBe(1);
    };

    test('during the second look: the next replica looks, and people are called once', async () => {
      const { live, slack } = desk;
      const card = await lost();
      live.fail({ on: 'STREAMS', with: { hold: true } });
      await clock.moveOn(31_000);
      await slack.until(() => live.held() > 0, 'a look');

      await desk.bot().kill();
      live.release();
      await desk.startBot();

      await isCalledOnce(card);
    });

    test('after people were called and before that is recorded: they are called once', async () => {
      const { slack } = desk;
      const card = await lost();
      slack.fail({ method: 'chat.postMessage', with: 'lose_answer' });
      await clock.moveOn(31_000);
      await card.threadSays('*No stream* of');

      await desk.bot().kill();
      await desk.startBot();

      await isCalledOnce(card);
    });
  },
);
