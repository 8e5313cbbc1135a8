import { fromLocalInput, toLocalInput, zone } from './dates.js';
import { h, newId } from './dom.js';
import { focusKey } from './focus-key.js';
import { plainText, textNodes } from './mrkdwn.js';
import { channelTitle } from './names.js';
import { searchField } from './search-field.js';
import { textField } from './text-field.js';

/** What a field holds, as the verbs of a person take it. */
export const valueIn = (state) => {
  if (state === undefined) return null;
  const key = Object.keys(state).find((name) => name.startsWith('selected_') || name === 'value');
  const held = key === undefined ? null : state[key];
  if (Array.isArray(held)) return held.map((entry) => entry?.value ?? entry);
  return held?.value ?? held ?? null;
};

const optionsOf = (element) => [
  ...(element.options ?? []),
  ...(element.option_groups ?? []).flatMap(({ options }) => options),
];

const choiceText = (owner, option) => [
  h('span', { class: 'choice-text' }, textNodes(owner.app.state, option.text)),
  option.description &&
    h('span', { class: 'choice-description' }, textNodes(owner.app.state, option.description)),
];

/** Radio buttons and checkboxes: native ones, each with its second line. */
const choices = (owner, block, element, { value, onChange, labelledBy, label }, isSeveral) => {
  const name = newId('choices');
  const held = isSeveral ? (value ?? []) : [value];
  const group = h('div', {
    class: 'choices',
    role: isSeveral ? 'group' : 'radiogroup',
    'aria-labelledby': labelledBy,
    'aria-label': labelledBy === undefined ? label : undefined,
  });
  const read = () => {
    const checked = Array.from(group.querySelectorAll('input:checked'), (entry) => entry.value);
    return isSeveral ? checked : (checked[0] ?? null);
  };
  for (const option of optionsOf(element)) {
    const input = h('input', {
      type: isSeveral ? 'checkbox' : 'radio',
      name,
      value: option.value,
      checked: held.includes(option.value),
      data: { focus: `${focusKey(owner, block, element)}/${option.value}` },
      on: { change: () => onChange(read()) },
    });
    group.append(h('label', { class: 'choice' }, input, h('span', {}, choiceText(owner, option))));
  }
  return group;
};

/** A native select: what it lacks in looks it has in keyboards, screen readers and phones. */
const select = (context, entries) => {
  const { id, value, onChange, element, describe, owner, block } = context;
  const node = h('select', {
    id,
    class: 'field-input',
    ...describe,
    data: { focus: focusKey(owner, block, element) },
    on: { change: () => onChange(node.value === '' ? null : node.value) },
  });
  node.append(h('option', { value: '' }, plainText(element.placeholder) || 'Choose one'));
  for (const { label, options } of entries) {
    const nodes = options.map(([key, text]) =>
      h('option', { value: key, selected: key === value }, text),
    );
    if (label === undefined) node.append(...nodes);
    else node.append(h('optgroup', { label }, nodes));
  }
  return node;
};

const optionPairs = (options = []) =>
  options.map((option) => [option.value, plainText({ ...option.text, emoji: true })]);

const staticEntries = (element) =>
  element.option_groups === undefined
    ? [{ options: optionPairs(element.options) }]
    : element.option_groups.map(({ label, options }) => ({
        label: plainText(label),
        options: optionPairs(options),
      }));

const peopleOptions = (state) => state.people.map(({ id, name }) => [id, name]);
const channelOptions = (state) =>
  state.channels.map((entry) => [entry.id, channelTitle(state, entry)]);

const asOptions = (pairs) =>
  pairs.map(([value, text]) => ({ value, text: { type: 'plain_text', text } }));

const picker = (context, type, convert) => {
  const { id, value, onChange, element, describe, owner, block } = context;
  const node = h('input', {
    id,
    type,
    class: 'field-input',
    ...describe,
    value: value === null ? '' : convert.show(value),
    data: { focus: focusKey(owner, block, element) },
    on: { change: () => onChange(node.value === '' ? null : convert.read(node.value)) },
  });
  return node;
};

const asItIs = { show: String, read: (value) => value };

const dateTime = (context) =>
  h(
    'span',
    { class: 'with-unit' },
    picker(context, 'datetime-local', { show: toLocalInput, read: fromLocalInput }),
    h('span', { class: 'unit' }, zone),
  );

/** The control of one element. `onChange` gets what a person's verb takes. */
export const fieldControl = (owner, block, element, given) => {
  const { id = newId('field'), onChange, labelledBy, label, describe = {} } = given;
  const value = owner.valueOf(block, element);
  const named = label === undefined ? describe : { 'aria-label': label, ...describe };
  const context = {
    owner,
    block,
    element,
    id,
    value,
    onChange,
    describe: named,
    label,
    labelledBy,
  };
  const { state } = owner.app;
  switch (element.type) {
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return textField(context);
    case 'static_select':
      return select(context, staticEntries(element));
    case 'users_select':
      return select(context, [{ options: peopleOptions(state) }]);
    case 'channels_select':
    case 'conversations_select':
      return select(context, [{ options: channelOptions(state) }]);
    case 'external_select':
      return searchField(context);
    case 'radio_buttons':
      return choices(owner, block, element, context, false);
    case 'checkboxes':
    case 'multi_static_select':
      return choices(owner, block, element, context, true);
    case 'multi_users_select':
      return choices(
        owner,
        block,
        { ...element, options: asOptions(peopleOptions(state)) },
        context,
        true,
      );
    case 'multi_channels_select':
    case 'multi_conversations_select':
      return choices(
        owner,
        block,
        { ...element, options: asOptions(channelOptions(state)) },
        context,
        true,
      );
    case 'datepicker':
      return picker(context, 'date', asItIs);
    case 'timepicker':
      return picker(context, 'time', asItIs);
    case 'datetimepicker':
      return dateTime(context);
    default:
      return h('p', { class: 'not-played' }, `The sandbox does not play ${element.type}.`);
  }
};
