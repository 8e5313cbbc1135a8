import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE, PROJECT } from '#sandbox/cast.ts';
import type { Message } from '#sandbox/slack/types.ts';
import { messageText } from '#sandbox/story-text.ts';
import { newestAnswer, untilAnswer } from './answers.ts';
import type { Card } from './card.ts';
import { type Desk, OWN_DESK, story } from './desk.ts';

const NO = 'Only full members of this workspace';
const UNKNOWN = 'Slack could not confirm who you are';

/** Commands that are answered with messages, and commands that open a modal. */
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
const REQUESTS = 13;

/** Everything that only this person is shown by what they do; resolves when the first message is there. */
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

/** Makes somebody a guest, or a full member again, and empties the caches. */
const changes = async ({ slack, restartBots }: Desk, isGuest: boolean): Promise<void> => {
  slack.changePerson(PEOPLE.outsider.id, { is_restricted: isGuest });
  await restartBots();
};

type Shown = Awaited<ReturnType<typeof showsAll>>;

/** Messages with buttons, a subscription, and a form in which tasks are searched. */
const showsAll = async (desk: Desk) => {
  const { outsider, opsChannel } = desk;
  const answerTo = async (line: string, ...words: readonly string[]): Promise<Message> => {
    await outsider.types(line);
    await untilAnswer(desk, outsider, ...words);
    return newestAnswer(desk, outsider);
  };
  const tasks = await answerTo('/relay list live', 'relay tasks', '1 to 10');
  const requests = await answerTo('/relay requests all', 'R-13', 'Next');
  const past = await answerTo('/relay history', '2 closed requests', 'R-1', 'R-3');
  const task = await answerTo('/relay show live/news24', 'source_urls', '[Change…]');
  await outsider.types('/relay watch live/news24');
  await opsChannel.says('subscribed this channel to', 'news24');
  // Waits for the answer after the message, so that it does not come after the next one.
  await untilAnswer(desk, outsider, 'No events arrive yet');
  const watches = await answerTo('/relay watch', 'This channel has', 'news24');
  await outsider.types('/relay modify');
  await outsider.untilSees('Which relay task?');
  expect(await outsider.searches('task', 'news24')).toHaveLength(1);
  expect(await outsider.searches('task', 'news')).not.toEqual([]);
  return { tasks, requests, past, task, watches };
};

/** The element of a message to press. */
type Place = (message: Message) => { readonly blockId: string; readonly value: string };

/** In the menu of the first task of a list. */
const inTaskMenu =
  (value: string): Place =>
  ({ blocks }) => {
    const block = blocks.find((each) => String(each['block_id']).startsWith('task '));
    return { blockId: String(block?.['block_id']), value };
  };

const inRequestMenu =
  (value: string, request = 'R-1'): Place =>
  () => ({ blockId: `request ${request}`, value });

story(
  'Guests',
  (at) => {
    const watched = (): number => at().opsChannel.count('subscribed this channel to');
    beforeAll(async () => {
      const { operator, lead, newTask } = at();
      for (let index = 0; index < REQUESTS; index += 1) {
        const card = await operator.asksFor(newTask(), { vod_loop_time: '4' }, 'Secret festival');
        expect(card.request).toBe(`R-${index + 1}`);
        if (index === 0) {
          await lead.approves(card);
          await card.says('Applied');
        }
        if (index === 2) await operator.withdraws(card);
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

    test('guests can read the help, like everybody', async () => {
      expect(await at().guest.types('/relay help')).toContain('/relay list');
      expect(await at().guest.types('/relay lst')).toContain('list');
    });

    describe('somebody who has become a guest', () => {
      const person = () => at().slack.person(at().outsider.id);
      let shown: Shown;
      beforeAll(async () => {
        shown = await showsAll(at());
        await changes(at(), true);
      });

      test('finds no task in a form that was open before', async () => {
        const { outsider } = at();

        // A new text, since Slack reuses the answer to the same one.
        expect(await outsider.searches('task', 'news2')).toEqual([]);
        await outsider.leaves();
      });

      test.each<[string, keyof Shown, string, Place?]>([
        ['turns no page of tasks', 'tasks', 'list_next'],
        ['turns no page of requests', 'requests', 'requests_next'],
        ['is shown no task from a menu', 'tasks', 'task_menu', inTaskMenu('show')],
        ['is shown no request from a menu', 'past', 'request_menu', inRequestMenu('show')],
        ['stops no subscription', 'watches', 'stop_watch'],
      ])('%s, and is told why in one line', async (_what, where, button, place) => {
        const message = shown[where];

        const told = await toldBy(at(), at().outsider, () =>
          person().presses(message, button, place?.(message)),
        );

        expect(told).toContain(NO);
        expect(told.split('\n')).toHaveLength(1);
        expect(at().opsChannel.count('stopped the subscription')).toBe(0);
      });

      test.each<[string, keyof Shown, string, Place?]>([
        ['the menu of a task', 'tasks', 'task_menu', inTaskMenu('change')],
        ['the menu of a request', 'past', 'request_menu', inRequestMenu('revert')],
        ['Ask again…', 'past', 'request_menu', inRequestMenu('ask_again', 'R-3')],
        ['the button of a task', 'task', 'change_task'],
      ])('opens no form with %s, and is told why', async (_what, where, button, place) => {
        const { outsider } = at();
        const message = shown[where];

        await person().presses(message, button, place?.(message));

        expect(await outsider.untilSees(NO)).not.toContain('Repeat the playlist');
        await outsider.leaves();
      });

      test('may do all of it again as a full member', async () => {
        const { outsider, opsChannel } = at();
        await changes(at(), false);

        await person().presses(shown.tasks, 'list_next');
        await outsider.isTold('relay tasks', '11 to');
        await person().presses(shown.watches, 'stop_watch');
        await opsChannel.says('stopped the subscription', 'news24');
      });
    });

    describe('while Slack cannot say who somebody is, even a member', () => {
      let card: Card;
      beforeAll(async () => {
        const { lead, slack, cardOf, restartBots } = at();
        card = await cardOf('R-2');
        await lead.types('/relay modify');
        await lead.untilSees('Which relay task?');
        await restartBots();
        slack.fail({ method: 'users.info', times: 1_000, with: { error: 'fatal_error' } });
      });
      afterAll(() => at().slack.clearFailures());

      test('finds no task in a form that was open before', async () => {
        expect(await at().lead.searches('task', 'news24')).toEqual([]);
      });

      test.each(['list', 'watch live/news24'])('is told only that by /relay %s', async (words) => {
        const { operator } = at();

        const told = await toldBy(at(), operator, () => operator.types(`/relay ${words}`));

        expect(told).toContain(UNKNOWN);
        expect(told.split('\n')).toHaveLength(1);
      });

      test('opens no form', async () => {
        const { operator } = at();

        await operator.types('/relay modify');

        expect(await operator.untilSees(UNKNOWN)).not.toContain('Which relay task?');
      });

      test('opens no review', async () => {
        const review = await at().lead.reviews(card);

        expect(review).toContain(UNKNOWN);
        expect(review).not.toContain('Rounds');
      });

      test('decides again once Slack can say it', async () => {
        at().slack.clearFailures();

        expect(await at().lead.reviews(card)).toContain('[Decide]');
      });
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
