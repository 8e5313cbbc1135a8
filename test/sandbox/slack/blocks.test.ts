import { describe, expect, it } from 'vitest';
import { messageProblems } from './blocks/validate.ts';
import {
  plain,
  mrkdwn,
  option,
  button,
  row,
  divider,
  inMessage,
  actions,
  chart,
  bars,
  select,
  modal,
  input,
  textInput,
} from './builders.ts';

const first = (
  problems: readonly { readonly pointer: string; readonly message: string }[],
): string => problems.map(({ pointer, message }) => `${message} at ${pointer}`)[0] ?? 'accepted';

describe('rules of Block Kit', () => {
  it.each([
    [
      'tasks of a plan that name no type',
      {
        type: 'plan',
        title: 'Tonight',
        tasks: [{ task_id: '1', title: 'Pause', status: 'pending' }],
      },
      'accepted',
    ],
    [
      'a task of a plan that is something else',
      { type: 'plan', title: 'Tonight', tasks: [{ type: 'divider' }] },
      'missing required field: task_id',
    ],
    [
      'a card with an icon of Slack',
      { type: 'card', title: mrkdwn('x'), slack_icon: { type: 'icon', name: 'calendar' } },
      'accepted',
    ],
    [
      'an icon of Slack without a name',
      { type: 'card', title: mrkdwn('x'), slack_icon: { type: 'icon' } },
      'missing required field: name',
    ],
  ])('holds for %s', (_what, block, expected) => {
    expect(first(inMessage(block))).toContain(expected);
  });

  it.each<[string, () => ReturnType<typeof inMessage>, string]>([
    ['an unknown block', () => inMessage({ type: 'marquee' }), 'unsupported type: marquee'],
    [
      'an unknown key',
      () => inMessage({ type: 'divider', colour: 'red' }),
      'invalid additional property: colour',
    ],
    ['a missing key', () => inMessage({ type: 'header' }), 'missing required field: text'],
    [
      'mrkdwn in a header',
      () => inMessage({ type: 'header', text: mrkdwn('x') }),
      'must be a valid enum value',
    ],
    [
      'an input element in actions',
      () => actions(textInput()),
      'unsupported type: plain_text_input',
    ],
    [
      'a datetimepicker in a section',
      () => inMessage({ type: 'section', text: plain('x'), accessory: { type: 'datetimepicker' } }),
      'unsupported type: datetimepicker',
    ],
    [
      'an alert in a message',
      () => inMessage({ type: 'alert', text: plain('x') }),
      'unsupported type: alert',
    ],
    [
      'a slice of nothing',
      () => chart({ type: 'pie', segments: [{ label: 'Part', value: 0 }] }),
      'must be greater than 0',
    ],
    [
      'a point that is in no category',
      () => bars({ series: [{ name: 'S', data: [{ label: 'B', value: 1 }] }] }),
      'labels must match the categories',
    ],
    [
      'a table in a modal',
      () => modal({ blocks: [{ type: 'table', rows: [row(1)] }] }),
      'unsupported type: table',
    ],
    [
      'a container in a modal',
      () => modal({ blocks: [{ type: 'container', title: plain('x'), child_blocks: [divider] }] }),
      'unsupported type: container',
    ],
    [
      'markdown in a modal',
      () => modal({ blocks: [{ type: 'markdown', text: 'x' }] }),
      'unsupported type: markdown',
    ],
    [
      'a block id twice',
      () => inMessage({ ...divider, block_id: 'a' }, { ...divider, block_id: 'a' }),
      'block_id `a` already exists',
    ],
    [
      'an action id twice',
      () => actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
      'action_id `a` already exists',
    ],
    [
      'inputs without a submit',
      () =>
        modal({
          submit: undefined,
          blocks: [{ type: 'input', label: plain('x'), element: textInput() }],
        }),
      'missing required field: submit',
    ],
    [
      'an initial option that is not there',
      () => select({ options: [option(1)], initial_option: option(2) }),
      'initial option must match',
    ],
    ['a select without options', () => select({}), 'missing required field: options'],
    [
      'an initial value over max_length',
      () => input(textInput({ max_length: 2, initial_value: 'xxx' })),
      'must not be longer than max_length',
    ],
    [
      'milliseconds in a datetimepicker',
      () => actions({ type: 'datetimepicker', initial_date_time: 1_700_000_000_000 }),
      'must be less than',
    ],
    [
      'a decimal where none is allowed',
      () => input({ type: 'number_input', is_decimal_allowed: false, initial_value: '1.5' }),
      'must not be a decimal',
    ],
    [
      'a number input that does not say whether decimals are allowed',
      () => input({ type: 'number_input' }),
      'missing required field: is_decimal_allowed',
    ],
    [
      'a section with nothing in it',
      () => inMessage({ type: 'section' }),
      'must have at least one of text, fields',
    ],
    [
      'an empty text',
      () => inMessage({ type: 'section', text: plain('') }),
      'must be more than 0 characters',
    ],
    [
      'an empty rich text element',
      () =>
        inMessage({
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }],
        }),
      'must be more than 0 characters',
    ],
    [
      'a ragged table',
      () => inMessage({ type: 'table', rows: [row(1), row(2)] }),
      'same number of cells',
    ],
    [
      'two fields with the focus',
      () =>
        input(textInput({ focus_on_load: true }), {}).concat(
          modal({
            submit: plain('x'),
            blocks: [1, 2].map(() => ({
              type: 'input',
              label: plain('x'),
              element: textInput({ focus_on_load: true }),
            })),
          }),
        ),
      'only one element may have focus_on_load',
    ],
  ])('refuses %s', (_what, build, message) => {
    expect(first(build())).toContain(message);
  });

  it('accepts a message of everything that relates to people, time and code', () => {
    const elements = [
      { type: 'text', text: 'By ', style: { bold: true } },
      { type: 'user', user_id: 'U0ANN' },
      { type: 'usergroup', usergroup_id: 'S0LEADS' },
      { type: 'channel', channel_id: 'C0OPS' },
      { type: 'emoji', name: 'wave' },
      { type: 'link', url: 'https://example.com', text: 'there' },
      {
        type: 'date',
        timestamp: 1_700_000_000,
        format: '{date_short} at {time}',
        fallback: 'then',
      },
      { type: 'broadcast', range: 'here' },
    ];
    const section = { type: 'rich_text_section', elements };
    const blocks = [
      {
        type: 'rich_text',
        elements: [
          section,
          { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [section] },
          { type: 'rich_text_quote', elements },
          { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'code' }], border: 0 },
        ],
      },
    ];

    expect(messageProblems(blocks)).toEqual([]);
  });
});
