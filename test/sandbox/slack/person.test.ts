import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedSlack } from './index.ts';
import type { Fields } from './json.ts';
import { httpBot, openSlack, type Bot } from './testing.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const options = ['a', 'b', 'c'].map((value) => ({ text: plain(value), value }));
const field = (type: string, parts: Fields = {}) => ({
  type: 'input' as const,
  block_id: type,
  optional: true,
  label: plain(type),
  element: { type, action_id: 'value', ...parts } as never,
});
const view = {
  type: 'modal' as const,
  callback_id: 'fields',
  title: plain('Fields'),
  submit: plain('Send'),
  blocks: [
    field('plain_text_input', { max_length: 5, min_length: 2 }),
    field('number_input', { is_decimal_allowed: false, min_value: '1', max_value: '9' }),
    field('url_text_input'),
    field('static_select', { options, initial_option: options[1] }),
    field('checkboxes', { options }),
    field('multi_static_select', { options, max_selected_items: 2 }),
    field('datetimepicker'),
    field('datepicker'),
    field('timepicker'),
    field('users_select'),
    field('external_select', { min_query_length: 2 }),
  ],
};

describe('a person in front of a modal', () => {
  let slack: SimulatedSlack;
  let bot: Bot;
  let submitted: Fields | undefined;
  let asks: string[] = [];

  beforeEach(async () => {
    slack = await openSlack();
    submitted = undefined;
    asks = [];
    bot = await httpBot(slack, (app) => {
      app.command('/desk', async ({ ack, command, client }) => {
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view });
      });
      app.options('value', ({ ack, options: asked }) => {
        asks.push(asked.value);
        const size = asked.value === 'toomany' ? 101 : 100;
        const found = Array.from({ length: size }, (_, index) => ({
          text: plain(`${asked.value} ${index}`),
          value: `${asked.value}-${index}`,
        }));
        return ack({ options: found });
      });
      app.view('fields', async ({ ack, view: sent }) => {
        submitted = sent.state.values;
        if (sent.state.values['plain_text_input']?.['value']?.value === 'never') return;
        await ack();
      });
    });
    await slack.person('U0ANN').runs('/desk', { channel: 'C0OPS' });
    await slack.person('U0ANN').untilModal('fields');
  });

  afterEach(async () => {
    await bot.stop();
    await slack.stop();
  });

  it.each<[string, string | number | string[], string]>([
    ['plain_text_input', 'xxxxxx', 'takes 5 characters'],
    ['plain_text_input', 'a\nb', 'one line'],
    ['number_input', '1.5', 'not a whole number'],
    ['number_input', 'many', 'not a whole number'],
    ['static_select', 'd', 'not among a, b, c'],
    ['checkboxes', ['a', 'd'], 'not among a, b, c'],
    ['multi_static_select', ['a', 'b', 'c'], 'takes 2 items'],
    ['datetimepicker', 1_700_000_000_000, 'Unix seconds'],
    ['datepicker', 'tomorrow', 'does not fit'],
    ['users_select', 'U0ZOE', 'does not exist'],
    ['external_select', 'unseen', 'not among'],
    ['nowhere', 'x', 'there is no block nowhere'],
  ])('cannot enter into %s what Slack would refuse: %s', async (blockId, value, why) => {
    await expect(slack.person('U0ANN').types(blockId, value)).rejects.toThrow(why);
  });

  it('sends the state of every field, initial values included', async () => {
    const ann = slack.person('U0ANN');
    await ann.types('plain_text_input', 'hey');
    await ann.types('number_input', '7');
    await ann.types('checkboxes', ['a', 'c']);
    await ann.types('datetimepicker', 1_790_000_000);
    await ann.types('users_select', 'U0BEN');

    expect(await ann.submits()).toEqual({ closed: true });
    expect(submitted).toMatchObject({
      plain_text_input: { value: { type: 'plain_text_input', value: 'hey' } },
      number_input: { value: { value: '7' } },
      url_text_input: { value: { value: null } },
      static_select: { value: { selected_option: { value: 'b' } } },
      checkboxes: { value: { selected_options: [{ value: 'a' }, { value: 'c' }] } },
      multi_static_select: { value: { selected_options: [] } },
      datetimepicker: { value: { selected_date_time: 1_790_000_000 } },
      users_select: { value: { selected_user: 'U0BEN' } },
    });
  });

  it('is told by Slack itself which values are invalid', async () => {
    const ann = slack.person('U0ANN');
    await ann.types('plain_text_input', 'x');
    await ann.types('number_input', '10');
    await ann.types('url_text_input', 'nonsense');

    expect(await ann.submits()).toEqual({
      errors: {
        plain_text_input: 'Must be at least 2 characters long.',
        number_input: 'Please enter a number that is at most 9.',
        url_text_input: 'Please enter a valid URL.',
      },
    });
    expect(submitted).toBeUndefined();
  });

  it('keeps what was typed when the bot does not answer', async () => {
    const ann = slack.person('U0ANN');
    await ann.types('plain_text_input', 'never');

    expect(await ann.submits()).toMatchObject({ timedOut: true });
    expect(ann.modal()?.state['plain_text_input']).toMatchObject({ value: { value: 'never' } });
    expect(ann.modal()?.errors['']).toContain('trouble connecting');
  });

  it('sees up to a hundred suggestions, and none for a short search', async () => {
    const ann = slack.person('U0ANN');

    expect(await ann.searches('external_select', 'x')).toEqual([]);
    expect(await ann.searches('external_select', 'news')).toHaveLength(100);
    expect(slack.faults()).toEqual([]);
    expect(await ann.searches('external_select', 'toomany')).toEqual([]);
    expect(slack.faults()[0]).toContain('no more than 100 items allowed');
  });

  it('is shown cached options while the block keeps its id', async () => {
    const ann = slack.person('U0ANN');
    const first = await ann.searches('external_select', 'often');

    expect(await ann.searches('external_select', 'often')).toEqual(first);
    await ann.searches('external_select', 'other');
    expect(asks).toEqual(['often', 'other']);
  });

  it('sees no channel that they are not in', async () => {
    await expect(slack.person('U0BEN').runs('/desk', { channel: 'C0OUT' })).rejects.toThrow(
      'not in C0OUT',
    );
    await expect(slack.person('U0BEN').runs('/other', { channel: 'C0OPS' })).rejects.toThrow(
      'no command /other',
    );
  });
});
