import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import type { SeenMessage } from '#sandbox/slack/types.ts';
import { messageText } from '#sandbox/story-text.ts';
import { OWN_DESK, story } from './desk.ts';

const { leads } = CHANNELS;
const without = (id: string): string[] => leads.members.filter((member) => member !== id);
const DIRECT = PEOPLE.operator.id.replace('U', 'D');

story(
  'A requester who does not read the channel of the cards',
  (at) => {
    /** The cards that the operator has in their direct conversation with the bot, once there is one. */
    const ownCards = (request: string): readonly SeenMessage[] => {
      const { slack } = at();
      const messages = slack.workspace.channels.has(DIRECT) ? slack.channel(DIRECT).messages() : [];
      return messages.filter(
        (message) =>
          message.thread_ts === undefined && messageText(message).startsWith(`${request} `),
      );
    };
    const says = (request: string, ...words: readonly string[]): Promise<SeenMessage> =>
      at().slack.until(
        () =>
          ownCards(request).find((card) => words.every((word) => messageText(card).includes(word))),
        `a card of one's own of ${request} that says "${words.join('", "')}"`,
      );
    const leavesTheChannel = () =>
      at().slack.changeChannel(leads.id, { members: without(PEOPLE.operator.id) });

    test('gets a direct card that is kept up to date, with the result below it', async () => {
      const { operator, lead, newTask, isQuiet } = at();
      leavesTheChannel();

      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' }, 'Four rounds do');

      const first = messageText(await says(card.request, 'Waiting for approval', 'Four rounds do'));
      expect(first).toContain('[Edit…]  [Withdraw…]');
      expect(first).not.toContain('Review…');
      await lead.approves(card, 'Looks right');
      const last = await says(card.request, '✅ Applied', 'request_id', 'approved by @Lena Lead');
      expect(messageText(last)).not.toContain('[');
      await isQuiet();
      expect(ownCards(card.request)).toHaveLength(1);
      expect(ownCards(card.request)[0]?.replies.map(messageText)).toEqual([
        expect.stringContaining(`✅ Applied: ${card.request}`),
      ]);
    });

    test('can withdraw it there', async () => {
      const { operator, newTask, slack } = at();
      leavesTheChannel();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      const own = await says(card.request, 'Waiting for approval');

      await slack.person(operator.id).presses(own, 'withdraw');

      await says(card.request, 'Withdrawn');
      await card.says('Withdrawn');
    });

    test('reads why it was rejected, and an old card is updated', async () => {
      const { operator, lead, newTask, slack, isQuiet } = at();
      leavesTheChannel();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      const own = await says(card.request, 'Waiting for approval');
      await lead.rejects(card, 'Not during the match');
      await says(card.request, 'Rejected');
      await isQuiet();
      expect(ownCards(card.request)[0]?.replies.map(messageText)).toEqual([
        expect.stringContaining('Not during the match'),
      ]);

      await slack.person(operator.id).presses(own, 'withdraw');
      await operator.isTold('Too late');

      expect(messageText(await says(card.request, 'Rejected'))).not.toContain('Review');
    });

    test("gets it once, even if Slack's answer is lost", async () => {
      const { operator, lead, newTask, slack, isQuiet } = at();
      leavesTheChannel();
      slack.fail({
        method: 'chat.postMessage',
        with: 'lose_answer',
        when: (args) => args['channel'] === DIRECT,
      });

      const card = await operator.asksFor(newTask(), { vod_loop_time: '4' });
      await lead.rejects(card, 'Not today');

      await says(card.request, 'Rejected');
      await isQuiet();
      expect(ownCards(card.request)).toHaveLength(1);
      expect(ownCards(card.request)[0]?.replies).toHaveLength(1);
    });

    test('somebody who is in the channel gets no direct message', async () => {
      const { secondLead, lead, newTask, slack, isQuiet } = at();

      const card = await secondLead.asksFor(newTask(), { vod_loop_time: '4' });
      await lead.rejects(card, 'Not today');
      await card.says('Rejected');
      await isQuiet();

      const opened = slack.calls().filter(({ method }) => method === 'conversations.open');
      expect(opened.map(({ args }) => args['users'])).not.toContain(PEOPLE.secondLead.id);
    });

    test('a replica asks for the members of the channel once, not for each request', () => {
      const { slack, replicas } = at();
      const asked = slack.calls().filter(({ method }) => method === 'conversations.members');

      expect(asked.length).toBeLessThanOrEqual(replicas);
    });
  },
  OWN_DESK,
);
