import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedSlack } from './index.ts';
import { fieldsOf, type Fields } from './json.ts';
import { call, openSlack, socketBot, type Bot } from './testing.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const input = (id: string, element: Fields): Fields => ({
  type: 'input',
  block_id: id,
  label: plain(id),
  element: { action_id: 'value', ...element },
});
const fields = [
  input('note', { type: 'plain_text_input' }),
  input('task', { type: 'external_select', min_query_length: 1 }),
  {
    type: 'actions',
    block_id: 'buttons',
    elements: [
      { type: 'button', action_id: 'go', text: plain('Go') },
      {
        type: 'overflow',
        action_id: 'more',
        options: [{ text: plain('Later'), value: 'later' }],
      },
    ],
  },
];

/** Offers what was typed, and acknowledges everything. */
const listen = (app: App): void => {
  app.options('value', ({ ack, options }) =>
    ack({
      options: [{ text: { type: 'plain_text', text: options.value }, value: options.value }],
    }),
  );
  app.action(/.*/, ({ ack }) => ack());
  app.event('app_home_opened', () => Promise.resolve());
};

describe('a person in front of fields', () => {
  let slack: SimulatedSlack;
  let bot: Bot;
  const last = (): Fields => slack.deliveries().at(-1)?.body ?? {};

  beforeEach(async () => {
    slack = await openSlack({
      people: [
        { id: 'U0ANN', name: 'Ann', handle: 'ann' },
        { id: 'U0BEN', name: 'Ben', handle: 'ben' },
        { id: 'U0PAT', name: 'Pat', handle: 'pat', team_id: 'T0FAR', is_stranger: true },
      ],
    });
    bot = await socketBot(slack, listen);
  });

  afterEach(async () => {
    await bot.stop();
    await slack.stop();
  });

  it('fills a message in for themselves, and the next press carries it', async () => {
    await call(slack, 'chat.postMessage', { channel: 'C0OPS', text: 'x', blocks: fields });
    const [card] = slack.channel('C0OPS').messages();
    const [ann, ben] = [slack.person('U0ANN'), slack.person('U0BEN')];

    await ann.typesInto(card!, 'note', 'mine');
    expect(await ann.searchesIn(card!, 'task', 'news')).toMatchObject([{ value: 'news' }]);
    expect(last()).toMatchObject({
      type: 'block_suggestion',
      container: { type: 'message', message_ts: card!.ts },
      channel: { id: 'C0OPS' },
    });
    await ann.typesInto(card!, 'task', 'news');
    await ann.presses(card!, 'go');
    expect(last()).toMatchObject({
      actions: [{ action_id: 'go' }],
      state: {
        values: {
          note: { value: { value: 'mine' } },
          task: { value: { selected_option: { value: 'news' } } },
        },
      },
    });

    await ben.presses(card!, 'more', { value: 'later' });
    expect(last()).toMatchObject({
      actions: [{ action_id: 'more', selected_option: { value: 'later' } }],
      state: { values: { note: { value: { value: null } } } },
    });
    expect(fieldsOf(fieldsOf(last()['state'])['values'])['buttons']).toBeUndefined();
  });

  it('fills in their home, and opening either tab of the app is reported', async () => {
    await call(slack, 'views.publish', {
      user_id: 'U0ANN',
      view: { type: 'home', blocks: fields },
    });
    const ann = slack.person('U0ANN');

    await ann.opensHome('messages');
    expect(last()['event']).toMatchObject({ type: 'app_home_opened', tab: 'messages' });
    expect(last()['event']).not.toHaveProperty('view');
    await ann.opensHome();
    expect(last()['event']).toMatchObject({ tab: 'home', view: { type: 'home' } });

    await ann.typesInto('home', 'note', 'mine');
    await ann.presses('home', 'go');
    expect(last()).toMatchObject({
      view: { type: 'home', state: { values: { note: { value: { value: 'mine' } } } } },
    });
    expect(ann.home()?.state['note']).toMatchObject({ value: { value: 'mine' } });
  });

  it('in a Grid, has clicks of one workspace, commands of another and a list of their own', async () => {
    await bot.stop();
    await slack.stop();
    slack = await openSlack({ grid: { id: 'E0', name: 'Group', firstTeam: 'T0FIRST' } });
    bot = await socketBot(slack, listen);
    await call(slack, 'chat.postMessage', { channel: 'C0OPS', text: 'x', blocks: fields });
    const ann = slack.person('U0ANN');

    await ann.runs('/desk', { channel: 'C0OPS' });
    expect(last()).toMatchObject({ user_id: 'U0ANN', team_id: 'T0TEAM', enterprise_id: 'E0' });
    await ann.presses(slack.channel('C0OPS').messages()[0]!, 'go');
    expect(last()).toMatchObject({
      user: { id: 'U0ANN', team_id: 'T0FIRST' },
      enterprise: { id: 'E0' },
    });
    const { user } = await call(slack, 'users.info', { user: 'U0ANN' });
    expect(user).toMatchObject({ enterprise_user: { teams: ['T0FIRST', 'T0TEAM'] } });
    expect(user).not.toHaveProperty('team_id');
  });

  it('from another workspace, has the buttons of a shared channel and no commands', async () => {
    slack.changeChannel('C0OPS', { members: ['U0ANN', 'U0PAT'] });
    await call(slack, 'chat.postMessage', { channel: 'C0OPS', text: 'x', blocks: fields });
    const pat = slack.person('U0PAT');

    await expect(pat.runs('/desk', { channel: 'C0OPS' })).rejects.toThrow('members of Team only');
    await expect(pat.usesShortcut('new_thing')).rejects.toThrow('members of Team only');
    await pat.presses(slack.channel('C0OPS').messages()[0]!, 'go');

    expect(last()).toMatchObject({
      user: { id: 'U0PAT', team_id: 'T0FAR' },
      team: { id: 'T0TEAM' },
    });
    expect(await call(slack, 'conversations.info', { channel: 'C0OPS' })).toMatchObject({
      channel: { is_ext_shared: true },
    });
    expect(await call(slack, 'users.info', { user: 'U0PAT' })).toMatchObject({
      user: { is_stranger: true, team_id: 'T0FAR' },
    });
  });
});
