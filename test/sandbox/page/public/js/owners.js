import { valueIn } from './field-controls.js';
import { h } from './dom.js';

const initialKeys = [
  'initial_value',
  'initial_option',
  'initial_options',
  'initial_date',
  'initial_time',
  'initial_date_time',
  'initial_user',
  'initial_users',
  'initial_channel',
  'initial_channels',
  'initial_conversation',
  'initial_conversations',
];

const initialValue = (element) => {
  const key = initialKeys.find((name) => element[name] !== undefined);
  const held = key === undefined ? null : element[key];
  if (Array.isArray(held)) return held.map((entry) => entry?.value ?? entry);
  return held?.value ?? held;
};

const noInput = () => h('p', { class: 'not-played' }, 'Fields in messages are not played.');

/** A message: it holds nothing of its own, each press says what was pressed. */
export const messageOwner = (app, message, isEphemeral) => ({
  app,
  key: message.ts,
  valueOf: (_block, element) => initialValue(element),
  stateOf: (_block, element) => ({ selected_option: element.initial_option }),
  inputNode: noInput,
  search: async () => [],
  press: ({ block, element, value }) =>
    app.press({
      owner: message.ts,
      body: {
        where: 'message',
        channel: message.channel,
        ts: message.ts,
        is_ephemeral: isEphemeral,
        block: block.block_id,
        action: element.action_id,
        value,
      },
    }),
});

/** The app's home: its selects hold what the workspace says. */
export const homeOwner = (app, home) => {
  const stateOf = (block, element) => home.state[block.block_id]?.[element.action_id];
  return {
    app,
    key: 'home',
    stateOf,
    valueOf: (block, element) => valueIn(stateOf(block, element)),
    inputNode: noInput,
    search: async () => [],
    press: ({ block, element, value }) =>
      app.press({
        owner: 'home',
        body: { where: 'home', block: block.block_id, action: element.action_id, value },
      }),
  };
};
