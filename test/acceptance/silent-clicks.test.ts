import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '#sandbox/cast.ts';
import { messageText } from '#sandbox/story-text.ts';
import { OWN_DESK, story } from './desk.ts';
import { createHomeTab } from './home-tab.ts';

const DIRECT = PEOPLE.operator.id.replace('U', 'D');
const WENT_WRONG = 'Something went wrong';
const INCIDENT = { error: 'internal_error' } as const;

story(
  'Slack does not show what was asked for',
  (at) => {
    const told = (): number => {
      const { slack } = at();
      const messages = slack.workspace.channels.has(DIRECT) ? slack.channel(DIRECT).messages() : [];
      return messages.filter((one) => messageText(one).includes(WENT_WRONG)).length;
    };
    const isTold = (before: number) =>
      at().slack.until(() => told() > before, 'to be told directly');

    test('a button of the Home that opens nothing is told directly, and not acknowledged', async () => {
      const { slack, operator } = at();
      const home = createHomeTab(slack, operator.id);
      await home.opens('My requests');
      const before = told();
      slack.fail({ method: 'views.open', with: INCIDENT });

      expect(await home.presses('home_ask')).toMatchObject({ timedOut: true });

      await isTold(before);
    });

    test('a Home that is not published is told directly, and the choice not acknowledged', async () => {
      const { slack, operator } = at();
      const home = createHomeTab(slack, operator.id);
      await home.opens('My requests');
      const before = told();
      slack.fail({
        method: 'views.publish',
        with: INCIDENT,
        // Not the one that keeps the Home fresh meanwhile.
        when: ({ view }) => JSON.stringify(view).includes('news'),
      });

      expect(await home.searches('news')).toMatchObject({ timedOut: true });

      await isTold(before);
    });

    test('a command whose answers get lost is answered beside it, or else directly', async () => {
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
