import { focusKey } from './focus-key.js';
import { h } from './dom.js';
import { plainText } from './mrkdwn.js';

const usualMax = 3000;
// From here on the counter is shown: before, it would only be noise.
const nearlyFull = 0.8;

const modes = { number_input: 'decimal', email_text_input: 'email', url_text_input: 'url' };

/** Grows with its text, up to the height that the style sheet allows. */
const fit = (node) => {
  node.style.height = 'auto';
  node.style.height = `${node.scrollHeight + 2}px`;
};

const counterOf = (max) => {
  const node = h('span', { class: 'counter', hidden: true });
  const show = (text) => {
    const used = Array.from(text).length;
    node.hidden = used < max * nearlyFull;
    node.textContent = `${used} of ${max}`;
  };
  return { node, show };
};

/** A line or a box to type into. */
export const textField = ({ owner, block, element, id, value, onChange, describe }) => {
  const isMultiline = element.multiline === true;
  const max = element.max_length ?? usualMax;
  const counter = counterOf(max);
  const node = h(isMultiline ? 'textarea' : 'input', {
    id,
    class: `field-input ${element.type === 'number_input' ? 'field-number' : ''}`,
    ...(isMultiline ? { rows: '3' } : { type: 'text', inputmode: modes[element.type] }),
    maxlength: max,
    placeholder: plainText(element.placeholder) || undefined,
    autocomplete: 'off',
    spellcheck: element.type === 'plain_text_input' ? undefined : 'false',
    ...describe,
    value: value ?? '',
    data: { focus: focusKey(owner, block, element) },
  });
  node.addEventListener('input', () => {
    onChange(node.value === '' ? null : node.value);
    counter.show(node.value);
    if (isMultiline) fit(node);
  });
  if (isMultiline) requestAnimationFrame(() => fit(node));
  counter.show(node.value);
  return h('span', { class: 'text-field' }, node, counter.node);
};
