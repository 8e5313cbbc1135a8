import { fieldControl, valueIn } from './field-controls.js';
import { h, newId } from './dom.js';
import { icon } from './icons.js';
import { plainText } from './mrkdwn.js';
import { createTyping } from './typing.js';

const grouped = /^(radio_buttons|checkboxes|multi_(static|users|channels|conversations)_select)$/;

const labelOf = (block, ids) => {
  const words = [
    plainText(block.label),
    block.optional === true && h('span', { class: 'optional' }, '(optional)'),
  ];
  return grouped.test(block.element.type)
    ? h('span', { class: 'field-label', id: ids.label }, words)
    : h('label', { class: 'field-label', id: ids.label, for: ids.field }, words);
};

/**
 * What blocks stand in, and what happens when something in it is typed or pressed. `place` names it
 * as the verbs do, `shown` gives the state and the errors that the workspace holds for it.
 */
export const createOwner = (app, { key, failureKey = key, place, shown }) => {
  const typing = createTyping(app, place);
  const stateOf = (block, element) => shown().state?.[block.block_id]?.[element.action_id];
  const errorOf = (blockId) => typing.refused.get(blockId) ?? shown().errors?.[blockId];
  const at = ({ block, element }) => ({
    ...place,
    block: block.block_id,
    action: element.action_id,
  });

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
    key,
    typing,
    stateOf,
    errorOf,
    inputNode,
    valueOf: (block, element) =>
      typing.has(block.block_id, element.action_id)
        ? typing.get(block.block_id, element.action_id)
        : valueIn(stateOf(block, element)),
    search: async ({ block, element, text }) => {
      await typing.flush();
      const { result } = await app.try('searches', { ...at({ block, element }), text });
      return result ?? [];
    },
    press: async ({ block, element, value }) => {
      await typing.flush();
      return app.press({ owner: failureKey, body: { ...at({ block, element }), value } });
    },
  };
  return owner;
};

/** Owners of messages and homes live as long as the page, so that what was typed outlives a redraw. */
const remembered = (app, key, make) => {
  const name = `${app.ui.as} ${key}`;
  const found = app.owners.get(name) ?? { shown: undefined };
  found.owner ??= make(() => found.shown);
  app.owners.set(name, found);
  return found;
};

/** A message, as this person has filled it in. */
export const messageOwner = (app, message) => {
  const { ts, channel } = message;
  const found = remembered(app, `${channel} ${ts}`, (shown) =>
    createOwner(app, { key: ts, place: { where: 'message', channel, ts }, shown }),
  );
  found.shown = message;
  return found.owner;
};

export const homeOwner = (app, home) => {
  const found = remembered(app, 'home', (shown) =>
    createOwner(app, { key: 'home', place: { where: 'home' }, shown }),
  );
  found.shown = home;
  return found.owner;
};
