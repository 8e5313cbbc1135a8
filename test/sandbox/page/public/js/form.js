import { today } from './dates.js';
import { fieldControl, valueIn } from './field-controls.js';
import { h, newId } from './dom.js';
import { icon } from './icons.js';
import { plainText } from './mrkdwn.js';

// Long enough to gather a word, short enough that nothing is lost when the window closes.
const gatherMs = 200;
const grouped = /^(radio_buttons|checkboxes|multi_(static|users|channels|conversations)_select)$/;

const keyOf = (block, action) => `${block} ${action}`;

/** What was typed here and where it goes: to the workspace, in order, before anything is submitted. */
const createTyping = (app, view, refused) => {
  const local = new Map();
  const waiting = new Map();
  let timer;
  let line = Promise.resolve();

  const send = async ({ block, action, value }) => {
    const { error } = await app.try('types', { view: view.id, block, action, value });
    if (error === undefined) refused.delete(block);
    else refused.set(block, error.replace(/^a person could not do that: /, ''));
    if (error !== undefined) app.render();
  };
  const flush = () => {
    clearTimeout(timer);
    const entries = Array.from(waiting.values());
    waiting.clear();
    for (const entry of entries) line = line.then(() => send(entry));
    return line;
  };
  return {
    has: (block, action) => local.has(keyOf(block, action)),
    get: (block, action) => local.get(keyOf(block, action)),
    set: (block, action, value) => {
      local.set(keyOf(block, action), value);
      waiting.set(keyOf(block, action), { block, action, value });
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), gatherMs);
    },
    flush,
  };
};

const labelOf = (block, ids) => {
  const words = [
    plainText(block.label),
    block.optional === true && h('span', { class: 'optional' }, '(optional)'),
  ];
  return grouped.test(block.element.type)
    ? h('span', { class: 'field-label', id: ids.label }, words)
    : h('label', { class: 'field-label', id: ids.label, for: ids.field }, words);
};

/** A modal as the owner of its blocks: its values outlive every update of its content. */
export const createForm = (app, first) => {
  let view = first;
  const refused = new Map();
  const typing = createTyping(app, first, refused);
  const stateOf = (block, element) => view.state[block.block_id]?.[element.action_id];
  const errorOf = (blockId) => refused.get(blockId) ?? view.errors[blockId];
  const valueOf = (block, { action_id: action, ...element }) =>
    typing.has(block.block_id, action)
      ? typing.get(block.block_id, action)
      : valueIn(stateOf(block, { ...element, action_id: action }));

  const inputNode = (block) => {
    const ids = {
      label: newId('label'),
      field: newId('field'),
      hint: newId('hint'),
      error: newId('error'),
    };
    const error = errorOf(block.block_id);
    const described = [error && ids.error, block.hint && ids.hint].filter(Boolean).join(' ');
    const describe = {
      'aria-describedby': described || undefined,
      'aria-invalid': error === undefined ? undefined : 'true',
    };
    const onChange = (value) => typing.set(block.block_id, block.element.action_id, value);
    return h(
      'div',
      {
        class: error === undefined ? 'field' : 'field field-wrong',
        data: { block: block.block_id },
      },
      labelOf(block, ids),
      fieldControl(owner, block, block.element, {
        id: ids.field,
        labelledBy: ids.label,
        onChange,
        describe,
      }),
      error && h('p', { class: 'field-error', id: ids.error }, icon('warning', 16), error),
      block.hint && h('p', { class: 'field-hint', id: ids.hint }, plainText(block.hint)),
    );
  };

  const owner = {
    app,
    key: first.id,
    stateOf,
    valueOf,
    inputNode,
    change: ({ block, element, value }) => {
      typing.set(block.block_id, element.action_id, value);
      void typing.flush();
    },
    search: async ({ block, element, text }) => {
      await typing.flush();
      const { result } = await app.try('searches', {
        view: view.id,
        block: block.block_id,
        action: element.action_id,
        text,
      });
      return result ?? [];
    },
    press: async ({ block, element, value }) => {
      await typing.flush();
      return app.press({
        owner: view.id,
        body: {
          where: 'modal',
          view: view.id,
          block: block.block_id,
          action: element.action_id,
          value,
        },
      });
    },
  };

  return {
    owner,
    flush: typing.flush,
    hasRefused: () => refused.size > 0,
    update: (next) => {
      view = next;
    },
    /** Whether a block must be drawn anew: its content, its error, or a value from elsewhere. */
    versionOf: (block) => {
      const held = view.state[block.block_id] ?? {};
      const isTypedHere = Object.keys(held).some((action) => typing.has(block.block_id, action));
      return JSON.stringify([block, errorOf(block.block_id), isTypedHere ? 'here' : held, today()]);
    },
  };
};
