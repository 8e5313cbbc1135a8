import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { messageText } from '#sandbox/story-text.ts';
import { OWN_DESK, story } from './desk.ts';
import { createHomeTab } from './home-tab.ts';

const WENT_WRONG = 'Something went wrong';
const UNSEEN = 'the window may still say that it is loading';
const INCIDENT = { error: 'internal_error' } as const;

story(
  'Slack does not show what was asked for',
  (at) => {
    const told = (person: string = PEOPLE.operator.id, words = WENT_WRONG): number => {
      const { slack } = at();
      const direct = person.replace('U', 'D');
      const messages = slack.workspace.channels.has(direct) ? slack.channel(direct).messages() : [];
      return messages.filter((one) => messageText(one).includes(words)).length;
    };
    const isTold = (before: number) =>
      at().slack.until(() => told() > before, 'to be told directly');

    test('if a button of the Home cannot open its modal, the person is told directly and the click is not acknowledged', async () => {
      const { slack, operator } = at();
      const home = createHomeTab(slack, operator.id);
      await home.opens('My requests');
      const before = told();
      slack.fail({ method: 'views.open', with: INCIDENT });

      expect(await home.presses('home_ask')).toMatchObject({ timedOut: true });

      await isTold(before);
    });

    test('if the global shortcut cannot open its modal, the person is told directly and it is not acknowledged', async () => {
      const { slack, operator } = at();
      const before = told();
      slack.fail({ method: 'views.open', with: INCIDENT });

      expect(await slack.person(operator.id).usesShortcut('ask_for_change')).toMatchObject({
        timedOut: true,
      });

      await isTold(before);
    });

    test('if a message shortcut cannot open its modal, the person is told next to the message and it is not acknowledged', async () => {
      const { slack, operator, newTask } = at();
      const card = await operator.asksFor(newTask(), { vod_loop_time: '6' });
      const beside = () =>
        slack.workspace.ephemerals.filter((one) => messageText(one).includes(WENT_WRONG)).length;
      const before = beside();
      slack.fail({ method: 'views.open', with: INCIDENT });

      expect(
        await slack.person(operator.id).usesMessageShortcut('change_this_task', card.now()),
      ).toMatchObject({ timedOut: true });

      await slack.until(() => beside() > before, 'an answer beside the message');
    });

    test('an error that the modal shows is not sent directly as well', async () => {
      const { slack, operator, newTask } = at();
      const home = createHomeTab(slack, operator.id);
      await home.opens('My requests');
      const before = told();
      await operator.opensForm(newTask().task_id);
      slack.fail({ method: 'views.update', with: INCIDENT });

      await operator.pressesInForm('more_source_urls');
      await operator.untilSees(WENT_WRONG);

      // Only the next one is sent.
      await operator.leaves();
      slack.fail({ method: 'views.open', with: INCIDENT });
      await home.presses('home_ask');
      await isTold(before);
      expect(told()).toBe(before + 1);
    });

    test('if Slack cannot show a rebase, the person is told directly, since the modal stays at loading', async () => {
      const { slack, operator, lead, live, newTask } = at();
      const task = newTask();
      const card = await operator.asksFor(task, { vod_loop_time: '4' });
      live.edit(task.task_id, { vod_start_video_index: 2 });
      await lead.reviews(card);
      live.fail({ on: 'GET', with: { hold: true } });
      slack.fail({ method: 'views.update', times: Infinity, with: INCIDENT });

      const driver = slack.person(lead.id);
      await driver.types('decision', 'rebase');
      await driver.submits();
      live.release();

      await slack.until(() => told(lead.id, UNSEEN) > 0, 'to be told directly');
      await card.threadSays('rebased the request onto');
    });

    test('if the Home cannot be published, the person is told directly and the choice is not acknowledged', async () => {
      const { slack, operator } = at();
      const home = createHomeTab(slack, operator.id);
      await home.opens('My requests');
      const before = told();
      slack.fail({
        method: 'views.publish',
        with: INCIDENT,
        // Not the one that keeps the Home up to date.
        when: ({ view }) => JSON.stringify(view).includes('news'),
      });

      expect(await home.searches('news')).toMatchObject({ timedOut: true });

      await isTold(before);
    });

    test("if a command's response URL fails, the answer comes in the channel or directly", async () => {
      const { slack, operator } = at();
      const whispers = (): number =>
        slack.workspace.ephemerals.filter(({ from }) => from === 'chat.postEphemeral').length;
      const types = () =>
        slack.person(operator.id).runs('/relay list', { channel: CHANNELS.ops.id });
      const [before, direct] = [whispers(), told()];
      slack.fail({ method: 'response_url', times: 2, with: { status: 500 } });

      await types();

      await slack.until(() => whispers() > before, 'an answer beside the command');
      slack.fail({ method: 'response_url', times: 2, with: { status: 500 } });
      slack.fail({ method: 'chat.postEphemeral', with: INCIDENT });

      await types();

      await isTold(direct);
    });
  },
  OWN_DESK,
);
