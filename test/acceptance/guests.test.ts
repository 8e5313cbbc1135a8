import { afterEach, describe, expect, test } from 'vitest';
import { PEOPLE, PROJECT } from '#sandbox/cast.ts';
import type { Message } from '#sandbox/slack/types.ts';
import { messageText } from '#sandbox/story-text.ts';
import { newestAnswer, untilAnswer } from './answers.ts';
import { type Desk, OWN_DESK, story } from './desk.ts';

const NO = 'Only full members of this workspace';
const UNKNOWN = 'Slack could not confirm who you are';

/** What is answered with messages, and what with a modal. */
const ANSWERED = [
  'list',
  'show live/news24',
  'show R-1',
  'requests all',
  'history',
  'explain',
  'explain live/news24 vod_loop_time',
  'explain R-1',
  'audit',
  'audit R-1',
  'watch',
  'watch live/news24',
];
const OPENED = ['modify', 'modify live/news24', 'pause live/news24', 'revert R-1'];

/** More than fit on a page. */
const REQUESTS = 12;

/** All that somebody is told, for their eyes only, by what they do; resolves when the first of it is there. */
const toldBy = async (
  { slack }: Desk,
  { id }: { readonly id: string },
  act: () => Promise<unknown>,
): Promise<string> => {
  const heard = (): readonly Message[] => slack.person(id).ephemerals();
  const before = heard().length;
  await act();
  const news = (): readonly Message[] => heard().slice(before);
  await slack.until(() => news().length > 0, `an answer for ${id}`);
  return news().map(messageText).join('\n');
};

/** Somebody becomes a guest or is none any more, and nothing is remembered of them. */
const changes = async ({ slack, restartBots }: Desk, isGuest: boolean): Promise<void> => {
  slack.changePerson(PEOPLE.outsider.id, { is_restricted: isGuest });
  await restartBots();
};

story(
  'Guests',
  (at) => {
    const watched = (): number => at().opsChannel.count('subscribed this channel to');
    afterEach(() => at().slack.clearFailures());

    test('the desk has more to show than fits on a page', async () => {
      const { operator, lead, newTask } = at();
      for (let index = 0; index < REQUESTS; index += 1) {
        const card = await operator.asksFor(newTask(), { vod_loop_time: '4' }, 'Secret festival');
        expect(card.request).toBe(`R-${index + 1}`);
        if (index === 0) await lead.approves(card);
      }
    });

    describe('are told that this is for full members, and nothing else,', () => {
      test.each(ANSWERED)('by /relay %s', async (words) => {
        const { guest } = at();

        const told = await toldBy(at(), guest, () => guest.types(`/relay ${words}`));

        expect(told).toContain(NO);
        expect(told.split('\n')).toHaveLength(1);
        expect(watched()).toBe(0);
      });

      test.each(OPENED)('by the modal of /relay %s', async (words) => {
        const { guest } = at();

        await guest.types(`/relay ${words}`);

        const seen = await guest.untilSees(NO);
        expect(seen).not.toContain('news24');
        expect(seen).not.toContain(PROJECT.name);
      });

      test('by a shortcut', async () => {
        const { guest, slack } = at();

        await slack.person(guest.id).usesShortcut('ask_for_change');

        expect(await guest.untilSees(NO)).not.toContain('Which relay task?');
      });
    });

    test('guests read what can be typed, like everybody', async () => {
      expect(await at().guest.types('/relay help')).toContain('/relay list');
      expect(await at().guest.types('/relay lst')).toContain('list');
    });

    test('somebody who has become a guest turns no page, uses no menu, stops nothing and searches nothing', async () => {
      const { outsider, opsChannel, slack } = at();
      const person = slack.person(outsider.id);
      const answerTo = async (line: string, ...words: readonly string[]): Promise<Message> => {
        await outsider.types(line);
        await untilAnswer(at(), outsider, ...words);
        return newestAnswer(at(), outsider);
      };
      const tasks = await answerTo('/relay list live', 'relay tasks', '1 to 10');
      const requests = await answerTo('/relay requests all', 'R-12', 'Next');
      const past = await answerTo('/relay history', '1 closed request', 'R-1');
      const task = await answerTo('/relay show live/news24', 'source_urls', '[Change…]');
      await outsider.types('/relay watch live/news24');
      await opsChannel.says('subscribed this channel to', 'news24');
      // The answer comes after the message, and must not come after the next answer.
      await untilAnswer(at(), outsider, 'No events arrive yet');
      const watches = await answerTo('/relay watch', 'This channel has', 'news24');
      await outsider.types('/relay modify');
      await outsider.untilSees('Which relay task?');
      expect(await outsider.searches('task', 'news24')).toHaveLength(1);
      expect(await outsider.searches('task', 'news')).not.toEqual([]);
      await changes(at(), true);

      // Another text: Slack shows again what it was answered before.
      expect(await outsider.searches('task', 'news2')).toEqual([]);
      await outsider.leaves();
      const menu = { blockId: 'request R-1' };
      for (const press of [
        () => person.presses(tasks, 'list_next'),
        () => person.presses(tasks, 'task_menu', { blockId: blockWith(tasks), value: 'show' }),
        () => person.presses(requests, 'requests_next'),
        () => person.presses(past, 'request_menu', { ...menu, value: 'show' }),
        () => person.presses(watches, 'stop_watch'),
      ]) {
        const told = await toldBy(at(), outsider, press);
        expect(told).toContain(NO);
        expect(told.split('\n')).toHaveLength(1);
      }
      for (const press of [
        () => person.presses(tasks, 'task_menu', { blockId: blockWith(tasks), value: 'change' }),
        () => person.presses(past, 'request_menu', { ...menu, value: 'revert' }),
        () => person.presses(task, 'change_task'),
      ]) {
        await press();
        expect(await outsider.untilSees(NO)).not.toContain('Repeat the playlist');
        await outsider.leaves();
      }
      expect(opsChannel.count('stopped the subscription')).toBe(0);

      await changes(at(), false);
      await person.presses(tasks, 'list_next');
      await outsider.isTold('relay tasks', '11 to');
      await person.presses(watches, 'stop_watch');
      await opsChannel.says('stopped the subscription', 'news24');
    });

    test('while Slack cannot say who somebody is, they see nothing, a member neither', async () => {
      const { operator, outsider, lead, slack, cardOf, restartBots } = at();
      const card = await cardOf('R-2');
      await lead.types('/relay modify');
      await lead.untilSees('Which relay task?');
      await restartBots();
      slack.fail({ method: 'users.info', times: 1_000, with: { error: 'fatal_error' } });

      const told = await toldBy(at(), operator, () => operator.types('/relay list'));
      const stop = await toldBy(at(), outsider, () => outsider.types('/relay watch live/news24'));
      await operator.types('/relay modify');

      expect([told, stop].map((text) => text.includes(UNKNOWN))).toEqual([true, true]);
      expect([told, stop].join('\n').split('\n')).toHaveLength(2);
      await operator.untilSees(UNKNOWN);
      expect(await lead.searches('task', 'news24')).toEqual([]);
      await lead.leaves();
      const review = await lead.reviews(card);
      expect(review).toContain(UNKNOWN);
      expect(review).not.toContain('Rounds');
      slack.clearFailures();
      await lead.leaves();
      expect(await lead.reviews(card)).toContain('[Decide]');
    });

    test('a full member who is on no list reads everything', async () => {
      const { outsider } = at();

      await outsider.types('/relay list news24');
      await untilAnswer(at(), outsider, '1 relay task', 'news24');
      await outsider.types('/relay show R-1');
      await untilAnswer(at(), outsider, 'What happened to R-1');
      await outsider.types('/relay explain R-1');
      await untilAnswer(at(), outsider, 'R-1');
      await outsider.types('/relay watch');
      await untilAnswer(at(), outsider, 'This channel has');
    });
  },
  OWN_DESK,
);

/** The block of the first task of a list. */
const blockWith = ({ blocks }: Message): string => {
  const block = blocks.find((each) => String(each['block_id']).startsWith('task '));
  return String(block?.['block_id']);
};
